package org.socketplatform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppConfigTest {
  private static final String GOOD =
      """
      [build]
      name = tour
      [meta]
      bundle_identifier = com.Example.tour
      """;

  @TempDir Path temp;
  private Path app;

  @BeforeEach
  void makeFolder() throws IOException {
    app = Files.createDirectory(temp.toRealPath().resolve("My App"));
  }

  private void put(String name, String text) throws IOException {
    Path file = app.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private AppConfig.Usable usable() {
    AppConfig config = AppConfig.load(app);
    assertThat(config).isInstanceOf(AppConfig.Usable.class);
    return (AppConfig.Usable) config;
  }

  private String onlyError() {
    AppConfig config = AppConfig.load(app);
    assertThat(config).isInstanceOf(AppConfig.Broken.class);
    assertThat(config.diagnostics()).filteredOn(Diagnostic::isError).hasSize(1);
    return config.diagnostics().stream()
        .filter(Diagnostic::isError)
        .findFirst()
        .orElseThrow()
        .toString();
  }

  @Test
  void shouldLoadAnApp() throws IOException {
    put("socket.ini", GOOD);
    put("src/index.html", "hello");

    AppConfig.Usable config = usable();

    assertThat(config.diagnostics()).isEmpty();
    assertThat(config.id()).isEqualTo("com.example.tour");
    assertThat(config.name()).isEqualTo("tour");
    assertThat(config.title()).isEqualTo("tour");
    assertThat(config.version()).isEqualTo("1.0.0");
    assertThat(config.project()).isEqualTo(app);
    assertThat(config.folder()).isEqualTo(app.resolve("src"));
    assertThat(config.settings().text("build.name")).hasValue("tour");
  }

  @Test
  void shouldServeTheAppFolderWhenThereIsNoOther() throws IOException {
    put("socket.ini", GOOD);
    put("index.html", "hello");

    assertThat(usable().folder()).isEqualTo(app);
  }

  @Test
  void shouldServeTheFolderThatTheAppNames() throws IOException {
    put("socket.ini", GOOD + "[build]\ncopy = dist/web\n");
    put("dist/web/index.html", "hello");
    put("src/index.html", "other");

    assertThat(usable().folder()).isEqualTo(app.resolve("dist/web"));
  }

  @Test
  void shouldWarnWhenTheWindowWouldBeEmpty() throws IOException {
    put("socket.ini", GOOD);

    assertThat(usable().diagnostics())
        .singleElement()
        .asString()
        .contains("there is no index.html in");
  }

  @Test
  void shouldRunAFolderWithNothingButAPage() throws IOException {
    put("index.html", "hello");

    AppConfig.Usable config = usable();

    assertThat(config.id()).isEqualTo("local.my-app");
    assertThat(config.title()).isEqualTo("My App");
    assertThat(config.diagnostics())
        .singleElement()
        .asString()
        .contains("warning: there is no socket.ini");
  }

  @Test
  void shouldNameAnAppAfterAFolderWithoutLatinLetters() throws IOException {
    app = Files.createDirectory(temp.toRealPath().resolve("アプリ"));
    put("index.html", "hello");

    assertThat(usable().id()).matches("local\\.app-[0-9a-f]+");
  }

  @Test
  void shouldReadTheFormatOf2022() throws IOException {
    put(
        "ssc.config",
        """
        # an old app
        name: tour
        title: The: Tour
        version: v1
        bundle_identifier: com.example.tour
        input: web
        output: dist
        width: 1024
        colour: red
        """
            .replace("v1", "0.0.1"));
    put("web/index.html", "hello");

    AppConfig.Usable config = usable();

    assertThat(config.title()).isEqualTo("The: Tour");
    assertThat(config.version()).isEqualTo("0.0.1");
    assertThat(config.folder()).isEqualTo(app.resolve("web"));
    assertThat(config.settings().text("window.width")).hasValue("1024");
    assertThat(config.diagnostics())
        .singleElement()
        .hasToString("ssc.config:9: warning: unknown setting colour, ignored");
  }

  @Test
  void shouldPreferTheFormatOfToday() throws IOException {
    put("ssc.config", "nonsense");
    put("socket.ini", GOOD);
    put("index.html", "hello");

    assertThat(usable().diagnostics()).isEmpty();
  }

  @Test
  void shouldSayThatAFolderIsMissing() {
    app = temp.resolve("nowhere");

    assertThat(onlyError()).contains("nowhere: error: there is no such folder");
  }

  @Test
  void shouldSayThatAFileIsNoFolder() throws IOException {
    put("socket.ini", GOOD);
    app = app.resolve("socket.ini");

    assertThat(onlyError()).contains("this is no folder");
  }

  @Test
  void shouldSayWhatToPutIntoAnEmptyFolder() {
    assertThat(onlyError()).contains("put an index.html there, and a socket.ini with");
  }

  @Test
  void shouldTellAllErrorsAtOnce() throws IOException {
    put(
        "socket.ini",
        """
        [build]
        name = my app
        copy = nowhere
        [meta]
        bundle_identifier = com..example
        version = 1.0
        what is this
        """);

    assertThat(AppConfig.load(app).diagnostics())
        .extracting(Diagnostic::line)
        .containsExactlyInAnyOrder(2, 3, 5, 6, 7);
  }

  @Test
  void shouldAskForWhatIsMissing() throws IOException {
    put("socket.ini", "");

    assertThat(AppConfig.load(app).diagnostics())
        .filteredOn(Diagnostic::isError)
        .extracting(Diagnostic::message)
        .containsExactly(
            "the name is missing; write [build] name = my-app",
            "the identifier is missing; write [meta] bundle_identifier = com.example.my-app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.example.tour", "a", "a-b.c--d", "COM.EXAMPLE", "1.2"})
  void shouldAcceptAnIdentifier(String id) throws IOException {
    put("socket.ini", "[build]\nname = x\n[meta]\nbundle_identifier = " + id + "\n");

    assertThat(usable().id()).isEqualToIgnoringCase(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.example.",
        ".com",
        "-a",
        "a-",
        "a_b",
        "a/b",
        "../x",
        "ä.b",
        "a b",
        "\u212A.b"
      })
  void shouldRefuseAnIdentifier(String id) throws IOException {
    put("socket.ini", "[build]\nname = x\n[meta]\nbundle_identifier = " + id + "\n");

    assertThat(onlyError()).startsWith("socket.ini:4: error: [meta] bundle_identifier must be");
  }

  @Test
  void shouldRefuseAnIdentifierThatIsNoFileName() throws IOException {
    put(
        "socket.ini",
        "[build]\nname = x\n[meta]\nbundle_identifier = " + "a.".repeat(5000) + "a\n");

    assertThat(onlyError()).contains("longer than 200 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "1.0.0-beta", "v1.0.0", "01.0.0", "1.0.0.0", "\"\""})
  void shouldRefuseAVersion(String version) throws IOException {
    put("socket.ini", GOOD + "version = " + version + "\n");

    assertThat(onlyError()).startsWith("socket.ini:5: error: [meta] version must be three numbers");
  }

  @Test
  void shouldNameTheLineThatIsNotText() throws IOException {
    Files.write(
        app.resolve("socket.ini"),
        "[meta]\ntitle = \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(onlyError()).startsWith("socket.ini:2: error: this line is not UTF-8 text");
  }

  @Test
  void shouldRefuseAnEndlessFile() throws IOException {
    Files.write(app.resolve("socket.ini"), new byte[(1 << 20) + 1]);

    assertThat(onlyError()).contains("larger than 1 MiB");
  }

  @Test
  void shouldSayThatTheFileIsAFolder() throws IOException {
    Files.createDirectory(app.resolve("socket.ini"));

    assertThat(onlyError()).startsWith("socket.ini: error: the file cannot be read");
  }

  @Test
  void shouldSayThatTheFileMayNotBeRead() throws IOException {
    put("socket.ini", GOOD);
    Path file = app.resolve("socket.ini");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(file)).as("root may read it").isFalse();

    assertThat(onlyError()).contains("the file cannot be read: permission denied");
  }
}
