package org.socketplatform.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.NotServingException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;

/** Plugins come and go while pages call. */
@Timeout(60)
class SwapTest {
  private final TestLog log = new TestLog();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  private PluginRouter router(Duration patience) {
    return new PluginRouter(new TestApp(Map.of()), log, patience);
  }

  private static void add(PluginRouter router, RouteProvider plugin) {
    router.add(plugin, new Provider.Origin("test", 0));
  }

  private static RouteProvider plugin(Route.Handler handler) {
    List<Route> routes = List.of(Route.of("a.b", "a:b", handler));
    return new RouteProvider() {
      @Override
      public String name() {
        return "a";
      }

      @Override
      public List<Route> routes() {
        return routes;
      }
    };
  }

  private static Call call(String origin) {
    return new Call(
        "a.b",
        Params.EMPTY,
        Body.EMPTY,
        new Caller(0, origin, Caller.Kind.PAGE),
        new Cancellation());
  }

  private static Call call() {
    return call("socket://com.example.app");
  }

  private static String code(Reply reply) {
    return reply instanceof Reply.Failed(var failure) ? failure.code() : "ok";
  }

  private static void awaitWaiting(PluginRouter router, int calls) {
    await(() -> router.waitingCalls() >= calls);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertThat(Thread.currentThread().isInterrupted()).as("timed out").isFalse();
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldWaitForRunningCallsBeforeAPluginGoes() throws Exception {
    PluginRouter router = router(Duration.ofSeconds(30));
    CountDownLatch running = new CountDownLatch(10);
    CountDownLatch finish = new CountDownLatch(1);
    AtomicInteger finished = new AtomicInteger();
    RouteProvider plugin =
        plugin(_ -> {
          running.countDown();
          finish.await();
          finished.incrementAndGet();
          return Reply.ok();
        });
    add(router, plugin);
    List<Future<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      replies.add(callers.submit(() -> router.call(call())));
    }
    running.await();

    FutureTask<Integer> finishedWhenGone =
        new FutureTask<>(() -> {
          router.removePlugin(plugin);
          return finished.get();
        });
    Thread remover = Thread.ofPlatform().daemon().start(finishedWhenGone);
    while (remover.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait(); // until it waits for the running calls
    }
    Future<Reply> late = callers.submit(() -> router.call(call()));
    awaitWaiting(router, 1);
    assertThat(finishedWhenGone.isDone()).isFalse();
    finish.countDown();

    assertThat(finishedWhenGone.get()).isEqualTo(10);
    for (Future<Reply> reply : replies) {
      assertThat(code(reply.get())).isEqualTo("ok");
    }
    add(router, plugin(_ -> Reply.ok()));
    assertThat(code(late.get())).isEqualTo("ok");
  }

  @Test
  void shouldCancelACallThatDoesNotEndInTime() throws Exception {
    PluginRouter router = router(Duration.ofMillis(50));
    CountDownLatch running = new CountDownLatch(1);
    RouteProvider plugin =
        plugin(call -> {
          CountDownLatch cancelled = new CountDownLatch(1);
          call.cancellation().onCancel(cancelled::countDown);
          running.countDown();
          cancelled.await();
          return Reply.failed(Failure.aborted());
        });
    add(router, plugin);
    Future<Reply> slow = callers.submit(() -> router.call(call()));
    running.await();

    router.removePlugin(plugin);

    assertThat(code(slow.get())).isEqualTo("PLUGIN_RELOADED");
    assertThat(((Reply.Failed) slow.get()).failure().retryable()).isTrue();
    assertThat(log.lines).isEmpty();
  }

  @Test
  void shouldInterruptACallThatIgnoresItsCancellation() throws Exception {
    PluginRouter router = router(Duration.ofMillis(50));
    CountDownLatch running = new CountDownLatch(1);
    RouteProvider plugin =
        plugin(_ -> {
          running.countDown();
          new CountDownLatch(1).await();
          return Reply.ok();
        });
    add(router, plugin);
    Future<Boolean> interruptedAfterwards =
        callers.submit(() -> {
          assertThat(code(router.call(call()))).isEqualTo("PLUGIN_RELOADED");
          return Thread.currentThread().isInterrupted();
        });
    running.await();

    router.removePlugin(plugin);

    assertThat(interruptedAfterwards.get()).isFalse();
  }

  @Test
  void shouldNotWaitForeverForACallThatNeverEnds() throws Exception {
    PluginRouter router = router(Duration.ofMillis(50));
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    RouteProvider plugin =
        plugin(_ -> {
          running.countDown();
          while (finish.getCount() > 0) {
            try {
              finish.await();
            } catch (InterruptedException e) {
              // This one does not listen.
            }
          }
          return Reply.value("done");
        });
    add(router, plugin);
    Future<Reply> stubborn = callers.submit(() -> router.call(call()));
    running.await();

    router.removePlugin(plugin);

    assertThat(stubborn.isDone()).isFalse();
    assertThat(log.lines).containsExactly("WARNING The plugin a goes while it still answers calls");
    finish.countDown();
    assertThat(code(stubborn.get())).isEqualTo("ok");
  }

  @Test
  void shouldLetAPluginReplaceItselfInACall() {
    PluginRouter router = router(Duration.ofHours(1));
    List<RouteProvider> own = new ArrayList<>();
    RouteProvider plugin =
        plugin(_ -> {
          router.removePlugin(own.getFirst());
          return Reply.value("replaced");
        });
    own.add(plugin);
    add(router, plugin);

    assertThat(code(router.call(call()))).isEqualTo("ok");
  }

  @Test
  void shouldNotLetMoreBytesWaitThanItCanHold() throws Exception {
    PluginRouter router = router(Duration.ofHours(1));
    RouteProvider plugin = plugin(_ -> Reply.ok());
    add(router, plugin);
    router.removePlugin(plugin);
    Call large = call(Parking.MOST_BYTES - Parking.UNKNOWN_BYTES);
    Future<Reply> waiting = callers.submit(() -> router.call(large));
    awaitWaiting(router, 1);

    assertThat(code(router.call(call(Parking.UNKNOWN_BYTES + 1)))).isEqualTo("PLUGIN_UNAVAILABLE");
    assertThat(code(router.call(call(Long.MAX_VALUE)))).isEqualTo("PLUGIN_UNAVAILABLE");
    Future<Reply> small = callers.submit(() -> router.call(call(1)));
    awaitWaiting(router, 2);
    add(router, plugin(_ -> Reply.ok()));

    assertThat(code(waiting.get())).isEqualTo("ok");
    assertThat(code(small.get())).isEqualTo("ok");
    assertThat(router.waitingCalls()).isZero();
  }

  /** A call with a body that says that it has that many bytes. */
  private static Call call(long size) {
    Body body =
        new Body() {
          @Override
          public int read(ByteBuffer target) {
            return -1;
          }

          @Override
          public OptionalLong size() {
            return OptionalLong.of(size);
          }
        };
    return new Call("a.b", Params.EMPTY, body, call().caller(), new Cancellation());
  }

  @Test
  void shouldTellThatAPluginStaysAway() {
    PluginRouter router = router(Duration.ofMillis(50));
    RouteProvider plugin = plugin(_ -> Reply.ok());
    add(router, plugin);
    router.removePlugin(plugin);

    Reply reply = router.call(call());

    assertThat(code(reply)).isEqualTo("PLUGIN_UNAVAILABLE");
    assertThat(((Reply.Failed) reply).failure().retryable()).isTrue();
  }

  @Test
  void shouldNotLetAStrangerWait() {
    PluginRouter router = router(Duration.ofHours(1));
    RouteProvider plugin = plugin(_ -> Reply.ok());
    add(router, plugin);
    router.removePlugin(plugin);

    assertThat(code(router.call(call("https://example.com")))).isEqualTo("NOT_ALLOWED");
  }

  @Test
  void shouldStopWaitingWhenTheCallIsCancelled() throws Exception {
    PluginRouter router = router(Duration.ofHours(1));
    RouteProvider plugin = plugin(_ -> Reply.ok());
    add(router, plugin);
    router.removePlugin(plugin);
    Call call = call();
    Future<Reply> reply = callers.submit(() -> router.call(call));
    awaitWaiting(router, 1);

    call.cancellation().cancel();

    assertThat(code(reply.get())).isEqualTo("ABORTED");
  }

  @Test
  void shouldLoseNoCallWhilePluginsAreReplacedAndCallNoneThatIsGone() throws Exception {
    PluginRouter router = router(Duration.ofSeconds(30));
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger calledWhenGone = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    List<Future<String>> results = new ArrayList<>();
    RouteProvider current = guarded(calledWhenGone).plugin;
    add(router, current);
    for (int i = 0; i < 8; i++) {
      results.add(
          callers.submit(() -> {
            while (!done.get()) {
              String code = code(router.call(call()));
              calls.incrementAndGet();
              if (!code.equals("ok")) {
                return code;
              }
            }
            return "ok";
          }));
    }

    await(() -> calls.get() > 8);
    Guarded before = guarded(calledWhenGone);
    add(router, before.plugin);
    router.removePlugin(current);
    for (int i = 0; i < 500; i++) {
      boolean newFirst = i % 2 == 0;
      Guarded next = guarded(calledWhenGone);
      if (newFirst) {
        add(router, next.plugin);
      }
      router.removePlugin(before.plugin);
      before.gone.set(true);
      if (!newFirst) {
        add(router, next.plugin);
      }
      before = next;
    }
    done.set(true);

    for (Future<String> result : results) {
      assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo("ok");
    }
    assertThat(calledWhenGone).hasValue(0);
    assertThat(log.lines).isEmpty();
  }

  private record Guarded(RouteProvider plugin, AtomicBoolean gone) {}

  private static Guarded guarded(AtomicInteger calledWhenGone) {
    AtomicBoolean gone = new AtomicBoolean();
    RouteProvider plugin =
        plugin(_ -> {
          LockSupport.parkNanos(20_000);
          if (gone.get()) {
            calledWhenGone.incrementAndGet();
          }
          return Reply.ok();
        });
    return new Guarded(plugin, gone);
  }

  @Test
  void shouldKeepACallThatAGoingPluginHasNotBegunForTheNextOne() throws Exception {
    PluginRouter router = router(Duration.ofSeconds(30));
    RouteProvider going =
        plugin(_ -> {
          throw new NotServingException("a");
        });
    add(router, going);
    Future<Reply> early = callers.submit(() -> router.call(call()));
    awaitWaiting(router, 1);

    router.removePlugin(going);
    add(router, plugin(_ -> Reply.ok()));

    assertThat(code(early.get())).isEqualTo("ok");
  }

  @Test
  void shouldNotWaitForEverForAPluginThatOnlySaysThatItGoes() {
    PluginRouter router = router(Duration.ofMillis(20));
    add(
        router,
        plugin(_ -> {
          throw new NotServingException("a");
        }));

    assertThat(code(router.call(call()))).isEqualTo("PLUGIN_UNAVAILABLE");
    assertThat(log.lines).isEmpty();
  }
}
