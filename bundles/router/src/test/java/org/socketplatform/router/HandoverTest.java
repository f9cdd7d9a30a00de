package org.socketplatform.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Handover;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.router.api.Swap;

/** State goes from a plugin to the next of its name. */
@Timeout(60)
class HandoverTest {
  private final TestLog log = new TestLog();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final PluginRouter router = router(Duration.ofSeconds(30));
  private long age;

  @AfterEach
  void stop() {
    callers.shutdownNow();
    router.end();
  }

  private PluginRouter router(Duration patience) {
    return new PluginRouter(new TestApp(Map.of()), log, patience);
  }

  private void add(PluginRouter to, RouteProvider plugin) {
    to.add(plugin, new Provider.Origin("test", ++age));
  }

  private static Call call() {
    return new Call(
        "counter.next",
        Params.EMPTY,
        Body.EMPTY,
        new Caller(0, "socket://com.example.app", Caller.Kind.PAGE),
        new Cancellation());
  }

  private String next(PluginRouter from) {
    return from.envelope(call(), from.call(call()));
  }

  /** Something that is open until it is closed. */
  private static final class Resource implements AutoCloseable {
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void close() {
      closed.countDown();
    }

    boolean isClosed() {
      return closed.getCount() == 0;
    }
  }

  /** Counts, over its own end. */
  private static class Counter implements RouteProvider, Handover {
    final AtomicInteger count = new AtomicInteger();
    final AtomicInteger running = new AtomicInteger();
    Map<String, Object> given = Map.of();
    boolean wasReleased;

    @Override
    public String name() {
      return "counter";
    }

    @Override
    public List<Route> routes() {
      return List.of(Route.of("counter.next", "counter:use", _ -> answer()));
    }

    Reply answer() throws Exception {
      running.incrementAndGet();
      try {
        assertThat(wasReleased).as("called after its release").isFalse();
        return Reply.value(count.incrementAndGet());
      } finally {
        running.decrementAndGet();
      }
    }

    @Override
    public Map<String, Object> release() {
      assertThat(running).as("calls under way at the release").hasValue(0);
      assertThat(wasReleased).as("released before").isFalse();
      wasReleased = true;
      return Map.of("count", count.get(), "given", given);
    }

    @Override
    public void adopt(Map<String, Object> state) {
      count.set((Integer) Objects.requireNonNull(state.get("count")));
      given = Map.of("given", state.getOrDefault("given", Map.of()));
    }
  }

  @Test
  void shouldHandTheStateToTheNewPluginWhileTheOldOneIsThere() {
    Counter before = new Counter();
    Counter after = new Counter();
    add(router, before);
    assertThat(next(router)).contains("\"data\":1");

    add(router, after);

    assertThat(next(router)).contains("\"data\":2");
    assertThat(before.wasReleased).isTrue();
    router.removePlugin(before);
    assertThat(next(router)).contains("\"data\":3");
    assertThat(router.swaps()).extracting(Swap::kind).containsExactly(Swap.Kind.HANDED_OVER);
    assertThat(log.lines).isEmpty();
  }

  @Test
  void shouldKeepTheStateWhileNobodyServes() {
    Counter before = new Counter();
    add(router, before);
    next(router);
    router.removePlugin(before);

    add(router, new Counter());

    assertThat(next(router)).contains("\"data\":2");
    assertThat(router.swaps()).extracting(Swap::kind).containsExactly(Swap.Kind.IN_PLACE);
  }

  @Test
  void shouldCountOnThroughManySwapsWithoutLosingACall() throws Exception {
    Counter current = new Counter();
    add(router, current);
    int swaps = 200;
    CountDownLatch started = new CountDownLatch(4);
    CountDownLatch enough = new CountDownLatch(swaps);
    List<Future<Integer>> counts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      counts.add(
          callers.submit(() -> {
            int calls = 0;
            while (enough.getCount() > 0) {
              Reply reply = router.call(call());
              assertThat(reply).isInstanceOf(Reply.Value.class);
              calls++;
              started.countDown();
            }
            return calls;
          }));
    }
    started.await();
    for (int i = 0; i < swaps; i++) {
      Counter next = new Counter();
      if (i % 2 == 0) {
        add(router, next);
        router.removePlugin(current);
      } else {
        router.removePlugin(current);
        add(router, next);
      }
      current = next;
      enough.countDown();
    }

    int calls = 0;
    for (Future<Integer> count : counts) {
      calls += count.get();
    }
    assertThat(current.count).hasValue(calls);
    assertThat(log.lines).isEmpty();
  }

  @Test
  void shouldCloseWhatNobodyAdoptsInTime() throws Exception {
    PluginRouter impatient = router(Duration.ofMillis(20));
    Resource alone = new Resource();
    Resource listed = new Resource();
    Resource inArray = new Resource();
    Counter before = new Counter();
    before.given =
        Map.of(
            "alone",
            alone,
            "deep",
            Map.of("list", List.of(1, Set.of(listed))),
            "array",
            new Object[] {inArray});
    add(impatient, before);
    impatient.removePlugin(before);

    alone.closed.await();
    listed.closed.await();
    inArray.closed.await();
    assertThat(log.lines).isEmpty();
  }

  @Test
  void shouldCloseWhatTheNewPluginDoesNotUnderstand() {
    Resource resource = new Resource();
    Counter before = new Counter();
    before.given = Map.of("resource", resource);
    add(router, before);

    add(
        router,
        new Counter() {
          @Override
          public void adopt(Map<String, Object> state) {
            throw new IllegalStateException("another version");
          }
        });

    assertThat(resource.isClosed()).isTrue();
    assertThat(next(router)).contains("\"data\":1");
    assertThat(log.lines)
        .containsExactly(
            "WARNING The plugin counter cannot adopt the state before it: IllegalStateException");
  }

  @Test
  void shouldCloseTheStateWhenTheNewPluginHasNone() {
    Resource resource = new Resource();
    Counter before = new Counter();
    before.given = Map.of("resource", resource);
    add(router, before);
    router.removePlugin(before);
    add(router, PluginRouterTest.TestPlugin.named("counter", "counter.next"));

    assertThat(resource.isClosed()).isTrue();
  }

  @Test
  void shouldServeWithoutTheStateThatAPluginCannotRelease() {
    add(
        router,
        new Counter() {
          @Override
          public Map<String, Object> release() {
            throw new IllegalStateException();
          }
        });
    next(router);
    add(router, new Counter());

    assertThat(next(router)).contains("\"data\":1");
    assertThat(log.lines)
        .containsExactly(
            "WARNING The plugin counter did not release its state: IllegalStateException");
  }

  @Test
  void shouldDropStateThatWouldKeepTheOldCodeAlive() throws Exception {
    Resource resource = new Resource();
    Counter before = new Counter();
    before.given = Map.of("resource", resource, "own", foreign());
    add(router, before);
    next(router);

    add(router, new Counter());

    assertThat(next(router)).contains("\"data\":1");
    assertThat(resource.isClosed()).isTrue();
    assertThat(log.lines).singleElement().asString().contains("outlive a plugin");
  }

  /** An object whose class another class loader has defined. */
  private static Object foreign() throws Exception {
    URL classes = HandoverTest.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      return loader
          .loadClass("org.socketplatform.router.HandoverTest$Foreign")
          .getDeclaredConstructor()
          .newInstance();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Of a plugin that is gone. */
  public static final class Foreign {
    public Foreign() {}
  }

  @Test
  void shouldLeaveItsStateToAPluginThatOnlyTheRouterLeaves() {
    Counter counter = new Counter();
    add(router, counter);
    router.end();
    router.removePlugin(counter);

    assertThat(counter.wasReleased).isFalse();
  }
}
