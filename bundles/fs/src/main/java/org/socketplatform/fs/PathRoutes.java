package org.socketplatform.fs;

import static org.socketplatform.fs.FileSystemPlugin.READ;
import static org.socketplatform.fs.FileSystemPlugin.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;
import org.socketplatform.plugin.ScopedPath;

/** Routes about what a path leads to. */
final class PathRoutes {
  private static final int DEFAULT_FOLDER_MODE = 0777;
  private static final int DEFAULT_FILE_MODE = 0666;

  private static final int R_OK = 4;
  private static final int W_OK = 2;
  private static final int X_OK = 1;

  private static final int COPYFILE_EXCL = 1;
  private static final int COPYFILE_FICLONE_FORCE = 4;
  private static final long COPY_PIECE = 8 * 1024 * 1024;

  List<Route> routes() {
    return List.of(
        Route.of("fs.constants", Route.BASIC, _ -> Reply.value(constants())),
        Route.ofPath("fs.access", READ, "path", this::access),
        Route.ofPath("fs.stat", READ, "path", call -> Reply.value(call.path("path").at(Stat::of))),
        Route.ofLink("fs.lstat", READ, "path", call -> Reply.value(call.path("path").at(Stat::of))),
        Route.ofPath("fs.realpath", READ, "path", this::realpath),
        Route.ofLink("fs.readlink", READ, "path", this::readlink),
        Route.ofPath("fs.chmod", WRITE, "path", this::chmod),
        Route.ofPath("fs.chown", WRITE, "path", this::chown),
        Route.ofLink("fs.lchown", WRITE, "path", this::chown),
        Route.ofPath("fs.utimes", WRITE, "path", this::utimes),
        Route.ofPath("fs.mkdir", WRITE, "path", this::mkdir),
        Route.ofLink("fs.rmdir", WRITE, "path", this::rmdir),
        Route.ofLink("fs.unlink", WRITE, "path", this::unlink),
        new Route(
            "fs.rename",
            WRITE,
            List.of(new Scope.Place("src", WRITE, false), new Scope.Place("dest", WRITE, false)),
            this::rename),
        new Route(
            "fs.copyfile",
            READ,
            List.of(new Scope.Place("src", READ, true), new Scope.Place("dest", WRITE, true)),
            this::copyFile),
        // A second name gives whoever may use it all that the first one gave.
        new Route(
            "fs.link",
            WRITE,
            List.of(
                new Scope.Place("src", READ, false),
                new Scope.Place("src", WRITE, false),
                new Scope.Place("dest", WRITE, false)),
            this::link),
        new Route(
            "fs.symlink",
            WRITE,
            List.of(new Scope.Place("src", WRITE, true), new Scope.Place("dest", WRITE, false)),
            this::symlink));
  }

  private static Map<String, Integer> constants() {
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

  private Reply access(Call call) throws IOException {
    long mode = call.params().longOr("mode", 0);
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
    call.path("path")
        .atExisting(path -> {
          path.getFileSystem().provider().checkAccess(path, wanted.toArray(AccessMode[]::new));
          return path;
        });
    return Reply.value(Map.of("mode", mode));
  }

  private Reply realpath(Call call) throws IOException {
    ScopedPath place = call.path("path");
    place.at(Stat::of); // it must be there
    return Reply.value(Map.of("path", place.path().toString()));
  }

  private Reply readlink(Call call) throws IOException {
    return Reply.value(Map.of("path", call.path("path").at(Files::readSymbolicLink).toString()));
  }

  private Reply chmod(Call call) throws IOException {
    long mode = call.params().requireLong("mode");
    if (mode < 0 || mode > 07777) {
      throw Errno.EINVAL.exception();
    }
    call.path("path").atExisting(path -> Files.setAttribute(path, "unix:mode", (int) mode));
    return Reply.value(Map.of("mode", mode));
  }

  private Reply chown(Call call) throws IOException {
    int user = (int) call.params().requireLong("uid");
    int group = (int) call.params().requireLong("gid");
    return call.path("path")
        .at(path -> {
          Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
          Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
          return result();
        });
  }

  /** Times are microseconds since 1970. */
  private Reply utimes(Call call) throws IOException {
    FileTime accessed = FileTime.from(call.params().requireLong("atime"), TimeUnit.MICROSECONDS);
    FileTime modified = FileTime.from(call.params().requireLong("mtime"), TimeUnit.MICROSECONDS);
    return call.path("path")
        .atExisting(path -> {
          Files.getFileAttributeView(path, BasicFileAttributeView.class)
              .setTimes(modified, accessed, null);
          return result();
        });
  }

  /** Also tells the first folder that it had to make, as Node does. */
  private Reply mkdir(Call call) throws IOException {
    ScopedPath place = call.path("path");
    FileAttribute<?>[] permissions =
        Permissions.ofNewFile(place.path(), call.params().longOr("mode", DEFAULT_FOLDER_MODE));
    if (!call.params().flag("recursive", false)) {
      place.at(path -> Files.createDirectory(path, permissions));
      return result();
    }
    try {
      return place
          .createFolders(permissions)
          .map(first -> Reply.value(Map.of("result", 0, "path", first.toString())))
          .orElseGet(PathRoutes::result);
    } catch (FileAlreadyExistsException e) {
      throw (e.getFile().equals(place.path().toString()) ? Errno.EEXIST : Errno.ENOTDIR)
          .exception();
    }
  }

  private Reply rmdir(Call call) throws IOException {
    return call.path("path")
        .at(path -> {
          if (!Stat.of(path).isFolder()) {
            throw Errno.ENOTDIR.exception();
          }
          Files.delete(path);
          return result();
        });
  }

  private Reply unlink(Call call) throws IOException {
    return call.path("path")
        .at(path -> {
          if (Stat.of(path).isFolder()) {
            throw Errno.EISDIR.exception();
          }
          Files.delete(path);
          return result();
        });
  }

  private Reply rename(Call call) throws IOException {
    return both(
        call,
        (source, target) -> {
          Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
          return result();
        });
  }

  /** What to do with two places at once. */
  @FunctionalInterface
  private interface Pair {
    Reply run(Path source, Path target) throws IOException;
  }

  private static Reply both(Call call, Pair action) throws IOException {
    return call.path("src")
        .at(source -> call.path("dest").at(target -> action.run(source, target)));
  }

  /** Like libuv, keeps the file that it overwrites and only replaces its contents. */
  private Reply copyFile(Call call) throws IOException {
    long flags = call.params().longOr("flags", 0);
    if ((flags & COPYFILE_FICLONE_FORCE) != 0) {
      throw Errno.ENOTSUP.exception();
    }
    boolean exclusive = (flags & COPYFILE_EXCL) != 0;
    return both(call, (source, target) -> copy(call, source, target, exclusive));
  }

  private static Reply copy(Call call, Path source, Path target, boolean exclusive)
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
      return result();
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
        if (call.cancellation().isCancelled()) {
          throw new FailureException(Failure.aborted());
        }
      }
    }
    return result();
  }

  private Reply link(Call call) throws IOException {
    return both(
        call,
        (source, target) -> {
          Files.createLink(target, source);
          return Reply.value(Map.of("mode", 0));
        });
  }

  /**
   * Makes a link. {@code src} says where it leads, absolute, so that the router can check it;
   * {@code target} is the text to put into the link if it is to be another, and must lead to the
   * same place.
   */
  private Reply symlink(Call call) throws IOException {
    Path source = call.path("src").path();
    Path link = call.path("dest").path();
    Path target = Path.of(call.params().text("target").orElse(call.params().require("src")));
    Path folder = link.getParent();
    if (folder == null || !resolved(folder.resolve(target)).equals(source)) {
      throw new FailureException(
          Failure.badRequest("Invalid 'target' given in parameters: it does not lead to 'src'"));
    }
    call.path("dest").at(path -> Files.createSymbolicLink(path, target));
    return Reply.value(Map.of("mode", 0));
  }

  private static Path resolved(Path path) throws IOException {
    return Files.exists(path) ? path.toRealPath() : path.normalize();
  }

  private static Reply result() {
    return Reply.value(Map.of("result", 0));
  }
}
