package org.socketplatform.pluginhost;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.socketplatform.plugin.Route;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.Limits;
import org.socketplatform.pluginprotocol.ProtocolException;

/** Makes routes of what a plugin announces, if it may have them. */
final class Announced {
  private Announced() {}

  /**
   * The routes.
   *
   * @param plugin the name that the plugin must have
   * @param manifest what it may announce, and no more
   * @throws ProtocolException if something is announced that this plugin cannot have
   */
  static List<Route> routes(
      Frame.Ready ready, String plugin, Manifest manifest, Route.Handler handler)
      throws ProtocolException {
    if (ready.version() != Limits.VERSION) {
      throw new ProtocolException("it speaks version " + ready.version() + " of the protocol");
    }
    if (!ready.plugin().equals(plugin)) {
      throw new ProtocolException("it calls itself another name");
    }
    List<Route> routes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Frame.RouteEntry entry : ready.routes()) {
      Route route;
      try {
        route = new Route(entry.name(), entry.permission(), entry.scopes(), handler);
      } catch (IllegalArgumentException e) {
        throw new ProtocolException("it announces a route or permission that is no name");
      }
      if (!route.name().startsWith(plugin + ".")) {
        throw new ProtocolException(
            "it announces the route " + route.name() + ", but may have " + plugin + ".* only");
      }
      if (!route.permission().startsWith(plugin + ":") && !route.permission().equals(Route.BASIC)) {
        throw new ProtocolException(
            "its route "
                + route.name()
                + " asks for the permission "
                + route.permission()
                + ", which is not its own");
      }
      if (!manifest.routes().contains(entry)) {
        throw new ProtocolException(
            "it announces the route "
                + route.name()
                + " otherwise than its manifest, plugin/"
                + plugin
                + ".json, does");
      }
      if (!names.add(route.name())) {
        throw new ProtocolException("it announces the route " + route.name() + " twice");
      }
      routes.add(route);
    }
    if (routes.isEmpty()) {
      throw new ProtocolException("it announces no routes");
    }
    return routes;
  }
}
