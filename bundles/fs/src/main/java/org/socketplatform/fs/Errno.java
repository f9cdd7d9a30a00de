package org.socketplatform.fs;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/**
 * Errors of the operating system as Node names them. The JDK has exception types for some and only
 * the system's text for the rest, so the text decides where the type does not.
 */
enum Errno {
  EACCES(13, 13, "permission denied", "Permission denied"),
  EBADF(9, 9, "bad file descriptor", "Bad file descriptor"),
  EBUSY(16, 16, "resource busy or locked", "Device or resource busy"),
  EDQUOT(122, 69, "disk quota exceeded", "Disk quota exceeded"),
  EEXIST(17, 17, "file already exists", "File exists"),
  EFBIG(27, 27, "file too large", "File too large"),
  EINVAL(22, 22, "invalid argument", "Invalid argument"),
  EIO(5, 5, "i/o error", "Input/output error"),
  EISDIR(21, 21, "illegal operation on a directory", "Is a directory"),
  ELOOP(40, 62, "too many symbolic links encountered", "Too many levels of symbolic links"),
  EMFILE(24, 24, "too many open files", "Too many open files"),
  EMLINK(31, 31, "too many links", "Too many links"),
  ENAMETOOLONG(36, 63, "name too long", "File name too long"),
  ENFILE(23, 23, "file table overflow", "Too many open files in system"),
  ENODEV(19, 19, "no such device", "No such device"),
  ENOENT(2, 2, "no such file or directory", "No such file or directory"),
  ENOMEM(12, 12, "not enough memory", "Cannot allocate memory"),
  ENOSPC(28, 28, "no space left on device", "No space left on device"),
  ENOTDIR(20, 20, "not a directory", "Not a directory"),
  ENOTEMPTY(39, 66, "directory not empty", "Directory not empty"),
  ENOTSUP(95, 45, "operation not supported", "Operation not supported"),
  ENXIO(6, 6, "no such device or address", "No such device or address"),
  EPERM(1, 1, "operation not permitted", "Operation not permitted"),
  EROFS(30, 30, "read-only file system", "Read-only file system"),
  ESPIPE(29, 29, "invalid seek", "Illegal seek"),
  ETXTBSY(26, 26, "text file is busy", "Text file busy"),
  EXDEV(18, 18, "cross-device link not permitted", "Invalid cross-device link");

  private static final boolean DARWIN = System.getProperty("os.name", "").startsWith("Mac");

  private final int linux;
  private final int darwin;
  private final String text;
  private final String systemText;

  Errno(int linux, int darwin, String text, String systemText) {
    this.linux = linux;
    this.darwin = darwin;
    this.text = text;
    this.systemText = systemText;
  }

  /** This error as the page sees it. */
  Failure failure() {
    return failure(text);
  }

  /** This error with a text of our own. */
  Failure failure(String why) {
    return new Failure("ErrnoError", name(), name() + ": " + why)
        .with("errno", DARWIN ? -darwin : -linux);
  }

  FailureException exception() {
    return new FailureException(failure());
  }

  FailureException exception(String why) {
    return new FailureException(failure(why));
  }

  /** What an exception of the file system stands for. */
  static Failure of(IOException e) {
    return switch (e) {
      case NoSuchFileException missing ->
          (leadsThroughFile(missing.getFile()) ? ENOTDIR : ENOENT).failure();
      case FileAlreadyExistsException _ -> EEXIST.failure();
      case DirectoryNotEmptyException _ -> ENOTEMPTY.failure();
      case AccessDeniedException _ -> EACCES.failure();
      case NotDirectoryException _ -> ENOTDIR.failure();
      case NotLinkException _ -> EINVAL.failure();
      case FileSystemLoopException _ -> ELOOP.failure();
      case AtomicMoveNotSupportedException _ -> EXDEV.failure();
      case ClosedChannelException _ -> EBADF.failure();
      default -> ofText(e).map(Errno::failure).orElseGet(EIO::failure);
    };
  }

  /** The JDK does not tell a path through a file from one that leads nowhere. */
  private static boolean leadsThroughFile(String file) {
    Path folder = Path.of(file).getParent();
    while (folder != null && Files.notExists(folder)) {
      folder = folder.getParent();
    }
    return folder != null && !Files.isDirectory(folder);
  }

  private static Optional<Errno> ofText(IOException e) {
    String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    if (reason == null) {
      return Optional.empty();
    }
    String text = reason.toLowerCase(Locale.ROOT);
    for (Errno errno : values()) {
      if (text.startsWith(errno.systemText.toLowerCase(Locale.ROOT))) {
        return Optional.of(errno);
      }
    }
    return Optional.empty();
  }
}
