package org.socketplatform.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.socketplatform.plugin.ReservedNames;

class NamesTest {
  @Test
  void shouldRefuseOnlyWhatTheRouterRefusesToo() {
    assertThat(Names.PLATFORM).allMatch(ReservedNames::contains);
  }
}
