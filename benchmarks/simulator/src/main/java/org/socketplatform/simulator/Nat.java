package org.socketplatform.simulator;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;

/**
 * A box that translates addresses (RFC 4787): a node of an outer realm, and the realm of what is
 * behind it. Its outer realm may be the inside of another one, as behind a provider's NAT.
 *
 * <p>Only what is sent out keeps a mapping, and a permission to get in, alive.
 */
final class Nat implements Node, Realm {
  private static final int FIRST_PORT = 1024;
  private static final int LAST_PORT = 65535;
  private static final int FIRST_INNER_ADDRESS = 10 << 24 | 2;

  /** An inner endpoint, with the part of the other end that the mapping depends on. */
  private record Key(long inner, long remote) {}

  private static final class Mapping {
    final Key key;
    final int port;
    final Map<Long, Long> permitted = new HashMap<>(2);
    long lastUsed;
    int sizeToClean = 64;

    Mapping(Key key, int port) {
      this.key = key;
      this.port = port;
    }

    void permit(long remote, long now, long timeout) {
      permitted.put(remote, now);
      if (permitted.size() > sizeToClean) {
        permitted.values().removeIf(since -> now - since > timeout);
        sizeToClean = Math.max(64, 2 * permitted.size());
      }
    }
  }

  private final NatKind kind;
  private final Realm outer;
  private final int address;
  private final RandomGenerator random;
  private final Traffic traffic;
  private final Map<Key, Mapping> mappings = new HashMap<>(4);
  private final Map<Integer, Mapping> ports = new HashMap<>(4);
  private final Map<Integer, Node> inside = new HashMap<>(2);
  private int nextPort;
  private int attached;

  Nat(NatKind kind, Realm outer, RandomGenerator random, Traffic traffic) {
    this.kind = kind;
    this.outer = outer;
    this.random = random;
    this.traffic = traffic;
    this.nextPort = random.nextInt(FIRST_PORT, LAST_PORT);
    this.address = outer.attach(this);
  }

  @Override
  public int attach(Node node) {
    int inner = FIRST_INNER_ADDRESS + attached++;
    inside.put(inner, node);
    return inner;
  }

  @Override
  public void detach(int inner) {
    inside.remove(inner);
    if (inside.isEmpty()) {
      outer.detach(address);
    }
  }

  /** The address that the outer realm sees. */
  int address() {
    return address;
  }

  @Override
  public void carry(long from, long to, byte[] datagram, long now) {
    int target = Endpoint.address(to);
    Node neighbour = inside.get(target);
    if (neighbour != null) {
      neighbour.arrive(from, to, datagram, now);
      return;
    }
    long seenAs = Endpoint.of(address, mapOut(from, to, now).port);
    if (target != address) {
      outer.carry(seenAs, to, datagram, now);
    } else if (kind.hairpin()) {
      arrive(seenAs, to, datagram, now);
    } else {
      traffic.filtered();
    }
  }

  private Mapping mapOut(long from, long to, long now) {
    Key key = new Key(from, kind.mapping().of(to));
    Mapping mapping = mappings.get(key);
    if (mapping != null && isOver(mapping, now)) {
      forget(mapping);
      mapping = null;
    }
    if (mapping == null) {
      mapping = new Mapping(key, freePort(Endpoint.port(from), now));
      mappings.put(key, mapping);
      ports.put(mapping.port, mapping);
    }
    mapping.lastUsed = now;
    mapping.permit(kind.filtering().of(to), now, kind.timeoutMillis());
    return mapping;
  }

  private int freePort(int inner, long now) {
    if (ports.size() > LAST_PORT / 2) {
      forgetWhatIsOver(now);
    }
    int port =
        switch (kind.ports()) {
          case PRESERVING -> Math.max(inner, FIRST_PORT);
          case SEQUENTIAL -> next(nextPort);
          case RANDOM -> random.nextInt(FIRST_PORT, LAST_PORT + 1);
        };
    for (Mapping other = ports.get(port); other != null; other = ports.get(port)) {
      if (isOver(other, now)) {
        forget(other);
        break;
      }
      port = next(port);
    }
    if (kind.ports() == NatKind.Ports.SEQUENTIAL) {
      nextPort = port;
    }
    return port;
  }

  private static int next(int port) {
    return port == LAST_PORT ? FIRST_PORT : port + 1;
  }

  private void forgetWhatIsOver(long now) {
    for (Iterator<Mapping> all = ports.values().iterator(); all.hasNext(); ) {
      Mapping mapping = all.next();
      if (isOver(mapping, now)) {
        all.remove();
        mappings.remove(mapping.key);
      }
    }
  }

  private boolean isOver(Mapping mapping, long now) {
    return now - mapping.lastUsed > kind.timeoutMillis();
  }

  private void forget(Mapping mapping) {
    mappings.remove(mapping.key);
    ports.remove(mapping.port);
  }

  @Override
  public void arrive(long from, long to, byte[] datagram, long now) {
    Mapping mapping = mapIn(from, Endpoint.port(to), now);
    if (mapping == null) {
      traffic.filtered();
      return;
    }
    Node node = inside.get(Endpoint.address(mapping.key.inner));
    if (node != null) {
      node.arrive(from, mapping.key.inner, datagram, now);
    }
  }

  private @Nullable Mapping mapIn(long from, int port, long now) {
    Mapping mapping = ports.get(port);
    if (mapping == null || isOver(mapping, now)) {
      return null;
    }
    Long permitted = mapping.permitted.get(kind.filtering().of(from));
    boolean gets = permitted != null && now - permitted <= kind.timeoutMillis();
    return gets ? mapping : null;
  }
}
