package org.socketplatform.router;

import java.lang.System.Logger;
import java.util.List;
import java.util.Optional;
import org.socketplatform.plugin.Handover;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;

/** A plugin as the router took it up: its routes, the calls it is answering, its open streams. */
final class Provider {
  private final RouteProvider plugin;
  private final Origin origin;
  private final String name;
  private final List<Route> routes;
  private final InFlight calls = new InFlight();
  private final OpenStreams streams = new OpenStreams();
  private boolean released;

  /**
   * Where a plugin comes from.
   *
   * @param bundle symbolic name of its bundle
   * @param age the higher, the newer
   */
  record Origin(String bundle, long age) {}

  /** A plugin that lets calls in. */
  Provider(RouteProvider plugin, Origin origin) {
    this.plugin = plugin;
    this.origin = origin;
    this.name = plugin.name();
    this.routes = List.copyOf(plugin.routes());
  }

  String name() {
    return name;
  }

  List<Route> routes() {
    return routes;
  }

  Origin origin() {
    return origin;
  }

  /** The calls it is answering. */
  InFlight calls() {
    return calls;
  }

  /** The streams it has open. */
  OpenStreams streams() {
    return streams;
  }

  /** True if its state survives a swap. */
  boolean hasState() {
    return plugin instanceof Handover;
  }

  /** Takes its state, once; no call may be running. By one thread at a time. */
  Optional<KeptState> release(Logger log) {
    if (released || !(plugin instanceof Handover old)) {
      return Optional.empty();
    }
    released = true;
    return KeptState.releasedBy(name, old, log);
  }

  /** Gives it the state of the one before; closes it if this one has none. */
  void adopt(KeptState state) {
    if (plugin instanceof Handover next) {
      state.adoptedBy(next);
    } else {
      state.close();
    }
  }

  /**
   * Lets no further call in and waits for those that are. What does not end in time is cancelled,
   * at last interrupted; then all streams end.
   *
   * @return true if no call is running any more
   */
  boolean drain(long patienceNanos) {
    calls.close();
    long grace = patienceNanos / 4;
    boolean idle = calls.awaitEnd(patienceNanos);
    if (!idle) {
      calls.stop();
      idle = calls.awaitEnd(grace);
    }
    if (!idle) {
      calls.interrupt();
      idle = calls.awaitEnd(grace);
    }
    streams.end();
    return idle;
  }
}
