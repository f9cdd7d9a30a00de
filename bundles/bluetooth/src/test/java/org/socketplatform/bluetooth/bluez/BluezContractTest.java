package org.socketplatform.bluetooth.bluez;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.socketplatform.bluetooth.BluetoothContract;
import org.socketplatform.bluetooth.Lab;

class BluezContractTest extends BluetoothContract {
  @Override
  protected Lab open() {
    assumeTrue(MessageBus.isInstalled(), "BlueZ, as it needs dbus-daemon; install dbus");
    return new BluezLab();
  }
}
