package org.socketplatform.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.ScopedPath;

class FileSystemPluginTest {
  private final FileSystemRoutes plugin = new FileSystemRoutes();
  private final Page page = new Page(plugin, 0);

  @TempDir Path folder;

  @AfterEach
  void deactivate() {
    plugin.close();
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Body body(String text) {
    return Body.of(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @Test
  void shouldCheckEveryPathThatARouteTouches() {
    Set<String> withoutPaths =
        Set.of(
            "fs.constants",
            "fs.readdir",
            "fs.closedir",
            "fs.close",
            "fs.read",
            "fs.write",
            "fs.fstat",
            "fs.fsync",
            "fs.fdatasync",
            "fs.ftruncate",
            "fs.getopendescriptors",
            "fs.retainopendescriptor",
            "fs.closeopendescriptor",
            "fs.closeopendescriptors");
    for (Route route : plugin.routes()) {
      assertThat(route.scopes().isEmpty())
          .as(route.name())
          .isEqualTo(withoutPaths.contains(route.name()));
    }
  }

  @Test
  void shouldReadAWholeFileInOneCall() throws Exception {
    Path path = file("a.txt", "Grüße");
    assertThat(Page.bytesOf(page.call("fs.readfile", "path", path)))
        .isEqualTo("Grüße".getBytes(UTF_8));
    assertThat(Page.bytesOf(page.call("fs.readfile", "path", file("empty", "")))).isEmpty();
  }

  @Test
  void shouldReadALargeFileOutsideOfTheHeap() throws Exception {
    byte[] bytes = new byte[3 * 1024 * 1024 + 7];
    new Random(42).nextBytes(bytes);
    Path path = Files.write(folder.resolve("large"), bytes);
    Reply.Bytes reply = (Reply.Bytes) page.call("fs.readfile", "path", path);
    assertThat(reply.data().isDirect()).isTrue();
    assertThat(Page.bytesOf(reply)).isEqualTo(bytes);
  }

  @Test
  void shouldReadFilesThatDoNotTellTheirSize() throws Exception {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      assertThat(new String(Page.bytesOf(page.call("fs.readfile", "path", status)), UTF_8))
          .contains("VmRSS");
    }
  }

  @Test
  void shouldRefuseToReadMoreThanOneCallMayCarry() throws Exception {
    Path path = folder.resolve("huge");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(Transfers.READ_LIMIT + 1L);
    }
    assertThat(page.failure("fs.readfile", "path", path)).isEqualTo("EFBIG");
    page.call("fs.open", "id", 1, "path", path);
    assertThat(page.failure("fs.read", "id", 1, "offset", 0, "size", Transfers.READ_LIMIT + 1L))
        .isEqualTo("ERR_OUT_OF_RANGE");
  }

  @Test
  void shouldWriteAppendAndReplaceInOneCall() throws Exception {
    Path path = folder.resolve("a.txt");
    page.call("fs.writefile", body("one"), "path", path);
    page.call("fs.writefile", body(" two"), "path", path, "flags", "a");
    assertThat(path).hasContent("one two");
    page.call("fs.writefile", body("x"), "path", path);
    assertThat(path).hasContent("x");
    Reply exclusive = page.call("fs.writefile", body("y"), "path", path, "flags", "wx");
    assertThat(((Reply.Failed) exclusive).failure().code()).isEqualTo("EEXIST");
  }

  @Test
  void shouldWriteABodyThatIsLargerThanTheHeapCouldHold() throws Exception {
    Path path = folder.resolve("streamed");
    long total = 300L * 1024 * 1024;
    byte[] piece = new byte[64 * 1024];
    Body endless =
        new Body() {
          private long sent;

          @Override
          public int read(ByteBuffer target) {
            if (sent == total) {
              return -1;
            }
            int count = (int) Math.min(Math.min(target.remaining(), piece.length), total - sent);
            target.put(piece, 0, count);
            sent += count;
            return count;
          }
        };
    assertThat(Page.valueOf(page.call("fs.writefile", endless, "path", path)))
        .isEqualTo(Map.of("result", total));
    assertThat(Files.size(path)).isEqualTo(total);
  }

  @Test
  void shouldStopWritingWhenTheCallIsCancelled() throws Exception {
    Cancellation cancellation = new Cancellation();
    Body body =
        target -> {
          cancellation.cancel();
          target.put((byte) 1);
          return 1;
        };
    Reply reply = page.call("fs.writefile", body, cancellation, "path", folder.resolve("a"));
    assertThat(((Reply.Failed) reply).failure().code()).isEqualTo("ABORTED");
  }

  @Test
  void shouldReadAndWriteAtPositionsOfAnOpenFile() throws Exception {
    Path path = folder.resolve("a");
    assertThat(
            page.value(
                "fs.openreadwrite", "id", "18446744073709551615", "path", path, "flags", "w+"))
        .isEqualTo(Map.of("id", "18446744073709551615", "fd", 3L));
    String id = "18446744073709551615";
    page.call("fs.write", body("hello"), "id", id, "offset", 3);
    page.call("fs.write", body("HE"), "id", id, "offset", 3);
    assertThat(Page.bytesOf(page.call("fs.read", "id", id, "offset", 2, "size", 100)))
        .isEqualTo("\0HEllo".getBytes(UTF_8));
    assertThat(Page.bytesOf(page.call("fs.read", "id", id, "offset", 100, "size", 1))).isEmpty();
    page.call("fs.ftruncate", "id", id, "offset", 5);
    assertThat(Files.size(path)).isEqualTo(5);
    page.call("fs.ftruncate", "id", id, "offset", 9);
    assertThat(Files.size(path)).isEqualTo(9);
    assertThat(page.value("fs.fsync", "id", id)).isEqualTo(Map.of("id", id));
    page.call("fs.close", "id", id);
    assertThat(page.failure("fs.read", "id", id, "offset", 0, "size", 1)).isEqualTo("ENOTOPEN");
  }

  @Test
  void shouldAppendWhereverTheCallerWantsToWrite() throws Exception {
    Path path = file("log", "1");
    for (String flags : List.of("a", "a+")) {
      String route = flags.equals("a") ? "fs.openwrite" : "fs.openreadwrite";
      page.call(route, "id", 1, "path", path, "flags", flags);
      page.call("fs.write", body("2"), "id", 1, "offset", 0);
      page.call("fs.close", "id", 1);
    }
    assertThat(path).hasContent("122");
  }

  @Test
  void shouldOpenWithNumbersAsWithLetters() throws Exception {
    Path path = folder.resolve("a");
    long flags = constant("O_WRONLY") | constant("O_CREAT") | constant("O_EXCL");
    page.call("fs.openwrite", "id", 1, "path", path, "flags", flags, "mode", 0600);
    assertThat(Files.getPosixFilePermissions(path)).hasSize(2);
    assertThat(page.failure("fs.openwrite", "id", 2, "path", path, "flags", flags))
        .isEqualTo("EEXIST");
    assertThat(page.failure("fs.open", "id", 2, "path", folder, "flags", constant("O_DIRECTORY")))
        .startsWith("no failure");
    assertThat(page.failure("fs.open", "id", 3, "path", path, "flags", constant("O_DIRECTORY")))
        .isEqualTo("ENOTDIR");
  }

  private long constant(String name) throws Exception {
    return (Long) Objects.requireNonNull(((Map<?, ?>) page.value("fs.constants")).get(name));
  }

  @Test
  void shouldNotOpenForMoreThanTheRouteWasCheckedFor() throws Exception {
    Path path = file("a", "");
    for (String flags :
        List.of("w", "a", "r+", "w+", "wx", "1", "2", "64", "512", "?", "-1", "99999999999")) {
      if (!flags.equals("512")) { // truncating without writing does nothing
        assertThat(page.failure("fs.open", "id", 1, "path", path, "flags", flags))
            .as(flags)
            .isEqualTo("BAD_REQUEST");
      }
    }
    assertThat(page.failure("fs.openwrite", "id", 1, "path", path, "flags", "r+"))
        .isEqualTo("BAD_REQUEST");
    page.call("fs.open", "id", 1, "path", path);
    Reply write = page.call("fs.write", body("x"), "id", 1);
    assertThat(((Reply.Failed) write).failure().code()).isEqualTo("EBADF");
    page.call("fs.openwrite", "id", 2, "path", path, "flags", "a");
    assertThat(page.failure("fs.read", "id", 2, "size", 1)).isEqualTo("EBADF");
  }

  @Test
  void shouldKeepTheHandlesOfWindowsApart() throws Exception {
    Path path = file("a", "secret");
    page.call("fs.open", "id", 7, "path", path);
    Page other = new Page(plugin, 1);
    assertThat(other.failure("fs.read", "id", 7, "size", 1)).isEqualTo("ENOTOPEN");
    assertThat(other.value("fs.getopendescriptors")).isEqualTo(List.of());
    assertThat(page.failure("fs.open", "id", 7, "path", path)).isEqualTo("BAD_REQUEST");
  }

  @Test
  void shouldLimitWhatAWindowHasOpen() throws Exception {
    Path path = file("a", "");
    for (int id = 0; id < Handles.LIMIT; id++) {
      page.call("fs.open", "id", id, "path", path);
    }
    assertThat(page.failure("fs.open", "id", -1L >>> 1, "path", path)).isEqualTo("EMFILE");
    assertThat((List<?>) page.value("fs.closeopendescriptors")).hasSize(Handles.LIMIT);
    assertThat(page.value("fs.getopendescriptors")).isEqualTo(List.of());
  }

  @Test
  void shouldCloseAllButRetainedHandles() throws Exception {
    Path path = file("a", "");
    page.call("fs.open", "id", 1, "path", path);
    page.call("fs.opendir", "id", 2, "path", folder);
    page.call("fs.retainopendescriptor", "id", 1);
    assertThat(page.value("fs.closeopendescriptors").toString()).contains("directory");
    assertThat(page.value("fs.getopendescriptors").toString()).contains("id=1").contains("file");
    assertThat(page.value("fs.closeopendescriptors", "preserveRetained", false).toString())
        .contains("id=1");
  }

  @Test
  void shouldCloseEverythingWhenThePluginGoes() throws Exception {
    page.call("fs.open", "id", 1, "path", file("a", ""));
    plugin.close();
    assertThat(page.failure("fs.fstat", "id", 1)).isEqualTo("ENOTOPEN");
    page.call("fs.open", "id", 2, "path", folder.resolve("a"));
    assertThat(page.failure("fs.fstat", "id", 2)).isEqualTo("ENOTOPEN");
  }

  @Test
  void shouldTellWhatStatTells() throws Exception {
    Path path = file("a", "12345");
    Map<?, ?> stat = (Map<?, ?>) page.value("fs.stat", "path", path);
    assertThat(stat).hasSize(16);
    assertThat(stat.get("st_size")).isEqualTo("5");
    assertThat(stat.get("st_ino")).isEqualTo(String.valueOf(Files.getAttribute(path, "unix:ino")));
    assertThat(Long.parseLong((String) stat.get("st_mode")) & 0170000).isEqualTo(0100000);
    assertThat(String.valueOf(stat.get("st_mtim")))
        .contains("tv_sec=" + Files.getLastModifiedTime(path).toInstant().getEpochSecond());
    page.call("fs.open", "id", 1, "path", path);
    assertThat(page.value("fs.fstat", "id", 1)).isEqualTo(stat);
    Files.delete(path);
    Map<?, ?> gone = (Map<?, ?>) page.value("fs.fstat", "id", 1);
    assertThat(gone.get("st_nlink")).isEqualTo("0");
    assertThat(gone.get("st_size")).isEqualTo("5");
  }

  @Test
  void shouldTreatLinksAsLinksWhereTheEntryItselfIsMeant() throws Exception {
    Path target = file("target", "12345");
    Path link = folder.resolve("link");
    page.call("fs.symlink", "src", target, "dest", link, "target", "target");
    assertThat(page.value("fs.readlink", "path", link)).isEqualTo(Map.of("path", "target"));
    assertThat(mode(page.value("fs.lstat", "path", link))).isEqualTo(0120000);
    assertThat(mode(page.value("fs.stat", "path", link))).isEqualTo(0100000);
    assertThat(page.value("fs.realpath", "path", link))
        .isEqualTo(Map.of("path", target.toRealPath().toString()));
    page.call("fs.rename", "src", link, "dest", folder.resolve("moved"));
    assertThat(folder.resolve("moved")).isSymbolicLink();
    page.call("fs.unlink", "path", folder.resolve("moved"));
    assertThat(target).exists();
    assertThat(page.failure("fs.readlink", "path", target)).isEqualTo("EINVAL");
  }

  private static long mode(Object stat) {
    return Long.parseLong((String) ((Map<?, ?>) stat).get("st_mode")) & 0170000;
  }

  @Test
  void shouldNotMakeALinkThatLeadsElsewhereThanWasChecked() throws Exception {
    Path inside = file("inside", "");
    assertThat(
            page.failure(
                "fs.symlink",
                "src",
                inside,
                "dest",
                folder.resolve("link"),
                "target",
                "/etc/passwd"))
        .isEqualTo("BAD_REQUEST");
    assertThat(
            page.failure(
                "fs.symlink", "src", inside, "dest", folder.resolve("link"), "target", "../inside"))
        .isEqualTo("BAD_REQUEST");
    assertThat(
            page.failure(
                "fs.symlink", "src", inside, "dest", folder.resolve("link"), "target", "insi\0de"))
        .isEqualTo("BAD_REQUEST");
    assertThat(folder.resolve("link")).doesNotExist();
  }

  @Test
  void shouldNotFollowALinkThatAppearsAfterTheCheck() throws Exception {
    Path outside = file("outside", "secret");
    Path swapped = file("swapped", "mine");
    ScopedPath place = page.place("fs.open", swapped);
    Files.delete(swapped);
    Files.createSymbolicLink(swapped, outside);

    OpenMode mode = OpenMode.parse("r");
    assertThatThrownBy(() -> OpenFile.open(place, mode, 0)).isInstanceOf(IOException.class);
  }

  @Test
  void shouldListFoldersWholeAndPageByPage() throws Exception {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      names.add(file("ä &+" + i, "").getFileName().toString());
    }
    assertThat(new HashSet<>((List<?>) page.value("fs.scandir", "path", folder))).isEqualTo(names);
    Files.createDirectory(folder.resolve("sub"));
    assertThat(page.value("fs.scandir", "path", folder, "types", true).toString())
        .contains("[sub, 2]", "[ä &+1, 1]");
    page.call("fs.opendir", "id", 1, "path", folder);
    assertThat((List<?>) page.value("fs.readdir", "id", 1)).hasSize(256);
    List<?> rest = (List<?>) page.value("fs.readdir", "id", 1, "entries", 4096);
    assertThat(rest).hasSize(45);
    assertThat(page.value("fs.readdir", "id", 1)).isEqualTo(List.of());
    assertThat(page.failure("fs.readdir", "id", 1, "entries", 4097)).isEqualTo("BAD_REQUEST");
    assertThat(page.failure("fs.read", "id", 1, "size", 1)).isEqualTo("ENOTOPEN");
    page.call("fs.closedir", "id", 1);
    assertThat(page.failure("fs.readdir", "id", 1)).isEqualTo("ENOTOPEN");
  }

  @Test
  void shouldEncodeNamesInPagesAsUriComponents() throws Exception {
    file("ä &+%", "");
    page.call("fs.opendir", "id", 1, "path", folder);
    assertThat(page.value("fs.readdir", "id", 1))
        .isEqualTo(List.of(Map.of("type", 1L, "name", "%C3%A4%20%26%2B%25")));
  }

  @Test
  void shouldTellTheBytesOfPathsThatAreNoUtf8() throws Exception {
    Path odd = Files.createFile(Path.of(URI.create(folder.toUri() + "a%FF")));
    Path link = folder.resolve("link");
    page.call(
        "fs.symlink", "src", folder.resolve("x/.."), "dest", link, "target", ".", "escaped", true);
    assertThat(page.value("fs.readlink", "path", link)).isEqualTo(Map.of("path", "."));
    Files.delete(link);
    Files.createSymbolicLink(link, odd.getFileName());
    assertThat(page.value("fs.readlink", "path", link))
        .isEqualTo(Map.of("path", "a\ufffd", "raw", "a%FF"));
    assertThat(
            page.failure("fs.symlink", "src", odd, "dest", link, "target", "%zz", "escaped", true))
        .isEqualTo("BAD_REQUEST");
  }

  @Test
  void shouldListNamesThatAreNoUtf8ByTheirBytes() throws Exception {
    Path odd = Files.createFile(Path.of(URI.create(folder.toUri() + "a%FF%20b")));
    assertThat(page.value("fs.scandir", "path", folder))
        .isEqualTo(List.of(Map.of("raw", "a%FF%20b")));
    page.call("fs.opendir", "id", 1, "path", folder);
    assertThat(page.value("fs.readdir", "id", 1))
        .isEqualTo(List.of(Map.of("type", 1L, "name", "a%FF%20b")));
    Files.delete(odd);
  }

  @Test
  void shouldTellWhatAFileSystemHasRoomFor() throws Exception {
    Map<?, ?> space = (Map<?, ?>) page.value("fs.statfs", "path", folder);
    assertThat(Long.parseLong((String) Objects.requireNonNull(space.get("blocks"))))
        .isGreaterThanOrEqualTo(
            Long.parseLong((String) Objects.requireNonNull(space.get("bavail"))));
    assertThat(page.failure("fs.statfs", "path", folder.resolve("none"))).isEqualTo("ENOENT");
  }

  @Test
  void shouldSetTheTimesOfALinkItself() throws Exception {
    Path file = file("f", "");
    Path link = Files.createSymbolicLink(folder.resolve("l"), file);
    page.call("fs.lutimes", "path", link, "atime", 1_000_000, "mtime", 2_000_000);
    assertThat(Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS).toMillis())
        .isEqualTo(2_000);
    assertThat(Files.getLastModifiedTime(file).toMillis()).isGreaterThan(2_000);
  }

  @Test
  void shouldMakeAndRemoveFolders() throws Exception {
    Path real = folder.toRealPath();
    assertThat(page.value("fs.mkdir", "path", real.resolve("a/b/c"), "recursive", true))
        .isEqualTo(Map.of("result", 0L, "path", real.resolve("a").toString()));
    assertThat(page.value("fs.mkdir", "path", real.resolve("a/b/c"), "recursive", true))
        .isEqualTo(Map.of("result", 0L));
    assertThat(page.failure("fs.mkdir", "path", real.resolve("a"))).isEqualTo("EEXIST");
    assertThat(page.failure("fs.mkdir", "path", real.resolve("x/y"))).isEqualTo("ENOENT");
    assertThat(page.failure("fs.mkdir", "path", file("f", ""), "recursive", true))
        .isEqualTo("EEXIST");
    assertThat(page.failure("fs.mkdir", "path", folder.resolve("f/g"), "recursive", true))
        .isEqualTo("ENOTDIR");
    assertThat(page.failure("fs.rmdir", "path", real.resolve("a"))).isEqualTo("ENOTEMPTY");
    assertThat(page.failure("fs.rmdir", "path", folder.resolve("f"))).isEqualTo("ENOTDIR");
    assertThat(page.failure("fs.unlink", "path", real.resolve("a"))).isEqualTo("EISDIR");
    page.call("fs.rmdir", "path", real.resolve("a/b/c"));
    assertThat(real.resolve("a/b/c")).doesNotExist();
  }

  @Test
  void shouldCopyAndKeepTheFileThatItOverwrites() throws Exception {
    Path source = file("source", "new");
    Path target = file("target", "much older");
    Object inode = Files.getAttribute(target, "unix:ino");
    page.call("fs.copyfile", "src", source, "dest", target);
    assertThat(target).hasContent("new");
    assertThat(Files.getAttribute(target, "unix:ino")).isEqualTo(inode);
    page.call("fs.copyfile", "src", source, "dest", source);
    assertThat(source).hasContent("new");
    assertThat(page.failure("fs.copyfile", "src", source, "dest", target, "flags", 1))
        .isEqualTo("EEXIST");
    assertThat(page.failure("fs.copyfile", "src", source, "dest", folder)).isEqualTo("EISDIR");
    assertThat(page.failure("fs.copyfile", "src", folder.resolve("none"), "dest", target))
        .isEqualTo("ENOENT");
  }

  @Test
  void shouldRenameLinkAndChangeAttributes() throws Exception {
    Path path = file("a", "x");
    Path other = file("b", "y");
    page.call("fs.rename", "src", path, "dest", other);
    assertThat(other).hasContent("x");
    page.call("fs.link", "src", other, "dest", path);
    assertThat(Files.isSameFile(path, other)).isTrue();
    page.call("fs.chmod", "path", path, "mode", 0400);
    assertThat((Integer) Files.getAttribute(path, "unix:mode") & 07777).isEqualTo(0400);
    assertThat(page.failure("fs.chmod", "path", path, "mode", 010000)).isEqualTo("EINVAL");
    page.call("fs.utimes", "path", path, "atime", 1_000_000, "mtime", 2_500_000);
    assertThat(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toMillis())
        .isEqualTo(2500);
    assertThat(page.value("fs.access", "path", path, "mode", 4)).isEqualTo(Map.of("mode", 4L));
    assertThat(page.failure("fs.access", "path", path, "mode", 1)).isEqualTo("EACCES");
    assertThat(page.failure("fs.access", "path", folder.resolve("none"))).isEqualTo("ENOENT");
  }

  @Test
  void shouldNotBlockOnANamedPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(page.failure("fs.readfile", "path", pipe)).isEqualTo("ENXIO");
    assertThat(page.failure("fs.open", "id", 1, "path", pipe)).isEqualTo("ENXIO");
    assertThat(page.failure("fs.copyfile", "src", pipe, "dest", folder.resolve("x")))
        .isEqualTo("ENXIO");
  }

  @Test
  void shouldTellErrorsAsNodeNamesThem() throws Exception {
    Reply.Failed failed = (Reply.Failed) page.call("fs.stat", "path", folder.resolve("none"));
    assertThat(failed.failure().message()).isEqualTo("ENOENT: no such file or directory");
    assertThat(failed.failure().details()).containsEntry("errno", -2);
    assertThat(page.failure("fs.stat", "path", file("f", "").resolve("x"))).isEqualTo("ENOTDIR");
    assertThat(page.failure("fs.readfile", "path", folder)).isEqualTo("EISDIR");
    assertThat(page.failure("fs.openwrite", "id", 1, "path", folder, "flags", "w"))
        .isEqualTo("EISDIR");
    assertThat(page.failure("fs.stat", "path", folder.resolve("n".repeat(300))))
        .isEqualTo("ENAMETOOLONG");
    assertThat(page.failure("fs.open", "id", "x", "path", folder)).isEqualTo("BAD_REQUEST");
    assertThat(page.failure("fs.close", "id", 99)).isEqualTo("ENOTOPEN");
  }

  @Test
  void shouldHandWhatIsOpenToTheNextVersion() throws Exception {
    Path path = file("a.txt", "before");
    Files.createDirectory(folder.resolve("d"));
    for (String name : List.of("1", "2", "3")) {
      Files.createFile(folder.resolve("d").resolve(name));
    }
    Object first = page.value("fs.openreadwrite", "id", 7, "path", path, "flags", "r+");
    page.value("fs.retainopendescriptor", "id", 7);
    page.value("fs.open", "id", 8, "path", path);
    page.value("fs.opendir", "id", 9, "path", folder.resolve("d"));
    List<?> someEntries = (List<?>) page.value("fs.readdir", "id", 9, "entries", 1);
    Object listed = page.value("fs.getopendescriptors");
    Object stat = page.value("fs.fstat", "id", 7);

    FileSystemRoutes next = new FileSystemRoutes();
    next.adopt(plugin.release());
    plugin.close();
    Page after = new Page(next, 0);

    assertThat(after.value("fs.getopendescriptors")).isEqualTo(listed);
    assertThat(after.value("fs.fstat", "id", 7)).isEqualTo(stat);
    after.call("fs.write", body("AFTER"), "id", 7, "offset", 0);
    assertThat(Page.bytesOf(after.call("fs.read", "id", 8, "offset", 0, "size", 99)))
        .isEqualTo("AFTERe".getBytes(UTF_8));
    assertThat(after.call("fs.write", body("x"), "id", 8)).isInstanceOf(Reply.Failed.class);
    List<?> otherEntries = (List<?>) after.value("fs.readdir", "id", 9);
    assertThat(someEntries).hasSize(1);
    assertThat(otherEntries).hasSize(2);
    assertThat(Collections.disjoint(someEntries, otherEntries)).isTrue();
    assertThat(after.value("fs.open", "id", 10, "path", path)).isNotEqualTo(first);
    assertThat(new Page(next, 1).failure("fs.close", "id", 7)).isEqualTo("ENOTOPEN");
    next.close();
  }

  @Test
  void shouldRefuseStateThatItDoesNotKnow() {
    assertThatThrownBy(() -> plugin.adopt(Map.of("descriptors", 3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> plugin.adopt(Map.of("descriptors", 3, "open", List.of(Map.of("id", 1L)))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
