package org.socketplatform.itest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that cannot succeed, or should not and do: one message, and never a stack trace. */
class BadStartIT {
  private static final String END = "import { end } from './story.js'; await end()";

  @TempDir Path temp;

  @Test
  void shouldTellOfAFolderThatIsMissing() throws Exception {
    App.in(temp.resolve("nowhere"), temp).run().assertRefused("nowhere");
  }

  @Test
  void shouldTellOfAFolderThatIsEmpty() throws Exception {
    App.in(Files.createDirectory(temp.resolve("empty")), temp).run().assertRefused("empty");
  }

  @Test
  void shouldTellOfAFileInsteadOfAFolder() throws Exception {
    App.in(Files.writeString(temp.resolve("file.html"), "<h1>"), temp)
        .run()
        .assertRefused("file.html");
  }

  @Test
  void shouldTellWhereASocketIniIsBroken() throws Exception {
    App app = App.withScript(temp, END);
    Files.writeString(
        app.folder().resolve("socket.ini"),
        """
        [meta]
        bundle_identifier = "../../evil id"
        [window
        width = = 3
        nonsense
        """);

    Result result = app.run().assertNoTrace();

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).anyMatch(line -> line.matches("error: .*socket\\.ini:\\d+: .*"));
  }

  @Test
  void shouldWarnOfUnknownKeysWithTheirLine() throws Exception {
    App app = App.withScript(temp, END);
    Path ini = app.folder().resolve("socket.ini");
    Files.writeString(ini, "[windw]\nwidth = 3\n" + Files.readString(ini));

    Result result = app.run().assertStory();

    assertThat(result.err()).anyMatch(line -> line.matches("warning: .*socket\\.ini:[12]: .*"));
  }

  @Test
  void shouldTellOfABundleThatIsDamaged() throws Exception {
    App app = App.withScript(temp, END);
    app.run().assertStory();
    Path jar = app.platform().copyOfBundle("fs.jar");
    byte[] bytes = Files.readAllBytes(jar);
    for (int i = bytes.length / 4; i < bytes.length * 3 / 4; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(jar, bytes);

    app.run().assertRefused("fs.jar", "ssc build");
  }

  @Test
  void shouldTellOfABundleThatIsNoJar() throws Exception {
    App app = App.withScript(temp, END);
    Files.writeString(app.platform().copyOfBundle("router.jar"), "not a jar");

    app.run().assertRefused("router.jar", "ssc build");
  }

  @Test
  void shouldMakeADamagedFrameworkCacheAnew() throws Exception {
    App app = App.withScript(temp, END);
    app.run().assertStory();
    try (Stream<Path> files = Files.walk(app.home().resolve(".cache/socket-platform"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("filled") && !name.endsWith(".lock")) {
          Files.writeString(file, "damaged");
        }
      }
    }

    app.run().assertStory().assertNoTrace();
    app.run().assertStory();
  }

  @Test
  void shouldTellWhatToInstallWithoutDisplayAndXvfb() throws Exception {
    Path bin = Files.createDirectory(temp.resolve("bin"));
    for (String name : new String[] {"setpriv", "bwrap", "xdg-dbus-proxy"}) {
      Files.createSymbolicLink(bin.resolve(name), Path.of("/usr/bin", name));
    }

    App.withScript(temp, END)
        .without("DISPLAY")
        .environment("PATH", bin.toString())
        .run()
        .assertRefused("no display", "apt-get install xvfb");
  }

  @Test
  void shouldTellOfADisplayThatIsNotThere() throws Exception {
    App.withScript(temp, END).environment("DISPLAY", ":4711").run().assertRefused("display");
  }

  @Test
  void shouldRunWhereHomeCannotBeWritten() throws Exception {
    Path file = Files.writeString(temp.resolve("no-folder"), "");

    Result result =
        App.withScript(temp, END)
            .environment("HOME", file.toString())
            .run()
            .assertStory()
            .assertNoTrace();

    assertThat(result.err()).anyMatch(line -> line.contains("cannot write to"));
    assertThat(leftIn(temp.resolve("tmp"))).isEmpty();
  }

  @Test
  void shouldTellOfAScreenshotThatCannotBeWritten() throws Exception {
    App.withScript(temp, "")
        .with("--screenshot", temp.resolve("no/such/folder/page.png").toString())
        .run()
        .assertRefused("screenshot");
  }

  private static Stream<Path> leftIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("socket-"))
          .toList()
          .stream();
    }
  }
}
