package org.socketplatform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.ReadableFile;
import org.socketplatform.plugin.ReadableFolder;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.ScopedPath;
import org.socketplatform.plugin.WritableFolder;

/** Somebody changes folders into links between the check of a path and its use. */
class PinTest {
  private static final Route READ = Route.ofPath("fs.read", "fs:read", "path", _ -> Reply.ok());

  @TempDir Path temp;
  private Path data;
  private Path vault;

  @BeforeEach
  void makeFolders() throws IOException {
    temp = temp.toRealPath();
    data = Files.createDirectory(temp.resolve("data"));
    vault = Files.createDirectory(temp.resolve("vault"));
    Files.writeString(vault.resolve("key"), "key");
  }

  private ScopedPath checked(Path path) {
    return checked(path.toString());
  }

  private ScopedPath checked(String path) {
    AccessRules rules =
        AccessRules.of(
            Ini.of("capabilities.fs.read = $DATA/**", "capabilities.fs.deny = $DATA/private/**"),
            "socket://com.example.app",
            Map.of("data", data),
            "");
    return Allowance.path(
        rules.decide(
            new Caller(0, "socket://com.example.app", Caller.Kind.PAGE),
            READ,
            Params.of(Map.of("path", path))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldOpenTheVeryNameThatIsNoText(boolean walk) throws IOException {
    Path marks = Files.writeString(data.resolve("a\ufffd"), "of marks");
    Path octets = Files.writeString(Path.of(URI.create(data.toUri() + "a%FF")), "of octets");

    ScopedPath place = checked(octets.toUri().toString());

    assertThat(place.path()).isEqualTo(octets).isNotEqualTo(marks);
    String read = place.atExisting(Files::readString);
    assertThat(read).isEqualTo("of octets");
    String other = checked(marks).atExisting(Files::readString);
    assertThat(other).isEqualTo("of marks");
    LinuxFiles files = new LinuxFiles(walk);
    long descriptor = files.open(octets);
    try {
      assertThat(Files.readString(LinuxFiles.path(descriptor))).isEqualTo("of octets");
    } finally {
      LinuxFiles.close(descriptor);
    }
  }

  private void replaceByLink(Path folder, Path target) throws IOException {
    Files.move(folder, temp.resolve("moved"));
    Files.createSymbolicLink(folder, target);
  }

  private static void assertChanged(org.assertj.core.api.ThrowableAssert.ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo("PATH_CHANGED");
              assertThat(e.failure().retryable()).isTrue();
            });
  }

  @Test
  void shouldNotGoThroughALinkThatWasAFolder() throws IOException {
    Path folder = Files.createDirectories(data.resolve("a/b"));
    ScopedPath place = checked(folder.resolve("key"));
    replaceByLink(folder, vault);

    assertChanged(() -> place.at(Files::readString));
    assertChanged(() -> place.atExisting(Files::readString));
    assertChanged(() -> place.at(Files::deleteIfExists));
    assertThat(vault.resolve("key")).hasContent("key");
  }

  @Test
  void shouldNotGoThroughALinkFurtherUp() throws IOException {
    Files.createDirectories(data.resolve("a/b"));
    Files.createDirectory(vault.resolve("b"));
    ScopedPath place = checked(data.resolve("a/b/new"));
    replaceByLink(data.resolve("a"), vault);

    assertChanged(() -> place.at(Files::createFile));
    assertThat(vault.resolve("b/new")).doesNotExist();
  }

  @Test
  void shouldNotFollowALinkThatWasAFile() throws IOException {
    Path file = Files.writeString(data.resolve("file"), "mine");
    ScopedPath place = checked(file);
    replaceByLink(file, vault.resolve("key"));

    assertThatThrownBy(() -> new ReadableFile(place).readAll(100)).isInstanceOf(IOException.class);
    assertChanged(() -> place.atExisting(Files::readString));
  }

  @Test
  void shouldKeepToTheFolderThatIsMovedWhileInUse() throws IOException {
    Path folder = Files.createDirectory(data.resolve("a"));
    ScopedPath place = checked(folder.resolve("key"));

    place.at(path -> {
      replaceByLink(folder, vault);
      return Files.writeString(path, "mine");
    });

    assertThat(temp.resolve("moved/key")).hasContent("mine");
    assertThat(vault.resolve("key")).hasContent("key");
  }

  @Test
  void shouldNotMakeFoldersBehindALink() throws IOException {
    Files.createDirectory(data.resolve("a"));
    ScopedPath place = checked(data.resolve("a/b/c"));
    replaceByLink(data.resolve("a"), vault);

    assertChanged(place::createFolders);
    assertThat(vault.resolve("b")).doesNotExist();
  }

  @Test
  void shouldMakeFoldersAndTellTheFirst() throws IOException {
    assertThat(checked(data.resolve("a/b/c")).createFolders()).contains(data.resolve("a"));
    assertThat(checked(data.resolve("a/b/c")).createFolders()).isEmpty();
    assertThat(data.resolve("a/b/c")).isDirectory();
    Files.createFile(data.resolve("file"));
    assertThatThrownBy(() -> checked(data.resolve("file")).createFolders())
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void shouldNameThePlaceInErrors() throws IOException {
    Files.createFile(data.resolve("file"));

    assertThatThrownBy(() -> checked(data.resolve("no")).at(Files::readString))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(data.resolve("no").toString());
    assertThatThrownBy(() -> checked(data.resolve("no/no")).at(Files::readString))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(data.resolve("no").toString());
    assertThatThrownBy(() -> checked(data.resolve("file/no")).at(Files::readString))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> checked(data.resolve("file")).at(Files::createDirectory))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(data.resolve("file").toString());
  }

  @Test
  void shouldCheckWhatLiesBelow() throws IOException {
    Files.createDirectories(data.resolve("private"));
    Files.writeString(data.resolve("private/x"), "x");
    Files.writeString(data.resolve("a.txt"), "a");
    Files.createSymbolicLink(data.resolve("out"), vault);
    Files.createSymbolicLink(data.resolve("b.txt"), data.resolve("a.txt"));
    ReadableFolder folder = new ReadableFolder(checked(data));

    assertThat(folder.file("a.txt").readAll(1)).containsExactly('a');
    assertThat(folder.files(10)).hasSize(2);
    assertThat(folder.folders(10)).isEmpty();
    for (String name : new String[] {"private/x", "out/key"}) {
      assertThatThrownBy(() -> folder.file(name))
          .isInstanceOfSatisfying(
              FailureException.class, e -> assertThat(e.failure().code()).isEqualTo("NOT_ALLOWED"));
    }
    assertThatThrownBy(() -> folder.file("../vault/key"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> folder.file(vault.resolve("key").toString()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> folder.files(3)).isInstanceOf(FailureException.class);
    assertThatThrownBy(() -> new ReadableFile(checked(data.resolve("a.txt"))).readAll(0))
        .isInstanceOf(FailureException.class);
  }

  @Test
  void shouldWriteAndRemoveBelow() throws IOException {
    WritableFolder folder = new WritableFolder(checked(data.resolve("new")));
    folder.create();
    folder.file("a.txt").writeAll(new byte[] {'a'});

    assertThat(data.resolve("new/a.txt")).hasContent("a");
    assertThat(folder.file("a.txt").delete()).isTrue();
    assertThat(folder.file("a.txt").delete()).isFalse();
    assertThat(folder.delete()).isTrue();
    assertThat(folder.delete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldOpenNothingBehindALink(boolean walk) throws IOException {
    assumeThat(LinuxFiles.isSupported()).isTrue();
    LinuxFiles linux = new LinuxFiles(walk);
    Path file = Files.writeString(Files.createDirectory(data.resolve("a")).resolve("file"), "x");
    Files.createSymbolicLink(data.resolve("link"), data.resolve("a"));
    Files.createSymbolicLink(data.resolve("file"), file);

    try (Pin pin = Pin.of(file, false, linux)) {
      assertThat(pin.path()).hasContent("x");
    }
    try (Pin pin = Pin.of(data.resolve("a"), true, linux)) {
      assertThat(Files.isRegularFile(pin.path().resolve("file"), LinkOption.NOFOLLOW_LINKS))
          .isTrue();
    }
    assertThatThrownBy(() -> Pin.of(file, true, linux)).isInstanceOf(NotDirectoryException.class);
    assertChanged(() -> Pin.of(data.resolve("link/file"), false, linux));
    assertChanged(() -> Pin.of(data.resolve("link"), true, linux));
    assertChanged(() -> Pin.of(data.resolve("file"), false, linux));
    assertChanged(() -> Pin.of(Path.of("/proc/self/cwd"), true, linux));
    assertChanged(() -> Pin.of(Path.of("/proc/self/root/etc"), true, linux));
  }

  @Test
  void shouldLeaveNoDescriptorBehind() throws IOException {
    assumeThat(LinuxFiles.isSupported()).isTrue();
    ScopedPath place = checked(Files.createFile(data.resolve("file")));
    place.at(Files::size);
    long before = descriptors();

    for (int i = 0; i < 100; i++) {
      place.at(Files::size);
      place.atExisting(Files::size);
      assertThatThrownBy(() -> checked(data.resolve("no")).at(Files::size))
          .isInstanceOf(IOException.class);
    }

    assertThat(descriptors()).isLessThan(before + 50);
  }

  private static long descriptors() throws IOException {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @Test
  void shouldExplainTheRefusalOfAPlaceBelow() throws IOException {
    Files.createDirectories(data.resolve("private"));
    ScopedPath place = checked(data);

    assertThatThrownBy(() -> place.resolve(Path.of("private/key")))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().message()).isEqualTo("The permission fs:read is not granted");
              assertThat(e.explanation().orElse(""))
                  .contains("fs.read", "fs:read", "remove from socket.ini", "$DATA/private/**");
            });
    Files.createSymbolicLink(data.resolve("link"), vault);
    assertThatThrownBy(() -> place.resolve(Path.of("link/key")))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().message()).isEqualTo("The permission fs:read is not granted");
              assertThat(e.explanation().orElse(""))
                  .contains(
                      "fs.read", "fs:read", "[capabilities.fs]: read[] = \"" + vault + "/key");
            });
  }
}
