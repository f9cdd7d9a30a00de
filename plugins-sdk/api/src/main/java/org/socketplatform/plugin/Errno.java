package org.socketplatform.plugin;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Errors of the operating system as Node names them. The JDK has exception types for some and only
 * the words of {@code strerror(3)} for the rest, so the words decide where the type does not.
 */
public enum Errno {
  EPERM(1, 1, "operation not permitted", "Operation not permitted"),
  ENOENT(2, 2, "no such file or directory", "No such file or directory"),
  EIO(5, 5, "i/o error", "Input/output error"),
  ENXIO(6, 6, "no such device or address", "No such device or address"),
  EBADF(9, 9, "bad file descriptor", "Bad file descriptor"),
  ENOMEM(12, 12, "not enough memory", "Cannot allocate memory"),
  EACCES(13, 13, "permission denied", "Permission denied"),
  EBUSY(16, 16, "resource busy or locked", "Device or resource busy"),
  EEXIST(17, 17, "file already exists", "File exists"),
  EXDEV(18, 18, "cross-device link not permitted", "Invalid cross-device link"),
  ENODEV(19, 19, "no such device", "No such device"),
  ENOTDIR(20, 20, "not a directory", "Not a directory"),
  EISDIR(21, 21, "illegal operation on a directory", "Is a directory"),
  EINVAL(22, 22, "invalid argument", "Invalid argument"),
  ENFILE(23, 23, "file table overflow", "Too many open files in system"),
  EMFILE(24, 24, "too many open files", "Too many open files"),
  ETXTBSY(26, 26, "text file is busy", "Text file busy"),
  EFBIG(27, 27, "file too large", "File too large"),
  ENOSPC(28, 28, "no space left on device", "No space left on device"),
  ESPIPE(29, 29, "invalid seek", "Illegal seek"),
  EROFS(30, 30, "read-only file system", "Read-only file system"),
  EMLINK(31, 31, "too many links", "Too many links"),
  EPIPE(32, 32, "broken pipe", "Broken pipe"),
  ENAMETOOLONG(36, 63, "name too long", "File name too long"),
  ENOTEMPTY(39, 66, "directory not empty", "Directory not empty"),
  ELOOP(40, 62, "too many symbolic links encountered", "Too many levels of symbolic links"),
  ENOTSUP(95, 45, "operation not supported", "Operation not supported"),
  EMSGSIZE(90, 40, "message too long", "Message too long"),
  EAFNOSUPPORT(97, 47, "address family not supported", "Address family not supported"),
  EADDRINUSE(98, 48, "address already in use", "Address already in use"),
  EADDRNOTAVAIL(99, 49, "address not available", "Cannot assign requested address"),
  ENETUNREACH(101, 51, "network is unreachable", "Network is unreachable"),
  ENOBUFS(105, 55, "no buffer space available", "No buffer space available"),
  ECONNREFUSED(111, 61, "connection refused", "Connection refused"),
  EHOSTUNREACH(113, 65, "host is unreachable", "No route to host"),
  EDQUOT(122, 69, "disk quota exceeded", "Disk quota exceeded");

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

  /** This error as the page sees it; no path is named, since the page knows it. */
  public Failure failure() {
    return failure(text);
  }

  /** This error with a text of one's own. */
  public Failure failure(String why) {
    return new Failure("ErrnoError", name(), name() + ": " + why)
        .with("errno", DARWIN ? -darwin : -linux);
  }

  /** To fail with this error. */
  public FailureException exception() {
    return new FailureException(failure());
  }

  /** To fail with this error and a text of one's own. */
  public FailureException exception(String why) {
    return new FailureException(failure(why));
  }

  /** The exception that the JDK has for this error, about a file; {@link #of} gives it back. */
  public FileSystemException exceptionOf(String file) {
    return switch (this) {
      case ENOENT -> new NoSuchFileException(file);
      case EEXIST -> new FileAlreadyExistsException(file);
      case ENOTEMPTY -> new DirectoryNotEmptyException(file);
      case EACCES -> new AccessDeniedException(file);
      case ENOTDIR -> new NotDirectoryException(file);
      case ELOOP -> new FileSystemLoopException(file);
      default -> new FileSystemException(file, null, systemText);
    };
  }

  /** What an exception stands for, if that can be told. */
  public static Optional<Errno> of(IOException e) {
    return switch (e) {
      case NoSuchFileException missing ->
          Optional.of(leadsThroughFile(missing.getFile()) ? ENOTDIR : ENOENT);
      case FileAlreadyExistsException _ -> Optional.of(EEXIST);
      case DirectoryNotEmptyException _ -> Optional.of(ENOTEMPTY);
      case AccessDeniedException _ -> Optional.of(EACCES);
      case NotDirectoryException _ -> Optional.of(ENOTDIR);
      case NotLinkException _ -> Optional.of(EINVAL);
      case FileSystemLoopException _ -> Optional.of(ELOOP);
      case AtomicMoveNotSupportedException _ -> Optional.of(EXDEV);
      case ClosedChannelException _ -> Optional.of(EBADF);
      case PortUnreachableException _ -> Optional.of(ECONNREFUSED);
      case FileSystemException files -> ofText(files.getReason());
      case FileNotFoundException _ -> ofText(inBrackets(e.getMessage()));
      default -> ofText(e.getMessage());
    };
  }

  /** The JDK does not tell a path through a file from one that leads nowhere. */
  private static boolean leadsThroughFile(@Nullable String file) {
    if (file == null) {
      return false;
    }
    try {
      Path folder = Path.of(file).getParent();
      while (folder != null && Files.notExists(folder)) {
        folder = folder.getParent();
      }
      return folder != null && !Files.isDirectory(folder);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The JDK adds words of its own behind some texts. */
  private static Optional<Errno> ofText(@Nullable String reason) {
    if (reason != null) {
      for (Errno errno : values()) {
        if (reason.regionMatches(true, 0, errno.systemText, 0, errno.systemText.length())) {
          return Optional.of(errno);
        }
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
