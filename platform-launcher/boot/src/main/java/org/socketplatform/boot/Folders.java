package org.socketplatform.boot;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Whole folders at once. */
final class Folders {
  private Folders() {}

  /** Removes a folder and what is in it; links are removed, not followed. */
  static void remove(Path folder) throws IOException {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path sub, @Nullable IOException failure)
                throws IOException {
              Files.delete(sub);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (NoSuchFileException e) {
      // Gone already, which is what was asked for.
    }
  }

  /** Removes a temporary folder at the end of the run. */
  static void discard(Path folder) {
    try {
      remove(folder);
    } catch (IOException e) {
      Log.warning("cannot remove the temporary folder " + folder + ": " + Reason.of(e));
    }
  }
}
