package org.socketplatform.relay.protocol.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;

/** Tries to reach a peer that was introduced, in the way that both sides' networks call for. */
final class Attempt {
  private static final int[] RETRY_MILLIS = {500, 2000};
  private static final int PROXY_MILLIS = 2048;
  private static final int CONNECT_MILLIS = 12_000;

  private final Engine engine;
  private final Birthday birthday;
  private final Known known;
  private final long introducer;
  private final @Nullable Id subcluster;
  private final Runnable ended;
  private final List<Timers.Timer> timers = new ArrayList<>(3);

  /**
   * An attempt that has not begun.
   *
   * @param introducer where who introduced the peer is: it passes streams on if all else fails
   * @param ended called when it has failed
   */
  Attempt(
      Engine engine,
      Birthday birthday,
      Known known,
      long introducer,
      @Nullable Id subcluster,
      Runnable ended) {
    this.engine = engine;
    this.birthday = birthday;
    this.known = known;
    this.introducer = introducer;
    this.subcluster = subcluster;
    this.ended = ended;
  }

  void begin() {
    Strategy strategy = Strategy.of(engine.natType, known.natType);
    long patience = PROXY_MILLIS;
    switch (strategy) {
      case OPEN -> {
        birthday.open(known);
        patience = CONNECT_MILLIS;
      }
      case CONNECT -> {
        birthday.connect(known, subcluster);
        patience = CONNECT_MILLIS;
      }
      case PROXY -> {
        known.proxy = introducer;
        ask();
      }
      case DIRECT, DEFER -> ask();
    }
    timers.add(engine.timers.at(engine.now + patience, this::fail));
  }

  private void ask() {
    engine.sender.connectionPing(known, known.socket, subcluster);
    for (int after : RETRY_MILLIS) {
      timers.add(
          engine.timers.at(
              engine.now + after,
              () -> engine.sender.connectionPing(known, known.socket, subcluster)));
    }
  }

  private void fail() {
    stop();
    known.proxy = introducer;
    known.lastHeard = engine.now;
    ended.run();
  }

  void stop() {
    timers.forEach(Timers.Timer::cancel);
    birthday.stop(known);
  }
}
