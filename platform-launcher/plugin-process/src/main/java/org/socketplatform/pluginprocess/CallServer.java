package org.socketplatform.pluginprocess;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Route;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.IncomingCalls;

/** Hands the calls of the platform to the plugin, with what is checked of them. */
final class CallServer implements IncomingCalls.Server {
  private final PlaceClient places;
  private volatile Map<String, Route> routes = Map.of();

  CallServer(PlaceClient places) {
    this.places = places;
  }

  /** Sets what is served, and says it as it is announced. */
  List<Frame.RouteEntry> serve(List<Route> served) {
    routes = served.stream().collect(Collectors.toMap(Route::name, route -> route));
    return served.stream()
        .map(route -> new Frame.RouteEntry(route.name(), route.permission(), route.scopes()))
        .toList();
  }

  @Override
  public IncomingCalls.@Nullable Handler handler(String name) {
    @Nullable Route route = routes.get(name);
    return route == null
        ? null
        : (call, id, checked) -> {
          Map<String, Frame.CheckedParam> params = new HashMap<>();
          checked.forEach(param -> params.put(param.param(), param));
          return route
              .handler()
              .handle(call.with(new ReceivedParams(call.params(), id, params, places)));
        };
  }
}
