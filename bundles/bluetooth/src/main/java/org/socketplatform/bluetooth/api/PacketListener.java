package org.socketplatform.bluetooth.api;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** What happens on {@link PacketLinks}. */
@ConsumerType
public interface PacketListener {
  /** There is a peer. */
  void opened(PacketLink link);

  /** A packet has come; the buffer is the listener's. */
  void received(PacketLink link, ByteBuffer packet);

  /** There is room again on a link that was full. */
  default void writable(PacketLink link) {}

  /** The peer is gone. */
  void closed(PacketLink link);
}
