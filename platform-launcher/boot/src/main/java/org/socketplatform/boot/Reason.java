package org.socketplatform.boot;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import org.osgi.framework.BundleException;

/** Why something failed, in a few words for people. */
final class Reason {
  private Reason() {}

  static String of(Throwable failure) {
    return switch (failure) {
      case AccessDeniedException e -> "no permission";
      case NoSuchFileException e -> "no such file or folder: " + e.getFile();
      case NotDirectoryException e -> "not a folder: " + e.getFile();
      case FileAlreadyExistsException e -> "a file is in the way: " + e.getFile();
      case FileSystemException e -> Objects.requireNonNullElse(e.getReason(), e.getFile());
      case IOException e -> Objects.requireNonNullElse(e.getMessage(), e.toString());
      case BundleException e when e.getCause() != null -> e.getMessage() + " " + of(e.getCause());
      default -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    };
  }
}
