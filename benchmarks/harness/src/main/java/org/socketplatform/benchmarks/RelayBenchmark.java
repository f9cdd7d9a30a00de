package org.socketplatform.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.socketplatform.relay.protocol.Contact;
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
import org.socketplatform.relay.protocol.crypto.Primitives;
import org.socketplatform.relay.protocol.crypto.SessionCipher;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.relay.protocol.crypto.SigningKeys;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/** What the engine of Stream Relay does in a second on one processor, beside libsodium. */
final class RelayBenchmark {
  private static final byte[] NOTHING = {};
  private static final int VALUE_BYTES = 256;
  private static final long ROUND_NANOS = 500_000_000;
  private static final int WARM_UPS = 3;
  private static final int STEP = 64;
  private static final int SENDERS = 1024;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long NOW = 1_700_000_000_000L;
  private static final long TARGET = Endpoint.of(0x0b000001, 9777);
  private static final long OWN = Endpoint.of(0x0c000001, 9777);

  /** One of what is done. */
  private interface Step {
    /** Does it once; the result keeps it from being optimised away. */
    int run(int number);
  }

  private final int rounds;
  private final Digests digests = new Digests();
  private final RandomGenerator random = new SecureRandom();
  private final Map<String, List<Double>> measured = new LinkedHashMap<>();
  private int sink;

  RelayBenchmark(int rounds) {
    this.rounds = rounds;
  }

  Map<String, Double> run(PrintStream out) {
    byte[] sharedKey = SharedKeys.ofText("benchmark");
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    Map<String, Step> steps = new LinkedHashMap<>();
    try (GroupKeys keys = new GroupKeys(sharedKey, Primitives.java());
        GroupKeys fastest = new GroupKeys(sharedKey)) {
      byte[] sealed = keys.seal(value, random);
      codec(steps, sealed);
      steps.put("seal_per_s", number -> keys.seal(value, random).length);
      steps.put("open_per_s", number -> opened(keys, sealed).length);
      session(steps, keys, value);
      Optional<Libsodium> libsodium = Libsodium.find(sharedKey);
      libsodium.ifPresent(sodium -> {
        check(Arrays.equals(value, sodium.open(sealed)));
        check(Arrays.equals(value, opened(keys, sodium.seal(value))));
        steps.put("native_seal_per_s", number -> fastest.seal(value, random).length);
        steps.put("native_open_per_s", number -> opened(fastest, sealed).length);
        steps.put("libsodium_seal_per_s", number -> sodium.seal(value).length);
        steps.put("libsodium_open_per_s", number -> sodium.open(sealed).length);
      });
      Step relay = relay();
      steps.put("relay_per_s", relay);
      measure(steps, relay, out);
      libsodium.ifPresentOrElse(
          Libsodium::close,
          () -> out.println("libsodium is not installed: nothing to compare with"));
    }
    return report(out);
  }

  private static byte[] opened(GroupKeys keys, byte[] sealed) {
    return Objects.requireNonNull(keys.open(sealed), "what was sealed does not open");
  }

  private static void check(boolean isRight) {
    if (!isRight) {
      throw new BenchmarkException("a packet is not as it was written");
    }
  }

  private void codec(Map<String, Step> steps, byte[] sealed) {
    Id cluster = Names.of("benchmark");
    Packet packet =
        new Packet(PacketType.PUBLISH)
            .set(Field.CLUSTER_ID, cluster)
            .set(Field.SUBCLUSTER_ID, Names.of("subcluster"))
            .set(Field.USR1, Names.of("event"))
            .set(Field.USR2, Names.of("key"))
            .set(Field.USR3, new byte[32])
            .set(Field.USR4, new byte[32])
            .set(Field.SIG, new byte[64])
            .set(Field.MESSAGE, sealed);
    byte[] message = sealed.clone();
    ByteBuffer out = ByteBuffer.allocate(Frame.MAX_BYTES);
    steps.put(
        "encode_per_s",
        number -> {
          message[0] = (byte) number;
          packet.set(Field.PACKET_ID, digests.sha256(message)).set(Field.MESSAGE, message);
          packet.write(out.clear(), digests);
          return out.position();
        });
    packet.set(Field.PACKET_ID, digests.sha256(sealed)).set(Field.MESSAGE, sealed);
    byte[] bytes = packet.toBytes(digests);
    Frame frame = new Frame();
    steps.put(
        "decode_per_s",
        number -> {
          check(frame.read(bytes, 0, bytes.length));
          Id id =
              digests.sha256(
                  frame.array(), frame.start(Field.MESSAGE), frame.length(Field.MESSAGE));
          check(frame.has(Field.PACKET_ID, id));
          return frame.length();
        });
  }

  /** A session: the handshake of both sides, and messages as they are sealed afterwards. */
  private void session(Map<String, Step> steps, GroupKeys keys, byte[] value) {
    AgreementKeys alice = AgreementKeys.of(new SigningKeys(SharedKeys.ofText("alice")));
    AgreementKeys bob = AgreementKeys.of(new SigningKeys(SharedKeys.ofText("bob")));
    steps.put("session_handshakes_per_s", number -> handshake(keys, alice, bob).length);
    SessionCipher seals = handshake(keys, alice, bob)[0];
    byte[] out = new byte[value.length + SessionCipher.TAG];
    long[] counter = new long[1];
    steps.put(
        "session_seal_per_s",
        number -> {
          seals.seal(counter[0]++, NOTHING, value, 0, value.length, out, 0);
          return out[0];
        });
    SessionCipher[] pair = handshake(keys, alice, bob);
    byte[] sealed = new byte[out.length];
    pair[0].seal(0, NOTHING, value, 0, value.length, sealed, 0);
    steps.put(
        "session_open_per_s",
        number ->
            Objects.requireNonNull(pair[1].open(0, NOTHING, sealed, 0, sealed.length)).length);
  }

  /** What Alice seals with, and what Bob opens with. */
  private SessionCipher[] handshake(GroupKeys keys, AgreementKeys alice, AgreementKeys bob) {
    try (Handshake asks = keys.handshake(true, NOTHING, alice, random);
        Handshake answers = keys.handshake(false, NOTHING, bob, random)) {
      check(answers.read(Objects.requireNonNull(asks.write(NOTHING))) != null);
      check(asks.read(Objects.requireNonNull(answers.write(NOTHING))) != null);
      check(answers.read(Objects.requireNonNull(asks.write(NOTHING))) != null);
      return new SessionCipher[] {asks.split()[0], answers.split()[1]};
    }
  }

  /** A peer that passes on a piece of a message for another, each time a new one. */
  private Step relay() {
    int[] sent = new int[1];
    Outlet outlet =
        new Outlet() {
          @Override
          public void send(int socket, long to, ByteBuffer datagram) {
            sent[0] += to == TARGET ? 1 : 0;
          }

          @Override
          public int openSocket() {
            return -1;
          }

          @Override
          public void closeSocket(int socket) {}

          @Override
          public void event(RelayEvent event) {}
        };
    Id target = Names.of("target");
    Peer peer =
        Peers.create(
            PeerOptions.of(Names.of("benchmark")).seenAt(OWN, NatType.UNRESTRICTED),
            SharedKeys.ofText("seed"),
            outlet,
            new SplittableRandom(1));
    peer.addContact(new Contact(target, TARGET, NatType.UNRESTRICTED, false), NOW);
    peer.start(NOW);
    byte[] bytes =
        new Packet(PacketType.STREAM)
            .set(Field.PACKET_ID, Names.of("packet"))
            .set(Field.USR3, target)
            .set(Field.USR4, Names.of("source"))
            .set(Field.MESSAGE, new byte[Frame.MESSAGE_BYTES])
            .hops(1)
            .toBytes(digests);
    Frame frame = new Frame();
    check(frame.read(bytes, 0, bytes.length));
    int idAt = frame.start(Field.PACKET_ID);
    ByteBuffer datagram = ByteBuffer.wrap(bytes);
    long[] count = new long[1];
    return number -> {
      long packet = ++count[0];
      datagram.clear().putLong(idAt, packet * 0x9e3779b97f4a7c15L);
      // Many senders in networks of their own, so that none of them is beyond its quota.
      long from = Endpoint.of(0x14000001 + (int) (packet % SENDERS << 8), 9777);
      int before = sent[0];
      peer.receive(Peer.MAIN, from, datagram, NOW + packet / 1000);
      if (sent[0] != before + 1) {
        throw new BenchmarkException("a packet was not passed on");
      }
      return sent[0];
    };
  }

  private void measure(Map<String, Step> steps, Step relay, PrintStream out) {
    steps
        .values()
        .forEach(step -> {
          for (int i = 0; i < WARM_UPS; i++) {
            perSecond(step);
          }
        });
    for (int round = 1; round <= rounds; round++) {
      out.printf("round %d of %d%n", round, rounds);
      steps.forEach((name, step) -> keep(name, perSecond(step)));
      keep("relay_bytes_allocated_per_packet", allocated(relay));
    }
  }

  private void keep(String name, double value) {
    measured.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
  }

  private double perSecond(Step step) {
    long begun = System.nanoTime();
    int done = 0;
    long passed;
    do {
      for (int i = 0; i < STEP; i++) {
        sink += step.run(done++);
      }
      passed = System.nanoTime() - begun;
    } while (passed < ROUND_NANOS);
    return done * NANOS_PER_SECOND / passed;
  }

  private double allocated(Step step) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int count = 200_000;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < count; i++) {
      sink += step.run(i);
    }
    return (double) (threads.getCurrentThreadAllocatedBytes() - before) / count;
  }

  private Map<String, Double> report(PrintStream out) {
    out.printf(
        "%nOn one processor, medians of %d rounds; sealed are %d bytes (%d)%n",
        rounds, VALUE_BYTES, sink & 1);
    Map<String, Double> figures = new LinkedHashMap<>();
    measured.forEach((name, values) -> {
      Samples samples = new Samples(values);
      out.printf(
          "  %-34s %12.1f  (%.1f to %.1f)%n", name, samples.median(), samples.min(), samples.max());
      figures.put(name, samples.median());
    });
    for (String what : List.of("seal", "open")) {
      double peer = figures.getOrDefault("libsodium_" + what + "_per_s", 0.0);
      if (peer > 0) {
        compare(what, peer, "goal: at least 0.45", figures, out);
        compare("native_" + what, peer, "goal: more than that", figures, out);
      }
    }
    out.println("  goals: at least 300000 packets passed on a second, without a byte for each");
    return figures;
  }

  private static void compare(
      String what, double peer, String goal, Map<String, Double> figures, PrintStream out) {
    double ratio = figures.getOrDefault(what + "_per_s", 0.0) / peer;
    Report.row(out, what + " beside libsodium", "x", ratio, goal);
    figures.put(what + "_of_libsodium", ratio);
  }
}
