package org.socketplatform.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.ScopedPath;

/** Works on what a path leads to. */
final class PathCommands {
  private static final Done DONE = new Done(0);

  private static final long DEFAULT_FOLDER_MODE = 0777;
  private static final int DEFAULT_FILE_MODE = 0666;

  private static final int R_OK = 4;
  private static final int W_OK = 2;
  private static final int X_OK = 1;

  private static final int COPYFILE_EXCL = 1;
  private static final int COPYFILE_FICLONE_FORCE = 4;
  private static final long COPY_PIECE = 8 * 1024 * 1024;

  private PathCommands() {}

  /**
   * Success.
   *
   * @param result 0, or the number of bytes that were written
   */
  record Done(long result) {}

  /** Success, with the mode that was asked for; 0 of links. */
  record Mode(long mode) {}

  /**
   * A path.
   *
   * @param raw its octets, escaped as in a URI, if the text would lose any
   */
  record Name(String path, Optional<String> raw) {
    static Name of(Path path) {
      return new Name(path.toString(), RawNames.of(path));
    }
  }

  /**
   * A folder that was made.
   *
   * @param result 0
   * @param path the first folder that had to be made on the way, as Node tells it
   * @param raw its octets, escaped as in a URI, if the text would lose any
   */
  record Made(long result, Optional<String> path, Optional<String> raw) {
    static Made of(Optional<Path> first) {
      return new Made(0, first.map(Path::toString), first.flatMap(RawNames::of));
    }
  }

  /** What {@code fs.constants} answers. */
  static Map<String, Integer> constants() {
    Map<String, Integer> constants = new HashMap<>(OpenMode.CONSTANTS);
    constants.putAll(
        Map.ofEntries(
            Map.entry("F_OK", 0),
            Map.entry("R_OK", R_OK),
            Map.entry("W_OK", W_OK),
            Map.entry("X_OK", X_OK),
            Map.entry("S_IFMT", 0170000),
            Map.entry("S_IFREG", 0100000),
            Map.entry("S_IFDIR", 0040000),
            Map.entry("S_IFCHR", 0020000),
            Map.entry("S_IFBLK", 0060000),
            Map.entry("S_IFIFO", 0010000),
            Map.entry("S_IFLNK", 0120000),
            Map.entry("S_IFSOCK", 0140000),
            Map.entry("S_IRWXU", 0700),
            Map.entry("S_IRUSR", 0400),
            Map.entry("S_IWUSR", 0200),
            Map.entry("S_IXUSR", 0100),
            Map.entry("S_IRWXG", 0070),
            Map.entry("S_IRGRP", 0040),
            Map.entry("S_IWGRP", 0020),
            Map.entry("S_IXGRP", 0010),
            Map.entry("S_IRWXO", 0007),
            Map.entry("S_IROTH", 0004),
            Map.entry("S_IWOTH", 0002),
            Map.entry("S_IXOTH", 0001),
            Map.entry("UV_FS_SYMLINK_DIR", 1),
            Map.entry("UV_FS_SYMLINK_JUNCTION", 2),
            Map.entry("UV_FS_O_FILEMAP", 0),
            Map.entry("COPYFILE_EXCL", COPYFILE_EXCL),
            Map.entry("COPYFILE_FICLONE", 2),
            Map.entry("COPYFILE_FICLONE_FORCE", COPYFILE_FICLONE_FORCE)));
    for (EntryType type : EntryType.values()) {
      constants.put("UV_DIRENT_" + type, type.number());
    }
    return constants;
  }

  static Mode access(ScopedPath place, long mode) throws IOException {
    Set<AccessMode> wanted = new HashSet<>();
    if ((mode & R_OK) != 0) {
      wanted.add(AccessMode.READ);
    }
    if ((mode & W_OK) != 0) {
      wanted.add(AccessMode.WRITE);
    }
    if ((mode & X_OK) != 0) {
      wanted.add(AccessMode.EXECUTE);
    }
    place.atExisting(path -> {
      path.getFileSystem().provider().checkAccess(path, wanted.toArray(AccessMode[]::new));
      return path;
    });
    return new Mode(mode);
  }

  static Name realpath(ScopedPath place) throws IOException {
    place.at(Stat::of); // it must be there
    return Name.of(place.path());
  }

  static Name readlink(ScopedPath place) throws IOException {
    return Name.of(supported(() -> place.at(Files::readSymbolicLink)));
  }

  static Mode chmod(ScopedPath place, long mode) throws IOException {
    if (mode < 0 || mode > 07777) {
      throw Errno.EINVAL.exception();
    }
    supported(() -> place.atExisting(path -> Files.setAttribute(path, "unix:mode", (int) mode)));
    return new Mode(mode);
  }

  static Done chown(ScopedPath place, long user, long group) throws IOException {
    supported(() ->
        place.at(path -> {
          Files.setAttribute(path, "unix:uid", (int) user, LinkOption.NOFOLLOW_LINKS);
          return Files.setAttribute(path, "unix:gid", (int) group, LinkOption.NOFOLLOW_LINKS);
        }));
    return DONE;
  }

  /** Does what not every file system can do. */
  private static <T> T supported(Attempt<T> attempt) throws IOException {
    try {
      return attempt.run();
    } catch (UnsupportedOperationException e) {
      throw Errno.ENOTSUP.exception();
    }
  }

  /** What may not be supported. */
  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws IOException;
  }

  static Done utimes(ScopedPath place, long accessed, long modified) throws IOException {
    place.atExisting(path -> {
      Files.getFileAttributeView(path, BasicFileAttributeView.class)
          .setTimes(
              FileTime.from(modified, TimeUnit.MICROSECONDS),
              FileTime.from(accessed, TimeUnit.MICROSECONDS),
              null);
      return path;
    });
    return DONE;
  }

  static Done lutimes(ScopedPath place, long accessed, long modified) throws IOException {
    place.at(path -> {
      Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(
              FileTime.from(modified, TimeUnit.MICROSECONDS),
              FileTime.from(accessed, TimeUnit.MICROSECONDS),
              null);
      return path;
    });
    return DONE;
  }

  /**
   * What is known of a file system. The JDK tells neither its type nor its number of files: they
   * are 0.
   *
   * @param bsize size of a block, in bytes
   * @param blocks how many there are
   * @param bfree how many are free
   * @param bavail how many are free for all users
   */
  record Space(
      String type,
      String bsize,
      String blocks,
      String bfree,
      String bavail,
      String files,
      String ffree) {}

  static Space statfs(ScopedPath place) throws IOException {
    return place.atExisting(path -> {
      FileStore store = Files.getFileStore(path);
      long block = store.getBlockSize();
      return new Space(
          "0",
          Long.toString(block),
          Long.toString(store.getTotalSpace() / block),
          Long.toString(store.getUnallocatedSpace() / block),
          Long.toString(store.getUsableSpace() / block),
          "0",
          "0");
    });
  }

  static Made mkdir(ScopedPath place, Optional<Long> mode, boolean recursive) throws IOException {
    FileAttribute<?>[] permissions =
        Permissions.ofNewFile(place.path(), mode.orElse(DEFAULT_FOLDER_MODE));
    if (!recursive) {
      place.at(path -> Files.createDirectory(path, permissions));
      return Made.of(Optional.empty());
    }
    try {
      return Made.of(place.createFolders(permissions));
    } catch (FileAlreadyExistsException e) {
      throw (e.getFile().equals(place.path().toString()) ? Errno.EEXIST : Errno.ENOTDIR)
          .exception();
    }
  }

  static Done rmdir(ScopedPath place) throws IOException {
    return place.at(path -> {
      if (!Stat.of(path).isFolder()) {
        throw Errno.ENOTDIR.exception();
      }
      Files.delete(path);
      return DONE;
    });
  }

  static Done unlink(ScopedPath place) throws IOException {
    return place.at(path -> {
      if (Stat.of(path).isFolder()) {
        throw Errno.EISDIR.exception();
      }
      Files.delete(path);
      return DONE;
    });
  }

  static Done rename(ScopedPath src, ScopedPath dest) throws IOException {
    return src.at(source ->
        dest.at(target -> {
          Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
          return DONE;
        }));
  }

  /** Like libuv, keeps the file that it overwrites and only replaces its contents. */
  static Done copyFile(ScopedPath src, ScopedPath dest, long flags, Cancellation copying)
      throws IOException {
    if ((flags & COPYFILE_FICLONE_FORCE) != 0) {
      throw Errno.ENOTSUP.exception();
    }
    boolean exclusive = (flags & COPYFILE_EXCL) != 0;
    return src.at(source -> dest.at(target -> copy(source, target, exclusive, copying)));
  }

  private static Done copy(Path source, Path target, boolean exclusive, Cancellation copying)
      throws IOException {
    Stat stat = Stat.of(source);
    if (stat.isFolder() || Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw Errno.EISDIR.exception();
    }
    if (stat.isPipe()) {
      throw Errno.ENXIO.exception("named pipes are not supported");
    }
    if (!exclusive
        && Files.exists(target, LinkOption.NOFOLLOW_LINKS)
        && Stat.of(target).isSameFile(stat)) {
      return DONE;
    }
    try (FileChannel from =
            FileChannel.open(source, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        FileChannel to =
            FileChannel.open(
                target,
                Set.of(
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS,
                    exclusive ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE),
                Permissions.ofNewFile(
                    target, stat.mode() == 0 ? DEFAULT_FILE_MODE : stat.mode()))) {
      to.truncate(0);
      long copied = 0;
      long count;
      while ((count = from.transferTo(copied, COPY_PIECE, to)) > 0) {
        copied += count;
        if (copying.isCancelled()) {
          throw new FailureException(Failure.aborted());
        }
      }
    }
    return DONE;
  }

  static Mode link(ScopedPath src, ScopedPath dest) throws IOException {
    return supported(() ->
        src.at(source ->
            dest.at(target -> {
              Files.createLink(target, source);
              return new Mode(0);
            })));
  }

  static Mode symlink(ScopedPath src, ScopedPath dest, String text, boolean escaped)
      throws IOException {
    Path target;
    try {
      target = escaped ? RawNames.parse(text) : Path.of(text);
    } catch (InvalidPathException e) {
      throw invalidTarget(e.getReason());
    } catch (IllegalArgumentException e) {
      throw invalidTarget("it is no escaped path");
    }
    Path folder = dest.path().getParent();
    if (folder == null || !resolved(folder.resolve(target)).equals(src.path())) {
      throw invalidTarget("it does not lead to 'src'");
    }
    supported(() -> dest.at(path -> Files.createSymbolicLink(path, target)));
    return new Mode(0);
  }

  private static FailureException invalidTarget(String why) {
    return new FailureException(Failure.badRequest("Invalid 'target' given in parameters: " + why));
  }

  private static Path resolved(Path path) throws IOException {
    return Files.exists(path) ? path.toRealPath() : path.normalize();
  }
}
