package org.socketplatform.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  @TempDir private Path folder;

  @Test
  void shouldReadWhatItWrote() throws IOException {
    Plan plan =
        new Plan(
            "12ab",
            Map.of("a", "1", "b", "x;y=\"z\", w"),
            List.of(new Plan.PlannedBundle(1, "a.jar"), new Plan.PlannedBundle(2, "b c.jar")));
    Path file = Files.write(folder.resolve(Plan.FILE), plan.lines());

    assertThat(Plan.read(file)).isEqualTo(plan);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "digest\tx", "digest\tx\nbundle\tone\ta.jar", "digest\tx\nbundle", "ELF"})
  void shouldSayWhatToDoWithADamagedPlan(String content) throws IOException {
    Path file = Files.writeString(folder.resolve(Plan.FILE), content);

    assertThatThrownBy(() -> Plan.read(file))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("./ssc build --clean");
  }
}
