package org.socketplatform.simulator;

/** What has an address in a {@link Realm}: a host, or the outside of a NAT. */
interface Node {
  /**
   * A datagram has arrived.
   *
   * @param from endpoint of the sender, as this realm sees it
   * @param to endpoint that it was sent to; its address is the node's
   */
  void arrive(long from, long to, byte[] datagram, long now);
}
