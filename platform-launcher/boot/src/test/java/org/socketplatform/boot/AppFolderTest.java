package org.socketplatform.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.config.AppConfig;
import org.socketplatform.plugin.TestFile;

class AppFolderTest {
  @TempDir private Path temp;
  private Path project;
  private AppConfig.Usable app;

  @BeforeEach
  void makeAnApp() throws IOException {
    project = Files.createDirectory(temp.toRealPath().resolve("project"));
    write("src/index.html");
    Files.writeString(
        project.resolve("socket.ini"),
        "[build]\nname = a\ncopy = src\n[meta]\nbundle_identifier = com.example.a\n");
    app = AppFolder.open(project);
  }

  private Path write(String name) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  @Test
  void shouldFindATestAmongTheFilesOfTheApp() throws IOException {
    Path file = write("src/test/all größe.js");

    TestFile expected = new TestFile(project.resolve("src"), "test/all größe.js");
    assertThat(AppFolder.test(app, file)).isEqualTo(expected);
    assertThat(AppFolder.test(app, Path.of("test/all größe.js"))).isEqualTo(expected);
  }

  @Test
  void shouldFindATestInTheProjectAroundThem() throws IOException {
    write("test/all.js");

    assertThat(AppFolder.test(app, Path.of("test/all.js")))
        .isEqualTo(new TestFile(project, "test/all.js"));
  }

  @Test
  void shouldSayWhereItLookedForATest() {
    assertThatThrownBy(() -> AppFolder.test(app, Path.of("no/such.js")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(project.resolve("src/no/such.js").toString())
        .hasMessageContaining(project.resolve("no/such.js").toString());
  }

  @Test
  void shouldRefuseATestFromElsewhereEvenThroughALink() throws IOException {
    Path elsewhere = Files.writeString(temp.resolve("elsewhere.js"), "");
    Path link = Files.createSymbolicLink(project.resolve("link.js"), elsewhere);

    assertThatThrownBy(() -> AppFolder.test(app, elsewhere))
        .hasMessageContaining("is not in the folder of the app, " + project);
    assertThatThrownBy(() -> AppFolder.test(app, link))
        .hasMessageContaining("is not in the folder of the app");
  }

  @Test
  void shouldRefuseATestThatAFileOfTheAppHides() throws IOException {
    Path file = write("test/all.js");
    write("src/test/all.js");

    assertThatThrownBy(() -> AppFolder.test(app, file))
        .hasMessageContaining("same address: " + project.resolve("src/test/all.js"));
  }
}
