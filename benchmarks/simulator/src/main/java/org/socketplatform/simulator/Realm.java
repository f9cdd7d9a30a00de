package org.socketplatform.simulator;

/** A network in which addresses mean something: the internet, a home, the inside of a provider. */
interface Realm {
  /** Takes a datagram of one of its nodes. */
  void carry(long from, long to, byte[] datagram, long now);

  /** Gives a node an address of its own, a big-endian IPv4 address. */
  int attach(Node node);

  /** Takes the address away. */
  void detach(int address);
}
