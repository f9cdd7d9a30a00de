package org.socketplatform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"fs", "os", "platform", "window", "ping", "stdout", "plugin", "relay"})
  void shouldKeepTheNamesOfThePlatform(String name) {
    assertThat(ReservedNames.contains(name)).isTrue();
  }

  @Test
  void shouldLeaveOtherNamesToPlugins() {
    assertThat(ReservedNames.contains("greeter")).isFalse();
    assertThat(ReservedNames.contains("fs-tools")).isFalse();
  }
}
