package org.socketplatform.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.config.AppConfig;
import org.socketplatform.plugin.Settings;

class AppSettingsTest {
  private static final String APP =
      """
      [build]
      name = app
      [meta]
      bundle_identifier = com.example.app
      [window]
      width = 400
      """;

  @TempDir private Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<Settings> granted = new ArrayList<>();
  private AppSettings settings;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(folder.resolve("index.html"), "<h1>app</h1>");
    save(APP + "[capabilities.greeter]\nhello = true\n");
    AppConfig.Usable app = (AppConfig.Usable) AppConfig.load(folder);
    settings =
        new AppSettings(
            folder,
            app.settings(),
            granted::add,
            new Terminal(new PrintStream(said, true, StandardCharsets.UTF_8)));
  }

  private void save(String text) throws IOException {
    Files.writeString(folder.resolve("socket.ini"), text);
  }

  private String reload(String text) throws IOException {
    save(text);
    said.reset();
    settings.reload();
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldReplaceGrantsAtOnce() throws IOException {
    assertThat(reload(APP + "[capabilities.greeter]\nwave = true\n"))
        .contains("replaced")
        .doesNotContain("run ssc dev again");
    assertThat(granted).hasSize(1);
    assertThat(granted.getFirst().keys())
        .contains("capabilities.greeter.wave")
        .doesNotContain("capabilities.greeter.hello");
  }

  @Test
  void shouldTellWhatNeedsAStart() throws IOException {
    String grants = "[capabilities.greeter]\nhello = true\n";

    assertThat(reload(APP.replace("400", "500") + grants)).contains("run ssc dev again");
    assertThat(granted).isEmpty();
    assertThat(reload(APP + grants)).isEmpty();
  }

  @Test
  void shouldTellThatThePolicyOfPagesNeedsAStart() throws IOException {
    assertThat(reload(APP)).contains("replaced", "run ssc dev again");
    assertThat(granted).hasSize(1);
  }

  @Test
  void shouldGoOnWithWhatItHasWhenTheFileIsBroken() throws IOException {
    assertThat(reload(APP.replace("com.example.app", "not an id")))
        .contains("error: ", "goes on with the settings that it has");
    assertThat(granted).isEmpty();
  }
}
