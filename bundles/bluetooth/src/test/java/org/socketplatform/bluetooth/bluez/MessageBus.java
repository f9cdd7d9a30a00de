package org.socketplatform.bluetooth.bluez;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;

/** A system bus of its own: the real {@code dbus-daemon}, where everybody may do everything. */
public final class MessageBus implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
       "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
      <busconfig>
        <type>system</type>
        <listen>ADDRESS</listen>
        <auth>EXTERNAL</auth>
        <policy context="default">
          <allow user="*"/>
          <allow own="*"/>
          <allow send_type="method_call"/>
          <allow send_type="signal"/>
          <allow send_requested_reply="true" send_type="method_return"/>
          <allow send_requested_reply="true" send_type="error"/>
          <allow receive_type="method_call"/>
          <allow receive_type="method_return"/>
          <allow receive_type="error"/>
          <allow receive_type="signal"/>
        </policy>
      </busconfig>
      """;

  private final Path folder;
  private final String address;
  private Process daemon;

  /** Starts it. */
  public MessageBus() throws IOException {
    folder = Files.createTempDirectory("bus");
    address = "unix:path=" + folder.resolve("bus");
    Files.writeString(folder.resolve("bus.conf"), CONFIGURATION.replace("ADDRESS", address));
    daemon = start();
  }

  /** True if the system has the program. */
  public static boolean isInstalled() {
    return Files.isExecutable(Path.of("/usr/bin/dbus-daemon"));
  }

  /** Where it listens. */
  public String address() {
    return address;
  }

  private Process start() throws IOException {
    Process started =
        new ProcessBuilder(
                "/usr/bin/dbus-daemon",
                "--config-file=" + folder.resolve("bus.conf"),
                "--nofork",
                "--print-address")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader output = started.inputReader(UTF_8);
    Objects.requireNonNull(output.readLine(), "dbus-daemon does not start");
    return started;
  }

  /** Ends it with all its connections, and leaves nothing to connect to. */
  public void stop() throws InterruptedException, IOException {
    daemon.destroy();
    daemon.waitFor();
    Files.deleteIfExists(folder.resolve("bus"));
  }

  /** Starts it again at the same address. */
  public void resume() throws IOException {
    daemon = start();
  }

  @Override
  public void close() {
    daemon.destroy();
    daemon.onExit().join();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
