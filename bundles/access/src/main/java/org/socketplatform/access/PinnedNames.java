package org.socketplatform.access;

import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Gives exceptions of the file system the names that people know instead of those of a pin. */
final class PinnedNames {
  private PinnedNames() {}

  /** The same exception with the place in the stead of the pin, wherever it names that. */
  static FileSystemException replaced(FileSystemException e, Path pin, Path place) {
    @Nullable String file = replaced(e.getFile(), pin, place);
    @Nullable String other = replaced(e.getOtherFile(), pin, place);
    return renamed(e, file, other, e.getReason());
  }

  private static @Nullable String replaced(@Nullable String name, Path pin, Path place) {
    if (name == null || !Path.of(name).startsWith(pin)) {
      return name;
    }
    return place.resolve(pin.relativize(Path.of(name))).toString();
  }

  private static FileSystemException renamed(
      FileSystemException e,
      @Nullable String file,
      @Nullable String other,
      @Nullable String reason) {
    FileSystemException renamed =
        switch (e) {
          case NoSuchFileException _ -> new NoSuchFileException(file, other, reason);
          case FileAlreadyExistsException _ -> new FileAlreadyExistsException(file, other, reason);
          case AccessDeniedException _ -> new AccessDeniedException(file, other, reason);
          case DirectoryNotEmptyException _ -> new DirectoryNotEmptyException(file);
          case NotDirectoryException _ -> new NotDirectoryException(file);
          case NotLinkException _ -> new NotLinkException(file, other, reason);
          case FileSystemLoopException _ -> new FileSystemLoopException(file);
          case AtomicMoveNotSupportedException _ ->
              new AtomicMoveNotSupportedException(file, other, reason);
          default -> new FileSystemException(file, other, reason);
        };
    renamed.setStackTrace(e.getStackTrace());
    return renamed;
  }
}
