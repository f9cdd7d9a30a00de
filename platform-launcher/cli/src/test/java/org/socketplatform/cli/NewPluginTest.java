package org.socketplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.store.StoreException;

class NewPluginTest {
  private static final Path HOUSE =
      Path.of(System.getProperty("maven.multiModuleProjectDirectory", "../.."));

  @TempDir Path temp;

  @Test
  void shouldFillTheTemplate() throws IOException {
    Path folder = temp.resolve("my-greeter");
    Sdk sdk = new Sdk(HOUSE);

    NewPlugin.of("my-greeter", "org.example.greet").write(sdk.template(), sdk.version(), folder);

    assertThat(folder.resolve("src/main/java/org/example/greet/MyGreeter.java"))
        .content()
        .contains("package org.example.greet;", "@Plugin(\"my-greeter\")", "final class MyGreeter");
    assertThat(folder.resolve("src/test/java/org/example/greet/MyGreeterTest.java")).exists();
    assertThat(folder.resolve(".gitignore")).exists();
    assertThat(folder.resolve("pom.xml")).content().contains(sdk.version());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file.toString()).doesNotContain("__");
        assertThat(file).content().doesNotContain("__");
      }
    }
  }

  @Test
  void shouldLeaveWhatIsThereAlone() throws IOException {
    Sdk sdk = new Sdk(HOUSE);
    NewPlugin plugin = NewPlugin.of("greeter", "org.example");

    assertThatThrownBy(() -> plugin.write(sdk.template(), sdk.version(), temp))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("cannot write");
    assertThat(temp).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "greeter, Greeter",
    "my-greeter2, MyGreeter2",
    "string, StringPlugin",
    "command, CommandPlugin"
  })
  void shouldNameTheClassAfterThePlugin(String name, String type) {
    assertThat(NewPlugin.of(name, NewPlugin.defaultPackage("a")).type()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "org.example.class", "org..example", "../org", "org/example", "Org"})
  void shouldRefuseWhatIsNoPackage(String packageName) {
    assertThatThrownBy(() -> NewPlugin.of("greeter", packageName))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("--package");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fs", "Greeter", "../greeter", ""})
  void shouldRefuseWhatIsNoNameOfAPlugin(String name) {
    assertThatThrownBy(() -> NewPlugin.of(name, "org.example")).isInstanceOf(StoreException.class);
  }

  /** The parent of plugins stands alone, so its versions are those of the platform by hand. */
  @Test
  void shouldBuildPluginsWithTheVersionsOfThePlatform() throws IOException {
    String platform = Files.readString(HOUSE.resolve("pom.xml"));
    String parent = Files.readString(HOUSE.resolve("plugins-sdk/plugin-parent/pom.xml"));

    String version = new Sdk(HOUSE).version();
    assertThat(parent)
        .contains("<artifactId>plugin-parent</artifactId>\n  <version>" + version + "</version>")
        .contains("<socketplatform.version>" + version + "</socketplatform.version>");
    for (String name :
        new String[] {
          "maven.compiler.release",
          "osgi.component.version",
          "bnd.version",
          "junit.version",
          "assertj.version"
        }) {
      assertThat(line(parent, "<" + name + ">")).isEqualTo(line(platform, "<" + name + ">"));
    }
    for (String plugin :
        new String[] {
          "maven-clean-plugin",
          "maven-resources-plugin",
          "maven-jar-plugin",
          "maven-surefire-plugin",
          "maven-compiler-plugin"
        }) {
      String artifact = "<artifactId>" + plugin + "</artifactId>";
      assertThat(line(after(parent, artifact), "<version>"))
          .as(plugin)
          .isEqualTo(line(after(platform, artifact), "<version>"));
    }
  }

  private static String after(String text, String start) {
    return text.substring(text.indexOf(start));
  }

  private static String line(String text, String start) {
    return text.lines()
        .map(String::strip)
        .filter(one -> one.startsWith(start))
        .findFirst()
        .orElseThrow();
  }
}
