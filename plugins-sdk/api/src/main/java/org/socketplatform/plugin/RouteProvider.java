package org.socketplatform.plugin;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A plugin as the router sees it: a name and the routes it serves. Registered as an OSGi service;
 * the router takes its routes up as long as the service is there. Plugins are written as a {@link
 * Plugin} type, from which the annotation processor makes one of these.
 */
@ConsumerType
public interface RouteProvider {
  /** Name in lower case; the first segment of its routes, unless the platform owns them. */
  String name();

  /** What it serves; asked once, when the service appears. */
  List<Route> routes();
}
