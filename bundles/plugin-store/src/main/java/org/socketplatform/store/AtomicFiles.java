package org.socketplatform.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Files that are there as a whole or not at all. */
public final class AtomicFiles {
  private AtomicFiles() {}

  /** Writes a text file, making its folder if need be. */
  public static void write(Path file, String text) throws IOException {
    Path temporary = temporary(file);
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Copies a file, making the folder of the copy if need be. */
  public static void copy(Path from, Path to) throws IOException {
    Path temporary = temporary(to);
    try (InputStream in = Files.newInputStream(from)) {
      Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** An empty file beside another one, readable by the user alone. */
  public static Path temporary(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(folder);
    return Files.createTempFile(folder, ".new-", null);
  }
}
