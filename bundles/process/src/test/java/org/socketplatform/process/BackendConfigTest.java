package org.socketplatform.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.socketplatform.config.SocketIni;

class BackendConfigTest {
  @Test
  void shouldReadWhatSocketIniSays() {
    var backends =
        BackendConfig.of(
            SocketIni.parse(
                """
                [linux]
                cmd = "./old --flag"
                [backend.py]
                cmd = "python3 'my backend.py' x"
                [backend.quiet]
                cmd = node quiet.mjs
                start = page
                restart = false
                [backend.empty]
                cmd = ""
                """),
            "linux");
    assertThat(backends.values())
        .containsExactly(
            new BackendConfig("default", List.of("./old", "--flag"), false, true),
            new BackendConfig("py", List.of("python3", "my backend.py", "x"), true, true),
            new BackendConfig("quiet", List.of("node", "quiet.mjs"), false, false));
  }

  @Test
  void shouldDivideACommandAtItsSpaces() {
    assertThat(BackendConfig.words("  a  \"b c\" d'e f'g ''\t"))
        .isEqualTo(List.of("a", "b c", "de fg", ""));
    assertThat(BackendConfig.words(" ")).isEmpty();
  }

  @Test
  void shouldWaitLongerAfterEachCrash() {
    Backoff backoff = new Backoff();
    for (int seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
      assertThat(backoff.after(Duration.ZERO)).isEqualTo(Duration.ofSeconds(seconds));
    }
    assertThat(backoff.after(Duration.ofMinutes(2))).isEqualTo(Duration.ofSeconds(1));
  }
}
