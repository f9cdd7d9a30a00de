package org.socketplatform.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Router;

/**
 * Calls a route that does nothing, as a page's call is made: all that is measured is the way there
 * and back.
 */
final class RouterLoad {
  private static final int WARM_UP = 300_000;
  private static final int TIMED = 100_000;
  private static final int ROUNDS = 5;
  private static final int THREADS = 2;
  private static final long LOAD_NANOS = 700_000_000;
  private static final int PROVIDERS = 10;
  private static final int ROUTES = 100;

  private final BundleContext context;
  private final Router router;
  private final Caller caller;

  RouterLoad(BundleContext context, Router router, String origin) {
    this.context = context;
    this.router = router;
    this.caller = new Caller(0, origin, Caller.Kind.PAGE);
  }

  /** Medians of some rounds: without and with more routes in turn. */
  Map<String, Object> measure() throws InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      call();
    }
    List<Double> plain = new ArrayList<>();
    List<Double> more = new ArrayList<>();
    List<Double> perSecond = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      plain.add(p50());
      perSecond.add(perSecond());
      List<ServiceRegistration<?>> added = addRoutes();
      more.add(p50());
      added.forEach(ServiceRegistration::unregister);
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("call_p50_us", median(plain));
    figures.put("calls_per_s", median(perSecond));
    figures.put("call_p50_us_1000_routes", median(more));
    return figures;
  }

  private void call() {
    Reply reply =
        router.call(new Call("load.nothing", Params.EMPTY, Body.EMPTY, caller, new Cancellation()));
    if (!(reply instanceof Reply.Value)) {
      throw new IllegalStateException("Answered with " + reply);
    }
  }

  /** Half of the calls take no longer, in microseconds. */
  private double p50() {
    long[] times = new long[TIMED];
    for (int i = 0; i < TIMED; i++) {
      long start = System.nanoTime();
      call();
      times[i] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    return times[TIMED / 2] / 1000.0;
  }

  private double perSecond() throws InterruptedException {
    LongAdder calls = new LongAdder();
    AtomicBoolean enough = new AtomicBoolean();
    CountDownLatch ready = new CountDownLatch(THREADS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(
          Thread.ofPlatform()
              .name("load-", i)
              .start(() -> {
                ready.countDown();
                long own = 0;
                while (!enough.get()) {
                  call();
                  own++;
                }
                calls.add(own);
              }));
    }
    ready.await();
    long start = System.nanoTime();
    Thread.sleep(Duration.ofNanos(LOAD_NANOS));
    enough.set(true);
    long took = System.nanoTime() - start;
    for (Thread thread : threads) {
      thread.join();
    }
    return calls.sum() * 1e9 / took;
  }

  private List<ServiceRegistration<?>> addRoutes() {
    List<ServiceRegistration<?>> added = new ArrayList<>();
    for (int i = 0; i < PROVIDERS; i++) {
      added.add(context.registerService(RouteProvider.class, new More("more" + i), null));
    }
    return added;
  }

  /** A plugin with many routes. */
  private record More(String name) implements RouteProvider {
    @Override
    public List<Route> routes() {
      return IntStream.range(0, ROUTES)
          .mapToObj(i -> Route.of(name + ".route" + i, name + ":use", _ -> Reply.ok()))
          .toList();
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
