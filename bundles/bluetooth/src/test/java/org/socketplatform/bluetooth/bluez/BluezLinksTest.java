package org.socketplatform.bluetooth.bluez;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.socketplatform.bluetooth.GattLinksContract;
import org.socketplatform.bluetooth.Lab;

class BluezLinksTest extends GattLinksContract {
  @Override
  protected Lab open() {
    assumeTrue(MessageBus.isInstalled(), "BlueZ, as it needs dbus-daemon; install dbus");
    return new BluezLab();
  }
}
