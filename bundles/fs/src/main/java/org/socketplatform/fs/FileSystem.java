package org.socketplatform.fs;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Command;
import org.socketplatform.plugin.Handover;
import org.socketplatform.plugin.Plugin;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scoped;
import org.socketplatform.plugin.ScopedPath;

/**
 * Files and folders, for {@code socket:fs}.
 *
 * <p>What opening needs depends on the flags, so there is a command for each need. A handle is
 * proof that its owner was allowed to open it: commands that take one ask for no further
 * permission. Its id is a number of 64 bits without a sign, in decimal, that the caller chooses.
 * What pages have open stays open when another version of this plugin takes over.
 */
@Plugin("fs")
final class FileSystem implements Handover, AutoCloseable {
  private static final String READ = "fs:read";
  private static final String WRITE = "fs:write";

  private final Handles handles = new Handles();
  private final FolderCommands folders = new FolderCommands(handles);
  private final FileCommands files = new FileCommands(handles);

  FileSystem() {}

  @Override
  public Map<String, Object> release() {
    return handles.release();
  }

  @Override
  public void adopt(Map<String, Object> state) {
    handles.adopt(state);
  }

  @Override
  public void close() {
    handles.closeAll();
  }

  /** Tells the numbers of the file system by their names in C. */
  @Command(permission = Route.BASIC)
  Map<String, Integer> constants() {
    return PathCommands.constants();
  }

  /**
   * Tells whether a file may be used, and fails if not.
   *
   * @param mode any of {@code R_OK}, {@code W_OK} and {@code X_OK}; if none, it need only be there
   */
  @Command(permission = READ)
  PathCommands.Mode access(ScopedPath path, Optional<Long> mode) throws IOException {
    return PathCommands.access(path, mode.orElse(0L));
  }

  /** Tells what {@code stat(2)} does, with every number as decimal text. */
  @Command(permission = READ)
  Reply.Value stat(ScopedPath path) throws IOException {
    return new Reply.Value(path.at(Stat::of));
  }

  /** Tells what {@code lstat(2)} does: of a link itself. */
  @Command(permission = READ)
  Reply.Value lstat(@Scoped(follow = false) ScopedPath path) throws IOException {
    return new Reply.Value(path.at(Stat::of));
  }

  /** Tells where a path leads when all links on it are followed. */
  @Command(permission = READ)
  PathCommands.Name realpath(ScopedPath path) throws IOException {
    return PathCommands.realpath(path);
  }

  /** Tells where a link leads, as it says itself. */
  @Command(permission = READ)
  PathCommands.Name readlink(@Scoped(follow = false) ScopedPath path) throws IOException {
    return PathCommands.readlink(path);
  }

  /**
   * Sets the bits of permission.
   *
   * @param mode at most 07777
   */
  @Command(permission = WRITE)
  PathCommands.Mode chmod(ScopedPath path, long mode) throws IOException {
    return PathCommands.chmod(path, mode);
  }

  /** Sets the owner. */
  @Command(permission = WRITE)
  PathCommands.Done chown(ScopedPath path, long uid, long gid) throws IOException {
    return PathCommands.chown(path, uid, gid);
  }

  /** Sets the owner of a link itself. */
  @Command(permission = WRITE)
  PathCommands.Done lchown(@Scoped(follow = false) ScopedPath path, long uid, long gid)
      throws IOException {
    return PathCommands.chown(path, uid, gid);
  }

  /**
   * Sets the times of the last access and change.
   *
   * @param atime in microseconds since 1970
   * @param mtime in microseconds since 1970
   */
  @Command(permission = WRITE)
  PathCommands.Done utimes(ScopedPath path, long atime, long mtime) throws IOException {
    return PathCommands.utimes(path, atime, mtime);
  }

  /**
   * Sets the times of the last access and change of a link itself.
   *
   * @param atime in microseconds since 1970
   * @param mtime in microseconds since 1970
   */
  @Command(permission = WRITE)
  PathCommands.Done lutimes(@Scoped(follow = false) ScopedPath path, long atime, long mtime)
      throws IOException {
    return PathCommands.lutimes(path, atime, mtime);
  }

  /** Tells what {@code statfs(2)} does as far as the JDK knows, with numbers as decimal text. */
  @Command(permission = READ)
  PathCommands.Space statfs(ScopedPath path) throws IOException {
    return PathCommands.statfs(path);
  }

  /**
   * Tells of changes to a file, or to what is in a folder: first that it is ready.
   *
   * @param recursive true to tell of folders below, too
   */
  @Command(permission = READ)
  Flow.Publisher<Watch.Change> watch(ScopedPath path, Optional<Boolean> recursive) {
    return Watch.of(path, recursive.orElse(false));
  }

  /**
   * Makes a folder.
   *
   * @param mode its bits of permission; 0777 unless given
   * @param recursive true to make those on the way, too
   */
  @Command(permission = WRITE)
  PathCommands.Made mkdir(ScopedPath path, Optional<Long> mode, Optional<Boolean> recursive)
      throws IOException {
    return PathCommands.mkdir(path, mode, recursive.orElse(false));
  }

  /** Removes an empty folder. */
  @Command(permission = WRITE)
  PathCommands.Done rmdir(@Scoped(follow = false) ScopedPath path) throws IOException {
    return PathCommands.rmdir(path);
  }

  /** Removes a file or a link. */
  @Command(permission = WRITE)
  PathCommands.Done unlink(@Scoped(follow = false) ScopedPath path) throws IOException {
    return PathCommands.unlink(path);
  }

  /** Gives a file, folder or link another name. */
  @Command(permission = WRITE)
  PathCommands.Done rename(
      @Scoped(follow = false) ScopedPath src, @Scoped(follow = false) ScopedPath dest)
      throws IOException {
    return PathCommands.rename(src, dest);
  }

  /**
   * Copies a file.
   *
   * @param flags any of {@code COPYFILE_EXCL} and {@code COPYFILE_FICLONE}
   */
  @Command(permission = READ)
  PathCommands.Done copyFile(
      ScopedPath src, @Scoped(WRITE) ScopedPath dest, Optional<Long> flags, Cancellation copying)
      throws IOException {
    return PathCommands.copyFile(src, dest, flags.orElse(0L), copying);
  }

  /** Gives a file a second name, which gives whoever may use it all that the first one gave. */
  @Command(permission = WRITE)
  PathCommands.Mode link(
      @Scoped(
              value = {READ, WRITE},
              follow = false)
          ScopedPath src,
      @Scoped(follow = false) ScopedPath dest)
      throws IOException {
    return PathCommands.link(src, dest);
  }

  /**
   * Makes a link.
   *
   * @param src where it leads; absolute, so that it can be checked
   * @param dest the link
   * @param target the text to put into the link if it is to be another than {@code src}; it must
   *     lead to the same place
   * @param escaped true if {@code target} is escaped as in a URI, as what is no UTF-8 must be
   */
  @Command(permission = WRITE)
  PathCommands.Mode symlink(
      ScopedPath src,
      @Scoped(follow = false) ScopedPath dest,
      Optional<String> target,
      Optional<Boolean> escaped,
      Call call)
      throws IOException {
    return PathCommands.symlink(
        src, dest, target.orElse(call.params().require("src")), escaped.orElse(false));
  }

  /** Opens a folder. */
  @Command(permission = READ)
  Handles.Opened opendir(String id, ScopedPath path, Caller caller) throws IOException {
    return folders.opendir(caller, id, path);
  }

  /**
   * Reads the next entries of an open folder; none at the end.
   *
   * @param entries the most to answer, 1 to 4096; 256 unless given
   */
  @Command(permission = Route.BASIC)
  List<FolderCommands.Listed> readdir(String id, Optional<Long> entries, Caller caller)
      throws IOException {
    return folders.readdir(caller, id, entries);
  }

  /** Closes a folder. */
  @Command(permission = Route.BASIC)
  Handles.Opened closedir(String id, Caller caller) throws IOException {
    return handles.close(caller, id);
  }

  /**
   * Lists a whole folder, for all but very large ones.
   *
   * @param types true to answer pairs of name and type, not names
   */
  @Command(permission = READ)
  Reply.Value scandir(ScopedPath path, Optional<Boolean> types) throws IOException {
    return FolderCommands.scandir(path, types.orElse(false));
  }

  /**
   * Opens a file for reading.
   *
   * @param flags as Node has them, in letters or as a number: {@code r} unless given
   * @param mode the bits of permission of a file that is made; 0666 unless given
   */
  @Command(permission = READ)
  Handles.Opened open(
      String id, ScopedPath path, Optional<String> flags, Optional<Long> mode, Caller caller)
      throws IOException {
    return files.open(caller, id, path, FileCommands.toRead(flags), mode);
  }

  /**
   * Opens a file for writing.
   *
   * @param flags as Node has them, in letters or as a number
   * @param mode the bits of permission of a file that is made; 0666 unless given
   */
  @Command(permission = WRITE)
  Handles.Opened openWrite(
      String id, ScopedPath path, Optional<String> flags, Optional<Long> mode, Caller caller)
      throws IOException {
    return files.open(caller, id, path, FileCommands.toWrite(flags), mode);
  }

  /**
   * Opens a file for reading and writing.
   *
   * @param flags as Node has them, in letters or as a number: {@code r} unless given
   * @param mode the bits of permission of a file that is made; 0666 unless given
   */
  @Command(permission = WRITE)
  Handles.Opened openReadWrite(
      String id,
      @Scoped({READ, WRITE}) ScopedPath path,
      Optional<String> flags,
      Optional<Long> mode,
      Caller caller)
      throws IOException {
    return files.open(caller, id, path, FileCommands.toReadAndWrite(flags), mode);
  }

  /** Closes a file or folder. */
  @Command(permission = Route.BASIC)
  Handles.Opened close(String id, Caller caller) throws IOException {
    return handles.close(caller, id);
  }

  /**
   * Reads from an open file; less than asked for at its end.
   *
   * @param offset where in the file, in bytes; its start unless given
   * @param size how many bytes at most; 64 MiB or less
   */
  @Command(permission = Route.BASIC)
  Reply.Bytes read(
      String id, Optional<Long> offset, Optional<Long> size, Caller caller, Cancellation reading)
      throws IOException {
    return files.read(handles.file(caller, id), offset, size, reading);
  }

  /**
   * Writes to an open file.
   *
   * @param offset where in the file, in bytes; its start unless given
   */
  @Command(permission = Route.BASIC)
  FileCommands.Written write(
      String id, Optional<Long> offset, Body bytes, Caller caller, Cancellation writing)
      throws IOException {
    return new FileCommands.Written(
        id, files.write(handles.file(caller, id), offset, bytes, writing));
  }

  /** Tells what {@code fstat(2)} does, with every number as decimal text. */
  @Command(permission = Route.BASIC)
  Reply.Value fstat(String id, Caller caller) throws IOException {
    return new Reply.Value(handles.file(caller, id).stat());
  }

  /** Waits until all of an open file is on its device. */
  @Command(permission = Route.BASIC)
  Handles.Id fsync(String id, Caller caller) throws IOException {
    handles.file(caller, id).force(true);
    return new Handles.Id(id);
  }

  /** Waits until the contents of an open file are on its device. */
  @Command(permission = Route.BASIC)
  Handles.Id fdatasync(String id, Caller caller) throws IOException {
    handles.file(caller, id).force(false);
    return new Handles.Id(id);
  }

  /**
   * Cuts or extends an open file.
   *
   * @param offset its size from now on, in bytes; 0 unless given
   */
  @Command(permission = Route.BASIC)
  Handles.Id ftruncate(String id, Optional<Long> offset, Caller caller) throws IOException {
    handles.file(caller, id).truncate(FileCommands.positive("offset", offset));
    return new Handles.Id(id);
  }

  /** Lists what the caller has open. */
  @Command(permission = Route.BASIC)
  List<Handles.Descriptor> getOpenDescriptors(Caller caller) {
    return handles.of(caller).stream().map(Handles.Entry::descriptor).toList();
  }

  /** Keeps a file or folder open when all others are closed. */
  @Command(permission = Route.BASIC)
  Handles.Id retainOpenDescriptor(String id, Caller caller) {
    handles.retain(caller, id);
    return new Handles.Id(id);
  }

  /** Closes a file or folder. */
  @Command(permission = Route.BASIC)
  Handles.Opened closeOpenDescriptor(String id, Caller caller) throws IOException {
    return handles.close(caller, id);
  }

  /**
   * Closes what the caller has open; answers what it closed.
   *
   * @param preserveRetained false to close those to be kept, too
   */
  @Command(permission = Route.BASIC)
  List<Handles.Descriptor> closeOpenDescriptors(Optional<Boolean> preserveRetained, Caller caller)
      throws IOException {
    return handles.closeAll(caller, preserveRetained.orElse(true));
  }

  /**
   * Reads a whole file in one call, for all but large ones.
   *
   * @param limit the largest size to read, in bytes; 64 MiB unless given, or less
   */
  @Command(permission = READ)
  Reply.Bytes readFile(ScopedPath path, Optional<Long> limit, Cancellation reading)
      throws IOException {
    return files.readFile(path, limit.orElse((long) Transfers.READ_LIMIT), reading);
  }

  /**
   * Opens a file, writes the bytes and closes it in one call.
   *
   * @param flags those of writing only: {@code w} unless given
   * @param mode the bits of permission of a file that is made; 0666 unless given
   */
  @Command(permission = WRITE)
  PathCommands.Done writeFile(
      ScopedPath path,
      Optional<String> flags,
      Optional<Long> mode,
      Body bytes,
      Cancellation writing)
      throws IOException {
    return new PathCommands.Done(files.writeFile(path, flags, mode, bytes, writing));
  }
}
