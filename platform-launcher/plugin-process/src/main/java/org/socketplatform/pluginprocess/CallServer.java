package org.socketplatform.pluginprocess;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Route;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.ProtocolException;

/** Hands what the platform sends to the calls that it is meant for. */
final class CallServer {
  private final Outbox out;
  private final Map<Integer, RunningCall> running = new ConcurrentHashMap<>();
  private volatile Map<String, Route> routes = Map.of();

  CallServer(Outbox out) {
    this.out = out;
  }

  /** Sets what is served, and says it as it is announced. */
  List<Frame.RouteEntry> serve(List<Route> served) {
    routes = served.stream().collect(Collectors.toMap(Route::name, route -> route));
    return served.stream()
        .map(route -> new Frame.RouteEntry(route.name(), route.permission(), route.scopes()))
        .toList();
  }

  /** Takes a frame; never waits for anything. */
  void receive(Frame.ToPlugin frame) throws ProtocolException {
    switch (frame) {
      case Frame.Call call -> begin(call);
      case Frame.Body body -> {
        RunningCall call = running.get(body.id());
        if (call != null) {
          call.body().receive(body);
        }
      }
      case Frame.BodyBroken(int id) -> {
        RunningCall call = running.get(id);
        if (call != null) {
          call.body().fail();
        }
      }
      case Frame.Demand(int id, int items) -> {
        RunningCall call = running.get(id);
        if (call != null) {
          call.demand(items);
        }
      }
      case Frame.Cancel(int id) -> {
        RunningCall call = running.get(id);
        if (call != null) {
          Thread.ofVirtual().start(call::cancel);
        }
      }
      case Frame.Ping() -> Thread.ofVirtual().start(() -> out.send(new Frame.Pong()));
      case Frame.Hello _ -> throw new ProtocolException("hello comes once");
    }
  }

  private void begin(Frame.Call call) throws ProtocolException {
    @Nullable Route route = routes.get(call.route());
    if (route == null) {
      throw new ProtocolException("a call of " + call.route() + ", which was not announced");
    }
    RunningCall started = new RunningCall(call, route, out, () -> running.remove(call.id()));
    running.put(call.id(), started);
    Thread.ofVirtual().name("call-" + route.name()).start(started);
  }
}
