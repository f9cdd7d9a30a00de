package org.socketplatform.bluetooth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.config.SocketIni;
import org.socketplatform.plugin.Caller;

class ServiceGrantsTest {
  private static final UUID HEART_RATE = Gatt.uuid(0x180d);
  private static final UUID BATTERY = Gatt.uuid(0x180f);
  private static final String APP = "socket://com.example.app";
  private static final Caller PAGE = new Caller(0, APP, Caller.Kind.PAGE);
  private static final Caller SECOND = new Caller(2, APP, Caller.Kind.PAGE);
  private static final Caller LOGGER = new Caller(-1, "backend:Logger", Caller.Kind.BACKEND);

  private static ServiceGrants grants(String... lines) {
    return new ServiceGrants(SocketIni.parse(String.join("\n", lines)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "180d",
        "180D",
        "0x180d",
        "0000180d",
        "0000180d-0000-1000-8000-00805f9b34fb",
        "0000180D-0000-1000-8000-00805F9B34FB"
      })
  void shouldGrantAServiceInEachFormThatItIsWrittenIn(String form) {
    ServiceGrants grants = grants("[capabilities.bluetooth]", "services[] = \"" + form + "\"");

    assertThat(grants.isGranted(PAGE, HEART_RATE)).isTrue();
    assertThat(grants.isGranted(PAGE, BATTERY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "18", "heart_rate", "180d-", "**", "0000180d-0000-1000-8000"})
  void shouldGrantNothingByWhatItDoesNotUnderstand(String form) {
    ServiceGrants grants = grants("[capabilities.bluetooth]", "services[] = \"" + form + "\"");

    assertThat(grants.isGranted(PAGE, HEART_RATE)).isFalse();
  }

  @Test
  void shouldDenyEverythingByADenialThatItDoesNotUnderstand() {
    ServiceGrants grants =
        grants("[capabilities.bluetooth]", "services[] = *", "deny[] = heart_rate");

    assertThat(grants.isGranted(PAGE, HEART_RATE)).isFalse();
    assertThat(grants.isGranted(PAGE, BATTERY)).isFalse();
  }

  @Test
  void shouldLetADenialWin() {
    ServiceGrants grants =
        grants("[capabilities]", "bluetooth = true", "[capabilities.bluetooth]", "deny[] = 180d");

    assertThat(grants.isGranted(PAGE, HEART_RATE)).isFalse();
    assertThat(grants.isGranted(PAGE, BATTERY)).isTrue();
  }

  @Test
  void shouldGrantAWindowMoreOrLess() {
    ServiceGrants grants =
        grants(
            "[capabilities.bluetooth]",
            "services[] = 180d",
            "[capabilities.window.2.bluetooth]",
            "services[] = 180f",
            "deny[] = 180d");

    assertThat(grants.isGranted(PAGE, HEART_RATE)).isTrue();
    assertThat(grants.isGranted(PAGE, BATTERY)).isFalse();
    assertThat(grants.isGranted(SECOND, HEART_RATE)).isFalse();
    assertThat(grants.isGranted(SECOND, BATTERY)).isTrue();
  }

  @Test
  void shouldGrantABackendNothingOfWhatPagesHave() {
    ServiceGrants grants =
        grants(
            "[capabilities.bluetooth]",
            "services[] = *",
            "[capabilities.backend.logger.bluetooth]",
            "services[] = 180d");

    assertThat(grants.isGranted(LOGGER, HEART_RATE)).isTrue();
    assertThat(grants.isGranted(LOGGER, BATTERY)).isFalse();
    assertThat(grants.isGranted(new Caller(-1, "backend:other", Caller.Kind.BACKEND), HEART_RATE))
        .isFalse();
  }

  @Test
  void shouldGrantEverythingToAnAppWithoutCapabilities() {
    assertThat(grants("[meta]", "title = Old").isGranted(PAGE, HEART_RATE)).isTrue();
  }
}
