package org.socketplatform.pluginhost.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.ValueReader;
import org.socketplatform.plugin.Writable;

/** Answers in every way that there is. */
public final class Sample implements RouteProvider {
  private final Words words;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicLong streamed = new AtomicLong();

  public Sample(Words words) {
    this.words = words;
  }

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        route("greet", call -> Reply.value(words.greet(call.params().require("name")))),
        route("caller", Sample::caller),
        route("sum", Sample::sum),
        route("fail", Sample::fail),
        route(
            "io",
            _ -> {
              throw new IOException("lost");
            }),
        route(
            "break",
            _ -> {
              throw new IllegalStateException("a defect");
            }),
        route("down", Sample::down),
        route("up", Sample::up),
        route("early", _ -> Reply.value("not read")),
        route("long", call -> Reply.value("x".repeat((int) call.params().requireLong("length")))),
        route("count", this::count),
        route("streamed", _ -> Reply.value(streamed.get())),
        route("wait", this::waitForCancel),
        route("waiting", _ -> Reply.value(waiting.get())),
        route("cancelled", _ -> Reply.value(cancelled.get())),
        route("deadline", call -> Reply.value(call.deadline().remainingNanos() > 0)),
        route(
            "print",
            call -> {
              System.out.println(call.params().require("text"));
              return Reply.ok();
            }));
  }

  private static Route route(String name, Route.Handler handler) {
    return Route.of("sample." + name, "sample:use", handler);
  }

  private static Reply caller(Call call) {
    return Reply.value(
        List.of(call.caller().window(), call.caller().origin(), call.caller().kind()));
  }

  private static Reply sum(Call call) {
    ValueReader numbers = call.value("numbers");
    long sum = 0;
    numbers.beginArray();
    while (numbers.nextItem()) {
      sum += numbers.integer();
    }
    return Reply.value(sum);
  }

  private static Reply fail(Call call) {
    throw new FailureException(
        new Failure("RangeError", "TOO_MUCH", "Too much", true, Map.of("most", 7L, "why", "ä")));
  }

  private static Reply down(Call call) {
    ByteBuffer bytes = ByteBuffer.allocate((int) call.params().requireLong("length"));
    for (int i = 0; i < bytes.capacity(); i++) {
      bytes.put(i, (byte) ((i * 31) >> 3));
    }
    return new Reply.Bytes(bytes, Map.of("content-type", "image/png"), () -> {});
  }

  private static Reply up(Call call) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(100_000);
    long bytes = 0;
    long sum = 0;
    for (int count; (count = call.body().read(chunk.clear())) >= 0; ) {
      bytes += count;
      for (int i = 0; i < count; i += 997) {
        sum += chunk.get(i);
      }
    }
    return Reply.value(List.of(bytes, sum != 0));
  }

  private Reply count(Call call) {
    long count = call.params().requireLong("to");
    boolean fails = call.params().flag("fails", false);
    return new Reply.Stream(subscriber ->
        subscriber.onSubscribe(
            new Flow.Subscription() {
              private long at;
              private boolean done;

              @Override
              public void request(long n) {
                for (long i = 0; i < n && at < count && !done; i++) {
                  streamed.incrementAndGet();
                  subscriber.onNext(Writable.of(Map.of("n", at++)));
                }
                if (at == count && !done) {
                  done = true;
                  if (fails) {
                    subscriber.onError(new FailureException(Failure.notFound("No more")));
                  } else {
                    subscriber.onComplete();
                  }
                }
              }

              @Override
              public void cancel() {
                done = true;
                cancelled.incrementAndGet();
              }
            }));
  }

  private Reply waitForCancel(Call call) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    call.cancellation().onCancel(ended::countDown);
    waiting.incrementAndGet();
    ended.await();
    cancelled.incrementAndGet();
    return Reply.failed(Failure.aborted());
  }
}
