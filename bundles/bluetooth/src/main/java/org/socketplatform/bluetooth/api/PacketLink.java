package org.socketplatform.bluetooth.api;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** A peer nearby. Safe for use by many threads. */
@ProviderType
public interface PacketLink {
  /** Tells the peer from others for as long as it runs; made up by it. */
  long peer();

  /**
   * Sends a packet soon.
   *
   * @param packet from its position to its limit; copied
   * @return false if the link is full or gone; {@link PacketListener#writable} tells when not
   * @throws IllegalArgumentException if it is empty or longer than {@link
   *     PacketLinks#LONGEST_PACKET}
   */
  boolean send(ByteBuffer packet);
}
