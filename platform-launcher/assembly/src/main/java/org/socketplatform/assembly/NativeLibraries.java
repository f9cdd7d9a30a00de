package org.socketplatform.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Unpacks the native libraries at the root of a jar, so that no run has to unpack them into the
 * home folder of its user, who may not be able to write there.
 */
final class NativeLibraries {
  private NativeLibraries() {}

  static void extract(Path jar, Path folder) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(NativeLibraries::isLibrary).toList()) {
        Files.createDirectories(folder);
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, folder.resolve(entry.getName()));
        }
      }
    } catch (IOException e) {
      throw new AssemblyException("cannot unpack the native libraries of " + jar, e);
    }
  }

  private static boolean isLibrary(ZipEntry entry) {
    return entry.getName().indexOf('/') < 0 && entry.getName().endsWith(".so");
  }
}
