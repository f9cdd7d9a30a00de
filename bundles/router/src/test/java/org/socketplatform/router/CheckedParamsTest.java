package org.socketplatform.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.socketplatform.access.Decision;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.ValueReader;

class CheckedParamsTest {
  private final HostAndPort host = new HostAndPort("example.com", 443);
  private final CommandLine program = new CommandLine(Path.of("/usr/bin/git"), List.of("status"));
  private final CheckedParams checked =
      new CheckedParams(
          Params.of(Map.of("value", "{\"a\":1}", "empty", "")),
          new Decision.Allowed(Map.of(), Map.of("to", host), Map.of("run", program)));

  @Test
  void shouldHandOverWhatWasChecked() {
    assertThat(checked.host("to")).isEqualTo(host);
    assertThat(checked.program("run")).isEqualTo(program);
  }

  @Test
  void shouldNotHandOverWhatTheRouteDoesNotDeclare() {
    assertThatThrownBy(() -> checked.path("path"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The route declares no such scope: path");
    assertThatThrownBy(() -> checked.host("run")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> checked.program("to")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldReadJsonAfreshEachTime() {
    for (int time = 0; time < 2; time++) {
      ValueReader reader = checked.value("value");
      reader.beginObject();
      assertThat(reader.nextName()).isEqualTo("a");
      assertThat(reader.integer()).isEqualTo(1);
      assertThat(reader.nextName()).isNull();
    }
  }

  @Test
  void shouldAskForJsonThatIsMissing() {
    assertThatThrownBy(() -> checked.value("missing"))
        .isInstanceOf(FailureException.class)
        .hasMessage("Expecting 'missing' in parameters");
    assertThatThrownBy(() -> checked.value("empty")).isInstanceOf(FailureException.class);
  }

  @Test
  void shouldNameTheParameterThatIsNoJson() {
    CheckedParams wrong =
        new CheckedParams(
            Params.of(Map.of("options", "{")), new Decision.Allowed(Map.of(), Map.of(), Map.of()));

    assertThatThrownBy(() -> wrong.value("options").skip())
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("Invalid 'options' given in parameters");
  }
}
