package org.socketplatform.itest.greeter;

import java.util.List;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;

/** Tells its version. */
public final class Greeter implements BundleActivator, RouteProvider {
  private String version = "";

  @Override
  public void start(BundleContext context) {
    version = context.getBundle().getVersion().toString();
    context.registerService(RouteProvider.class, this, null);
  }

  @Override
  public void stop(BundleContext context) {}

  @Override
  public String name() {
    return "greeter";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.of("greeter.hello", "greeter:hello", call -> Reply.value(version)));
  }
}
