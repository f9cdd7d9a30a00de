package org.socketplatform.relay.protocol.engine;

import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.cache.CachedPacket;

/** What is done from time to time: heartbeats, expiry, forgetting who is gone, joining again. */
final class Upkeep {
  private static final int MAX_HOPS = 16;
  private static final int FIRST_LOOK_MILLIS = 1000;
  private static final int SILENCES = 3;
  private static final int INTRODUCERS = 4;
  private static final long REFRESH_KEEPALIVES = 10;

  private final Engine engine;
  private final boolean adaptive;
  private final boolean quiet;
  private final int millis;
  private int lookAfter = FIRST_LOOK_MILLIS;
  private long joined;

  Upkeep(Engine engine) {
    this.engine = engine;
    adaptive = engine.has(Feature.ADAPTIVE_KEEPALIVE);
    quiet = engine.has(Feature.QUIET_JOINS);
    millis = adaptive ? engine.options.keepaliveMillis() / 2 : engine.options.keepaliveMillis();
  }

  void start() {
    long first = adaptive ? millis / 2 + engine.random.nextInt(millis / 2) : millis;
    engine.timers.at(engine.now + first, this::loop);
    if (quiet && !engine.options.indexed()) {
      lookAfter = FIRST_LOOK_MILLIS;
      engine.timers.at(engine.now + lookAfter, this::look);
    }
  }

  private void loop() {
    engine.timers.at(engine.now + millis, this::loop);
    if (!engine.isReady()) {
      engine.reflection.start();
    }
    for (Known known : engine.table.copy()) {
      beat(known);
    }
    if (!engine.isReady()) {
      return;
    }
    if (engine.has(Feature.TIMELY_EXPIRY)) {
      expire();
    }
    for (Known known : engine.table.copy()) {
      long silent = engine.now - known.lastHeard;
      if (!known.indexed && silent > (adaptive ? (long) SILENCES * millis : millis + 500L)) {
        engine.connections.forget(known);
      }
    }
    if (!quiet || engine.now - joined >= REFRESH_KEEPALIVES * engine.options.keepaliveMillis()) {
      joined = engine.now;
      engine.joining.joinAll();
    }
  }

  private void beat(Known known) {
    if (!adaptive) {
      engine.sender.heartbeat(known);
    } else if (known.connected && known.capable) {
      known.lastSent = engine.now;
      engine.spreading.beat(known);
    } else if (known.connected && engine.now - known.lastSent >= millis / 2) {
      engine.sender.heartbeat(known);
    }
  }

  private void expire() {
    for (CachedPacket packet : engine.cache.expire(engine.now)) {
      if (!engine.lifetimes.end(packet)) {
        engine.spreading.lastPush(packet, MAX_HOPS);
      }
      engine.outlet.event(new RelayEvent.Expired(packet.id()));
    }
  }

  /** Asks again, less and less often, while there are too few connections. */
  private void look() {
    if (engine.isReady()) {
      engine.table.copy().stream()
          .filter(known -> known.indexed && !known.connected)
          .limit(INTRODUCERS)
          .forEach(engine.connections::greet);
      if (engine.joining.isLonely()) {
        engine.joining.joinAll();
      }
    }
    lookAfter = Math.min(lookAfter * 2, engine.options.keepaliveMillis());
    engine.timers.at(engine.now + lookAfter, this::look);
  }
}
