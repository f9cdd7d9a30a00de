package org.socketplatform.router;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Failure;

/**
 * What went wrong with a file, as Node names it and Linux numbers it. The JDK has exceptions for
 * the most frequent ones; of the others it passes on the words of strerror(3).
 */
enum Errno {
  EPERM(1, "operation not permitted", "Operation not permitted"),
  ENOENT(2, "no such file or directory", "No such file or directory"),
  EIO(5, "i/o error", "Input/output error"),
  EBADF(9, "bad file descriptor", "Bad file descriptor"),
  EACCES(13, "permission denied", "Permission denied"),
  EBUSY(16, "resource busy or locked", "Device or resource busy"),
  EEXIST(17, "file already exists", "File exists"),
  EXDEV(18, "cross-device link not permitted", "Invalid cross-device link"),
  ENOTDIR(20, "not a directory", "Not a directory"),
  EISDIR(21, "illegal operation on a directory", "Is a directory"),
  EINVAL(22, "invalid argument", "Invalid argument"),
  ENFILE(23, "file table overflow", "Too many open files in system"),
  EMFILE(24, "too many open files", "Too many open files"),
  ETXTBSY(26, "text file is busy", "Text file busy"),
  EFBIG(27, "file too large", "File too large"),
  ENOSPC(28, "no space left on device", "No space left on device"),
  EROFS(30, "read-only file system", "Read-only file system"),
  EMLINK(31, "too many links", "Too many links"),
  EPIPE(32, "broken pipe", "Broken pipe"),
  ENAMETOOLONG(36, "name too long", "File name too long"),
  ENOTEMPTY(39, "directory not empty", "Directory not empty"),
  ELOOP(40, "too many symbolic links encountered", "Too many levels of symbolic links"),
  EDQUOT(122, "disk quota exceeded", "Disk quota exceeded");

  private final int number;
  private final String text;
  private final String reason;

  Errno(int number, String text, String reason) {
    this.number = number;
    this.text = text;
    this.reason = reason;
  }

  /** The failure as the page sees it; the path is not named, since the page knows it. */
  Failure failure() {
    return new Failure("ErrnoError", name(), name() + ": " + text).with("errno", -number);
  }

  /** What an exception stands for, if that can be told. */
  static Optional<Errno> of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> Optional.of(ENOENT);
      case FileAlreadyExistsException _ -> Optional.of(EEXIST);
      case AccessDeniedException _ -> Optional.of(EACCES);
      case NotDirectoryException _ -> Optional.of(ENOTDIR);
      case DirectoryNotEmptyException _ -> Optional.of(ENOTEMPTY);
      case FileSystemLoopException _ -> Optional.of(ELOOP);
      case NotLinkException _ -> Optional.of(EINVAL);
      case FileSystemException files -> byReason(files.getReason());
      case FileNotFoundException _ -> byReason(inBrackets(e.getMessage()));
      default -> byReason(e.getMessage());
    };
  }

  private static Optional<Errno> byReason(@Nullable String reason) {
    for (Errno errno : values()) {
      if (errno.reason.equals(reason)) {
        return Optional.of(errno);
      }
    }
    return Optional.empty();
  }

  /** FileNotFoundException says {@code path (reason)}. */
  private static @Nullable String inBrackets(@Nullable String message) {
    return message != null && message.endsWith(")")
        ? message.substring(message.lastIndexOf('(') + 1, message.length() - 1)
        : message;
  }
}
