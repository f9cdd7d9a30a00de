package org.socketplatform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WellKnownPathsTest {
  private static final Path RESOURCES = Path.of("/app");

  @TempDir Path home;

  @Test
  void shouldFollowTheDefaultsOfXdg() throws IOException {
    Files.createDirectory(home.resolve("Photos"));

    assertThat(WellKnownPaths.of(Map.of("HOME", home.toString()), "com.example", RESOURCES))
        .isEqualTo(
            Map.of(
                "home", home,
                "data", home.resolve(".local/share/com.example"),
                "config", home.resolve(".config/com.example"),
                "log", home.resolve(".config/com.example"),
                "tmp", Path.of("/tmp"),
                "resources", RESOURCES,
                "pictures", home.resolve("Photos")));
  }

  @Test
  void shouldFollowTheEnvironment() {
    Map<String, String> env =
        Map.of(
            "HOME", home.toString(),
            "XDG_CONFIG_HOME", "/etc/me",
            "XDG_DATA_HOME", "relative/is/ignored",
            "XDG_MUSIC_DIR", "/music",
            "TMPDIR", "/var/tmp/");

    assertThat(WellKnownPaths.of(env, "com.example", RESOURCES))
        .containsEntry("config", Path.of("/etc/me/com.example"))
        .containsEntry("data", home.resolve(".local/share/com.example"))
        .containsEntry("music", Path.of("/music"))
        .containsEntry("tmp", Path.of("/var/tmp"));
  }

  @Test
  void shouldReadWhatTheUserChose() throws IOException {
    Files.createDirectories(home.resolve(".config"));
    Files.createDirectories(home.resolve("Videos"));
    Files.writeString(
        home.resolve(".config/user-dirs.dirs"),
        """
        # chosen by the user
        XDG_DOWNLOAD_DIR="$HOME/Herunter geladen"
        XDG_DOCUMENTS_DIR="/srv/docs"
        XDG_VIDEOS_DIR="$HOME/"
        XDG_MUSIC_DIR="nonsense
        """);

    Map<String, Path> paths =
        WellKnownPaths.of(Map.of("HOME", home.toString()), "com.example", RESOURCES);

    assertThat(paths)
        .containsEntry("downloads", home.resolve("Herunter geladen"))
        .containsEntry("documents", Path.of("/srv/docs"))
        .doesNotContainKeys("videos", "music", "media");
  }

  @Test
  void shouldFindAHomeWithoutAnEnvironment() {
    assertThat(WellKnownPaths.of(Map.of(), "com.example", RESOURCES).get("home")).isAbsolute();
  }
}
