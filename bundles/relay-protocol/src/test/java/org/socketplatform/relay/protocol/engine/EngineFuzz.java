package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.SplittableRandom;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.Outlet;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.Peers;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SharedKeys;

/**
 * Hands any bytes to peers as a datagram, of a stranger and of an introducer: they never throw, and
 * do not answer with more than a few datagrams at once.
 */
public final class EngineFuzz {
  private static final long NOW = 1_700_000_000_000L;
  private static final long HERE = Endpoint.parse("192.0.2.1", 4000);
  private static final long INTRODUCER = Endpoint.parse("192.0.2.2", 4000);
  private static final long STRANGER = Endpoint.parse("198.51.100.3", 4000);
  private static final int MOST_ANSWERS = 24;
  private static final Workspace WORKSPACE = new Workspace();

  private EngineFuzz() {}

  /** One input of the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    PeerOptions options = PeerOptions.of(Names.of("TEST")).seenAt(HERE, NatType.PORT_RESTRICTED);
    give(bytes, options);
    give(bytes, options.withFeatures(Set.of()));
    give(bytes, options.asIntroducer(HERE));
  }

  private static void give(byte[] bytes, PeerOptions options) {
    Counter counter = new Counter();
    Peer peer = Peers.create(options, new byte[32], counter, new SplittableRandom(1), WORKSPACE);
    peer.join(SharedKeys.ofText("SHARED"), NOW);
    peer.addContact(new Contact(Names.of("bob"), INTRODUCER, NatType.UNRESTRICTED, true), NOW);
    peer.start(NOW);
    for (long from : new long[] {STRANGER, INTRODUCER}) {
      counter.sent = 0;
      for (int socket = Peer.MAIN; socket <= Peer.PROBE; socket++) {
        peer.receive(socket, from, ByteBuffer.wrap(bytes), NOW);
      }
      if (counter.sent > MOST_ANSWERS) {
        throw new IllegalStateException(counter.sent + " answers at once");
      }
    }
    for (long now = NOW; now < NOW + 3000; now += 500) {
      peer.advance(now);
    }
    peer.close(NOW + 3000);
  }

  private static final class Counter implements Outlet {
    int sent;
    int sockets = Peer.PROBE;

    @Override
    public void send(int socket, long to, ByteBuffer datagram) {
      sent++;
    }

    @Override
    public int openSocket() {
      return ++sockets;
    }

    @Override
    public void closeSocket(int socket) {}

    @Override
    public void event(RelayEvent event) {}
  }
}
