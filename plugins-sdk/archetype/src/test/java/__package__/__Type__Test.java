package __package__;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.socketplatform.testkit.PluginTest;

class __Type__Test {
  @Test
  void shouldGreetByName() {
    try (PluginTest app =
        PluginTest.with(new __Type__Routes(new __Type__()))
            .allow("[capabilities.__name__]", "hello = true")
            .start()) {
      assertThat(app.call("__name__.hello", "name", "Ada").text()).isEqualTo("Hello Ada");
    }
  }

  @Test
  void shouldAnswerOnlyAppsThatMayAsk() {
    try (PluginTest app = PluginTest.with(new __Type__Routes(new __Type__())).start()) {
      assertThat(app.call("__name__.hello", "name", "Ada").failure().code())
          .isEqualTo("NOT_ALLOWED");
    }
  }
}
