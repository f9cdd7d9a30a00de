package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.Outlet;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.Peers;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.crypto.AgreementKeys;
import org.socketplatform.relay.protocol.crypto.GroupKeys;
import org.socketplatform.relay.protocol.crypto.Handshake;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SessionCipher;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.relay.protocol.crypto.SigningKeys;
import org.socketplatform.relay.protocol.wire.PacketType;
import org.socketplatform.relay.protocol.wire.SessionPacket;

/**
 * Hands any bytes to a peer as each packet of a session, and as what a member has sealed in one: it
 * never throws, and after all of that a true handshake and a true message still work.
 */
public final class SessionFuzz {
  private static final long NOW = 1_700_000_000_000L;
  private static final long HERE = Endpoint.parse("192.0.2.1", 4000);
  private static final long THERE = Endpoint.parse("198.51.100.3", 4000);
  private static final byte[] NOTHING = {};
  private static final Workspace WORKSPACE = new Workspace();

  private SessionFuzz() {}

  /** One input of the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Recorder recorder = new Recorder();
    PeerOptions options = PeerOptions.of(Names.of("TEST")).seenAt(HERE, NatType.PORT_RESTRICTED);
    Peer peer = Peers.create(options, new byte[32], recorder, new SplittableRandom(1), WORKSPACE);
    Id id = peer.info().peerId();
    byte[] shared = SharedKeys.ofText("SHARED");
    peer.join(shared, NOW);
    peer.start(NOW);
    byte[] some = Arrays.copyOf(bytes, Math.min(bytes.length, Parcels.PIECE));
    giveAll(peer, id, 0, some);

    SigningKeys keys = new SigningKeys(SharedKeys.ofText("member"));
    GroupKeys group = new GroupKeys(shared);
    byte[] prologue =
        ByteBuffer.allocate(14 + 2 * Id.BYTES)
            .put("SRP6 session 1".getBytes(StandardCharsets.US_ASCII))
            .put(group.subclusterId().toBytes())
            .put(id.toBytes())
            .array();
    Handshake handshake =
        group.handshake(true, prologue, AgreementKeys.of(keys), new SplittableRandom(2));
    byte[] self = Names.ofKey(keys.publicKey()).toBytes();
    give(peer, packet(PacketType.SESSION_ASK, id, 1, write(handshake, self)));
    byte[] answer = Objects.requireNonNull(recorder.last, "no answer");
    long number = SessionPacket.number(answer, SessionPacket.HEADER);
    giveAll(peer, id, number, some);
    byte[] second = Arrays.copyOfRange(answer, SessionPacket.HEADER + Long.BYTES, answer.length);
    if (handshake.read(some) != null || handshake.read(second) == null) {
      throw new IllegalStateException("the handshake does not go on");
    }
    byte[] third = write(handshake, keys.publicKey().toBytes());
    SessionCipher seals = handshake.split()[0];
    give(peer, packet(PacketType.SESSION_BEGIN, id, number, third, sealed(seals, 0, some)));
    giveAll(peer, id, number, some);
    recorder.streamed = 0;
    byte[] message = new byte[Id.BYTES + 4];
    message[Id.BYTES + 1] = 2;
    Arrays.fill(message, Id.BYTES + 2, message.length, (byte) '{');
    message[message.length - 1] = '}';
    byte[] piece = Parcels.piece(1, Integer.MAX_VALUE, message, 0);
    give(peer, packet(PacketType.SESSION_DATA, id, number, sealed(seals, 1, piece)));
    if (recorder.streamed != 1) {
      throw new IllegalStateException(recorder.streamed + " messages");
    }
    peer.advance(NOW + 1000);
    peer.close(NOW + 1000);
  }

  private static byte[] write(Handshake handshake, byte[] payload) {
    return Objects.requireNonNull(handshake.write(payload));
  }

  private static byte[] sealed(SessionCipher seals, long counter, byte[] plain) {
    byte[] sealed = new byte[Long.BYTES + plain.length + SessionCipher.TAG];
    ByteBuffer.wrap(sealed).putLong(counter);
    seals.seal(counter, NOTHING, plain, 0, plain.length, sealed, Long.BYTES);
    return sealed;
  }

  private static void giveAll(Peer peer, Id to, long number, byte[] bytes) {
    for (int type = PacketType.SESSION_ASK; type <= PacketType.SESSION_DATA; type++) {
      give(peer, packet(type, to, number, bytes));
    }
  }

  private static ByteBuffer packet(int type, Id to, long number, byte[]... parts) {
    int size = SessionPacket.HEADER;
    for (byte[] part : parts) {
      size += part.length;
    }
    ByteBuffer packet = SessionPacket.begin(type, to, number, size);
    for (byte[] part : parts) {
      packet.put(part);
    }
    return packet.flip();
  }

  private static void give(Peer peer, ByteBuffer packet) {
    peer.receive(Peer.MAIN, THERE, packet, NOW);
  }

  private static final class Recorder implements Outlet {
    private byte @Nullable [] last;
    private int streamed;

    @Override
    public void send(int socket, long to, ByteBuffer datagram) {
      byte[] copy = new byte[datagram.remaining()];
      datagram.get(copy);
      last = copy;
    }

    @Override
    public int openSocket() {
      return -1;
    }

    @Override
    public void closeSocket(int socket) {}

    @Override
    public void event(RelayEvent event) {
      streamed += event instanceof RelayEvent.Streamed ? 1 : 0;
    }
  }
}
