package org.socketplatform.bluetooth.bluez;

import static org.assertj.core.api.Assertions.assertThat;

import org.bluez.Errors;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "NotReady",
        "NotPermitted",
        "NotConnected",
        "AlreadyConnected",
        "AlreadyExists",
        "DoesNotExist",
        "InProgress",
        "InvalidLength",
        "InvalidValueLength",
        "Failed"
      })
  void shouldKnowAnErrorThatTheLibraryMadeAnew(String name) throws Exception {
    Class<? extends DBusExecutionException> type = Errors.of(name, "").getClass();

    DBusExecutionException made = type.getConstructor(String.class).newInstance("");

    assertThat(Failures.is(made, name)).isTrue();
  }
}
