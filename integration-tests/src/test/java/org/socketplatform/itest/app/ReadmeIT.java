package org.socketplatform.itest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells its readers to type about plugins, typed word for word. */
class ReadmeIT {
  private static final Path HOUSE = Path.of(System.getProperty("house", ".."));
  private static final Pattern STORY =
      Pattern.compile("## Write a plugin\n.*?```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir Path temp;

  @Test
  void shouldLeadFromNothingToAPluginInAWindow() throws Exception {
    Matcher story = STORY.matcher(Files.readString(HOUSE.resolve("README.md")));
    assertThat(story.find()).isTrue();
    App user = App.in(temp, temp);
    writeCommand(user.platform());
    giveMavenWhatIsFetched(user.home());

    Result result = user.shell(story.group(1));

    assertThat(result.status()).as("%s %s", result.out(), result.err()).isZero();
    assertThat(result.out())
        .contains("Hello Ada")
        .anyMatch(line -> line.startsWith("installed greeter 1.0.0"));
    assertThat(Files.readString(report()))
        .contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
  }

  private Path report() throws IOException {
    try (var reports =
        Files.newDirectoryStream(temp.resolve("greeter/target/surefire-reports"), "*.txt")) {
      return reports.iterator().next();
    }
  }

  /**
   * {@code ssc} after its set-up, which here is the build that this test is a part of. It ends the
   * app as soon as the page has said something.
   */
  private void writeCommand(BuiltPlatform platform) throws IOException {
    Path script = temp.resolve("ssc");
    Files.writeString(
        script,
        """
        #!/bin/sh
        case $1 in
          run)
            shift
            mkfifo out
            %s "$@" --headless --timeout 60 >out &
            app=$!
            read -r line <out && echo "$line"
            kill $app
            wait $app || true
            ;;
          *) exec %s "$@" ;;
        esac
        """
            .formatted(quoted(platform.command()), quoted(platform.commands())));
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private static String quoted(List<String> words) {
    return "'" + String.join("' '", words) + "'";
  }

  /** A repository with all that the build of the platform fetched, but the platform itself. */
  private static void giveMavenWhatIsFetched(Path home) throws IOException {
    Path fetched = Path.of(System.getProperty("repository"));
    Path repository = home.resolve(".m2/repository");
    Files.createDirectories(repository.resolve("org"));
    link(fetched, repository, "org");
    link(fetched.resolve("org"), repository.resolve("org"), "socketplatform");
    Files.writeString(
        home.resolve(".m2/settings.xml"), "<settings><offline>true</offline></settings>");
  }

  private static void link(Path from, Path to, String butFor) throws IOException {
    try (var folders = Files.newDirectoryStream(from, Files::isDirectory)) {
      for (Path folder : folders) {
        if (!folder.endsWith(butFor)) {
          Files.createSymbolicLink(to.resolve(folder.getFileName()), folder);
        }
      }
    }
  }
}
