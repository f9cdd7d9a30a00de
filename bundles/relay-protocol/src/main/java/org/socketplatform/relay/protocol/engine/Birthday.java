package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.Peer;

/**
 * Gets two peers together of which one is seen at another port by everybody: the other opens 1024
 * ports towards it, and it knocks from up to 256 sockets until one of its ports is one of those. 98
 * of 100 times they meet.
 */
final class Birthday {
  private static final int SOCKETS = 256;
  private static final int PORTS = 1024;
  private static final int KNOCKS = 1024;
  private static final int KNOCK_MILLIS = 10;
  private static final int FIRST_PORT = 1024;
  private static final int MAX_AT_ONCE = 2;
  private static final byte[] OPENER = {1};

  private final Engine engine;
  private final Map<Id, Timers.Timer> knocking = new HashMap<>(2);
  // Sockets of the pool, and how many peers are reached through each of them.
  private final Map<Integer, Integer> sockets = new LinkedHashMap<>(2);
  private int[] ports = {};
  private long openedAt;
  private int opened;

  Birthday(Engine engine) {
    this.engine = engine;
  }

  /** Opens ports towards a peer; few peers a minute, so that nobody is made to flood others. */
  void open(Known known) {
    if (engine.now - openedAt >= 60_000) {
      openedAt = engine.now;
      opened = 0;
    }
    if (opened++ >= MAX_AT_ONCE * 8) {
      return;
    }
    if (ports.length == 0) {
      ports = engine.random.ints(FIRST_PORT, 65_536).distinct().limit(PORTS).toArray();
    }
    int address = Endpoint.address(known.endpoint);
    for (int port : ports) {
      engine.sender.send(Peer.MAIN, Endpoint.of(address, port), ByteBuffer.wrap(OPENER));
    }
  }

  /** Knocks at a peer's port until it answers. */
  void connect(Known known, @Nullable Id subcluster) {
    if (knocking.size() < MAX_AT_ONCE) {
      knock(known, subcluster, KNOCKS);
    }
  }

  private void knock(Known known, @Nullable Id subcluster, int left) {
    Integer socket = socket();
    if (socket == null || left == 0) {
      knocking.remove(known.id);
      return;
    }
    engine.sender.connectionPing(known, socket, subcluster);
    knocking.put(
        known.id,
        engine.timers.at(engine.now + KNOCK_MILLIS, () -> knock(known, subcluster, left - 1)));
  }

  /** One that is not taken: a new one while there are less than 256, else any. */
  private @Nullable Integer socket() {
    if (sockets.size() < SOCKETS) {
      int socket = engine.outlet.openSocket();
      if (socket >= 0) {
        sockets.put(socket, 0);
        return socket;
      }
    }
    Integer[] free =
        sockets.entrySet().stream()
            .filter(entry -> entry.getValue() == 0)
            .map(Map.Entry::getKey)
            .toArray(Integer[]::new);
    return free.length == 0 ? null : free[engine.random.nextInt(free.length)];
  }

  /** A socket has reached a peer: it is kept for it, and the others are closed when idle. */
  void won(int socket) {
    sockets.computeIfPresent(socket, (any, peers) -> peers + 1);
  }

  /** A peer is not reached through a socket any more. */
  void release(int socket) {
    Integer peers = sockets.get(socket);
    if (peers != null && peers <= 1) {
      sockets.remove(socket);
      engine.outlet.closeSocket(socket);
    }
  }

  /** Stops knocking at a peer; sockets that reach nobody are closed with the last. */
  void stop(Known known) {
    Timers.Timer timer = knocking.remove(known.id);
    if (timer != null) {
      timer.cancel();
      if (knocking.isEmpty()) {
        closeIdle();
      }
    }
  }

  private void closeIdle() {
    sockets
        .entrySet()
        .removeIf(entry -> {
          boolean idle = entry.getValue() == 0;
          if (idle) {
            engine.outlet.closeSocket(entry.getKey());
          }
          return idle;
        });
  }

  void close() {
    knocking.values().forEach(Timers.Timer::cancel);
    knocking.clear();
    sockets.keySet().forEach(engine.outlet::closeSocket);
    sockets.clear();
  }
}
