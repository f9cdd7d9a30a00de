package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MissingPluginsTest {
  private final Logger log = Logger.getLogger("webview");
  private final Lines lines = new Lines();

  /** Keeps what is logged. */
  private static final class Lines extends Handler {
    final List<String> all = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      all.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    log.addHandler(lines);
  }

  @AfterEach
  void leave() {
    log.removeHandler(lines);
  }

  private List<String> toldAbout(FakeSettings settings, String... plugins) {
    MissingPlugins missing = new MissingPlugins(settings, () -> {});
    for (String plugin : plugins) {
      missing.tell(plugin);
    }
    return lines.all;
  }

  @Test
  void shouldTellToNameAPluginInTheSettings() {
    assertThat(toldAbout(new FakeSettings(), "greeter", "greeter"))
        .containsExactly(
            "the page imports plugin:greeter, which socket.ini does not name; write there under"
                + " [plugins]: greeter = \"[1,2)\"");
  }

  @Test
  void shouldTellToInstallAPluginThatTheSettingsNameByItsVersions() {
    assertThat(toldAbout(new FakeSettings().with("plugins.greeter", "[1,2)"), "greeter"))
        .singleElement()
        .asString()
        .contains("plugin:greeter", "is not there", "ssc plugin install SOURCE");
  }

  @Test
  void shouldLeaveAProjectToThoseWhoBuildIt() {
    assertThat(toldAbout(new FakeSettings().with("plugins.greeter", "./greeter"), "greeter"))
        .isEmpty();
  }
}
