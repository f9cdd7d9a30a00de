package org.socketplatform.itest.greeter;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;

/** Tells its version, or keeps callers waiting. */
public final class Greeter implements BundleActivator, RouteProvider {
  private final AtomicInteger waiting = new AtomicInteger();
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
    return List.of(
        Route.of("greeter.hello", "greeter:hello", call -> Reply.value(version)),
        Route.of("greeter.waiting", "greeter:hello", call -> Reply.value(waiting.get())),
        Route.of("greeter.wait", "greeter:hello", this::endlessly));
  }

  private Reply endlessly(Call call) throws InterruptedException {
    waiting.incrementAndGet();
    new CountDownLatch(1).await();
    return Reply.ok();
  }
}
