package org.socketplatform.load;

import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Router;

/** What the pages of the benchmarks {@code router} and {@code swap} call. */
@Component
public final class Load implements RouteProvider {
  private static final String PERMISSION = "load:use";

  private final BundleContext context;

  @Activate
  public Load(BundleContext context) {
    this.context = context;
  }

  @Override
  public String name() {
    return "load";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of("load.nothing", PERMISSION, _ -> Reply.ok()),
        Route.of("load.router", PERMISSION, _ -> Reply.value(router().measure())),
        Route.of("load.swap", PERMISSION, _ -> Reply.value(swaps().measure())),
        Route.of("load.result", PERMISSION, Load::tell));
  }

  private RouterLoad router() {
    return new RouterLoad(context, service(Router.class), origin());
  }

  private SwapLoad swaps() {
    return new SwapLoad(context, service(Router.class), service(Application.class), origin());
  }

  private String origin() {
    return "socket://" + service(Application.class).id();
  }

  private <T> T service(Class<T> type) {
    ServiceReference<T> reference = context.getServiceReference(type);
    T service = reference == null ? null : context.getService(reference);
    if (service == null) {
      throw new IllegalStateException("There is no " + type.getSimpleName());
    }
    return service;
  }

  private static Reply tell(Call call) {
    System.out.println("RESULT " + call.params().require("json"));
    return Reply.value(Map.of());
  }
}
