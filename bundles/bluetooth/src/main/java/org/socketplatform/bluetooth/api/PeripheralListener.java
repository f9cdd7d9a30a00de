package org.socketplatform.bluetooth.api;

import java.util.UUID;
import org.osgi.annotation.versioning.ConsumerType;

/** What centrals do with a {@link Peripheral}. */
@ConsumerType
public interface PeripheralListener {
  /**
   * A central reads.
   *
   * @throws BluetoothException to refuse
   */
  byte[] onRead(DeviceId central, UUID service, UUID characteristic);

  /**
   * A central has written.
   *
   * @throws BluetoothException to refuse
   */
  void onWrite(DeviceId central, UUID service, UUID characteristic, byte[] value);

  /**
   * The first central has subscribed, or the last one has ended that. Systems do not tell which
   * one.
   */
  default void onSubscription(UUID service, UUID characteristic, boolean subscribed) {}
}
