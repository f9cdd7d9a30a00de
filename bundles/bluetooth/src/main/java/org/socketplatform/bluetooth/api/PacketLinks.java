package org.socketplatform.bluetooth.api;

import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Carries packets between programs nearby, where there is no network. An OSGi service. Safe for use
 * by many threads.
 *
 * <p>Like datagrams: packets may be lost when a link is full or breaks, and are otherwise delivered
 * whole, once and in order. They are neither encrypted nor authenticated here.
 */
@ProviderType
public interface PacketLinks {
  /** The longest packet, in bytes. */
  int LONGEST_PACKET = 1421;

  /**
   * Offers a service and looks for it: whoever else does becomes a link, one for each peer.
   *
   * @param listener called one at a time for each link; must not block for long
   * @return ends it, with all its links
   */
  Registration open(UUID service, PacketListener listener);
}
