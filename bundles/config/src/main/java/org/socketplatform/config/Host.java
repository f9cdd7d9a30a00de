package org.socketplatform.config;

import java.util.Locale;
import java.util.Map;

/**
 * The kind of machine that the placeholders of {@code socket.ini} speak of.
 *
 * @param os {@code linux}, {@code mac} or {@code win32}
 * @param arch {@code x86_64} or {@code arm64}
 */
public record Host(String os, String arch) {
  /** The machine that this process runs on. */
  public static Host current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Host of(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    String os = name.startsWith("win") ? "win32" : name.startsWith("mac") ? "mac" : "linux";
    String arch =
        switch (osArch) {
          case "amd64", "x86_64", "x64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> osArch;
        };
    return new Host(os, arch);
  }

  Map<String, String> placeholders() {
    return Map.of(
        "platform.os",
        os,
        "platform.os.short",
        os.equals("win32") ? "win" : os,
        "platform.arch",
        arch,
        "platform.arch.short",
        arch.equals("x86_64") ? "x64" : arch);
  }
}
