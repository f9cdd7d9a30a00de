package org.socketplatform.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Checked;
import org.socketplatform.plugin.Deadline;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;

@Timeout(60)
class DeadlineTest {
  private final PluginRouter router =
      new PluginRouter(new TestApp(Map.of()), new TestLog(), Duration.ofHours(1));

  @AfterEach
  void end() {
    router.end();
  }

  private RouteProvider serve(Route.Handler handler) {
    RouteProvider plugin =
        new PluginRouterTest.TestPlugin("a", List.of(Route.of("a.b", "a:b", handler)));
    router.add(plugin, new Provider.Origin("test", 1));
    return plugin;
  }

  private Reply call(Deadline deadline) {
    return router.call(
        new Call(
            "a.b",
            Params.EMPTY,
            Body.EMPTY,
            new Caller(0, "socket://com.example.app", Caller.Kind.PAGE),
            new Cancellation(),
            deadline,
            Checked.NOTHING));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMillis(20));
  }

  private static void assertExceeded(Reply reply) {
    assertThat(reply)
        .isEqualTo(
            Reply.failed(
                new Failure(
                    "TimeoutError", "DEADLINE_EXCEEDED", "a.b was not answered by its deadline")));
  }

  private static Reply untilCancelled(Call call) throws InterruptedException {
    CountDownLatch cancelled = new CountDownLatch(1);
    call.cancellation().onCancel(cancelled::countDown);
    cancelled.await();
    return Reply.failed(Failure.aborted());
  }

  @Test
  void shouldCancelACallWhoseDeadlinePasses() {
    serve(DeadlineTest::untilCancelled);

    assertExceeded(call(soon()));
  }

  @Test
  void shouldNotBeginACallAfterItsDeadline() {
    AtomicInteger begun = new AtomicInteger();
    serve(_ -> {
      begun.incrementAndGet();
      return Reply.ok();
    });

    assertExceeded(call(Deadline.in(Duration.ofMillis(-1))));
    assertThat(begun).hasValue(0);
  }

  @Test
  void shouldAnswerInTimeAndLeaveTheCallAlone() {
    serve(call -> Reply.value(call.cancellation().isCancelled()));

    assertThat(call(Deadline.in(Duration.ofHours(1)))).isInstanceOf(Reply.Value.class);
  }

  @Test
  void shouldNotWaitForAPluginLongerThanTheDeadline() {
    router.removePlugin(serve(_ -> Reply.ok()));

    assertExceeded(call(soon()));
  }

  @Test
  void shouldLetGoOfBytesThatComeTooLate() {
    CountDownLatch released = new CountDownLatch(1);
    serve(call -> {
      untilCancelled(call);
      return new Reply.Bytes(ByteBuffer.allocate(1), Map.of(), released::countDown);
    });

    assertExceeded(call(soon()));
    assertThat(released.getCount()).isZero();
  }
}
