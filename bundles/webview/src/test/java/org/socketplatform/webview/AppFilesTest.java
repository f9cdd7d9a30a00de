package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppFilesTest {
  @TempDir Path temp;
  private Path app;
  private AppFiles files;

  @BeforeEach
  void makeAnApp() throws IOException {
    Path root = temp.toRealPath();
    app = Files.createDirectory(root.resolve("app"));
    write("app/index.html");
    write("app/main.js");
    write("app/about.html");
    write("app/pages/index.html");
    write("app/a b+c%.txt");
    write("app/größe/日本.txt");
    write("app/100%/index.html");
    write("app/empty/nothing.txt");
    write("outside/secret.txt");
    write("outside/index.html");
    write("app-outside.txt");
    files = new AppFiles(app, "");
  }

  private Path write(String name) throws IOException {
    Path file = temp.toRealPath().resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, name);
  }

  private void assertFile(String address, String name) {
    assertThat(files.find(address)).contains(new AppFiles.Found.File(app.resolve(name)));
  }

  @Test
  void shouldFindTheExactFile() {
    assertFile("/main.js", "main.js");
    assertFile("/pages/index.html", "pages/index.html");
    assertFile("/pages/../main.js", "main.js");
    assertFile("//main.js", "main.js");
  }

  @Test
  void shouldFindTheIndexOfAFolder() {
    assertFile("/", "index.html");
    assertFile("/pages/", "pages/index.html");
  }

  @Test
  void shouldFindAPageWithoutItsExtension() {
    assertFile("/about", "about.html");
  }

  @Test
  void shouldFindNamesThatAreEncoded() {
    assertFile("/a%20b+c%25.txt", "a b+c%.txt");
    assertFile("/gr%C3%B6%C3%9Fe/%E6%97%A5%E6%9C%AC.txt", "größe/日本.txt");
    assertFile("/pages%2Findex.html", "pages/index.html");
  }

  @Test
  void shouldAskForTheSlashBehindAFolder() {
    assertThat(files.find("/pages")).contains(new AppFiles.Found.Redirect("/pages/"));
  }

  @Test
  void shouldKeepTheEncodingOfAFolderThatItRedirectsTo() {
    assertThat(files.find("/100%25")).contains(new AppFiles.Found.Redirect("/100%25/"));
  }

  @Test
  void shouldUseTheDefaultIndexOfTheSettingsForTheRootOnly() throws IOException {
    Files.delete(app.resolve("index.html"));
    files = new AppFiles(app, "main.js");
    assertFile("/", "main.js");
    write("app/empty/main.js");
    assertThat(files.find("/empty/")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/missing",
        "/missing.js",
        "/empty/",
        "/empty",
        "/../outside/secret.txt",
        "/../../../../../../etc/passwd",
        "/..%2Foutside%2Fsecret.txt",
        "/%2e%2e/outside/secret.txt",
        "/%2e%2e%2foutside%2fsecret.txt",
        "/../app-outside.txt",
        "/../outside/",
        "/../outside",
        "/..",
        "/../",
        "//etc/passwd",
        "/%2Fetc/passwd",
        "/main.js%00",
        "/main.js%00.html",
        "/%",
        "/%zz",
        "/%e0%80%af..%e0%80%afetc/passwd"
      })
  void shouldFindNothingElse(String address) {
    assertThat(files.find(address)).isEmpty();
  }

  @Test
  void shouldNotFollowLinksOutOfTheApp() throws IOException {
    Files.createSymbolicLink(app.resolve("link.txt"), temp.resolve("outside/secret.txt"));
    Files.createSymbolicLink(app.resolve("folder"), temp.resolve("outside"));
    Files.createSymbolicLink(app.resolve("page.html"), temp.resolve("outside/index.html"));
    Files.createSymbolicLink(app.resolve("loop"), app.resolve("loop"));

    assertThat(files.find("/link.txt")).isEmpty();
    assertThat(files.find("/folder/secret.txt")).isEmpty();
    assertThat(files.find("/folder/")).isEmpty();
    assertThat(files.find("/folder")).isEmpty();
    assertThat(files.find("/page")).isEmpty();
    assertThat(files.find("/loop")).isEmpty();
  }

  @Test
  void shouldFollowLinksWithinTheApp() throws IOException {
    Files.createSymbolicLink(app.resolve("same.js"), Path.of("main.js"));
    assertFile("/same.js", "main.js");
  }

  @Test
  void shouldNotServeAnythingButRegularFiles() throws IOException {
    Files.createSymbolicLink(app.resolve("null"), Path.of("/dev/null"));
    assertThat(files.find("/null")).isEmpty();
  }
}
