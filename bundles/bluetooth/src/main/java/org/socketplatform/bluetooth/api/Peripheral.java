package org.socketplatform.bluetooth.api;

import java.util.UUID;
import org.osgi.annotation.versioning.ConsumerType;

/** Services that are served. Safe for use by many threads. */
@ConsumerType
public interface Peripheral extends AutoCloseable {
  /**
   * Tells a value to all that have subscribed; in order. A central whose MTU is too small gets the
   * beginning of it. May block while those before are on their way.
   *
   * @return false if nobody has subscribed
   * @throws BluetoothException {@code NOT_FOUND} if it is not served, {@code NOT_PERMITTED} if it
   *     cannot be subscribed to, {@code VALUE_TOO_LONG}
   */
  boolean publish(UUID service, UUID characteristic, byte[] value);

  /** Serves and advertises no more; those that are connected to it are disconnected. */
  @Override
  void close();
}
