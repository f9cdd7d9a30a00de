package org.socketplatform.router;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Reply;
import org.socketplatform.router.api.FinishedCall;
import org.socketplatform.router.api.Swap;

/**
 * Tells whoever looks what the router does: an inspector, or a flight recording. Costs nothing
 * worth speaking of while nobody does; the classes of the events are not even loaded then.
 */
final class Watch {
  private final InstantSource clock;
  private final Latest<FinishedCall> calls = new Latest<>();
  private final Latest<Swap> swaps = new Latest<>();
  private volatile boolean watched;

  Watch(InstantSource clock) {
    this.clock = clock;
  }

  /** A call begins; to be given back when it is answered. */
  Recording.@Nullable CallEvent began() {
    return FlightRecorder.isInitialized() ? Recording.began() : null;
  }

  void answered(Call call, Reply reply, long tookNanos, Recording.@Nullable CallEvent event) {
    if (watched) {
      calls.add(
          new FinishedCall(
              clock.instant(),
              call.route(),
              call.caller(),
              outcome(reply),
              Duration.ofNanos(tookNanos)));
    }
    if (event != null) {
      Recording.answered(event, call, reply);
    }
  }

  static String outcome(Reply reply) {
    return reply instanceof Reply.Failed(var failure) ? failure.code() : "ok";
  }

  void refused(Call call, String permission) {
    if (FlightRecorder.isInitialized()) {
      Recording.refused(call, permission);
    }
  }

  void swapped(String plugin, Swap.Kind kind, long pausedNanos) {
    swaps.add(new Swap(clock.instant(), plugin, kind, Duration.ofNanos(pausedNanos)));
    if (FlightRecorder.isInitialized()) {
      Recording.swapped(plugin, kind, pausedNanos);
    }
  }

  List<FinishedCall> recentCalls() {
    watched = true;
    return calls.all();
  }

  List<Swap> swaps() {
    return swaps.all();
  }
}
