package org.socketplatform.itest.app;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers of Stream Relay in real pages; what they do over Bluetooth is in {@link BluetoothIT}. */
@Timeout(180)
class RelayIT {
  @TempDir Path temp;

  @Test
  void shouldGoOnTalkingWhenTheBundleIsReplaced() throws Exception {
    App.of("network-swap", temp).run().assertChecks("two peers");
  }
}
