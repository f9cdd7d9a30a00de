package org.socketplatform.probe;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Writable;

/** Measures programs as a plugin in the JVM uses them: by calls, through the router. */
final class Pipes {
  private static final long BYTES = 1L << 30;
  private static final int ROUNDS = 5;
  private static final long PATIENCE_SECONDS = 60;

  private final Function<Call, Reply> router;
  private final AtomicLong lines = new AtomicLong();
  private volatile long firstLine;
  private volatile long lastLine;
  private volatile CountDownLatch enough = new CountDownLatch(0);
  private volatile long wanted;

  Pipes(Function<Call, Reply> router) {
    this.router = router;
  }

  private static final class Ready implements Flow.Subscriber<Writable> {
    private final LinkedBlockingQueue<Boolean> items = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription opened;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      opened = subscription;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Writable item) {
      items.add(true);
    }

    @Override
    public void onError(Throwable error) {
      items.add(false);
    }

    @Override
    public void onComplete() {
      items.add(false);
    }

    void cancel() {
      Flow.Subscription subscription = opened;
      if (subscription != null) {
        subscription.cancel();
      }
    }
  }

  private Reply call(String route, Object... params) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < params.length; i += 2) {
      all.put(String.valueOf(params[i]), String.valueOf(params[i + 1]));
    }
    return router.apply(
        new Call(route, Params.of(all), Body.EMPTY, Caller.SELF, new Cancellation()));
  }

  /** MiB a second that a program hands to the JVM, the median of some. */
  double throughput() throws InterruptedException {
    double[] speeds = new double[ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      double speed = once("probe" + round);
      if (round >= 0) {
        speeds[round] = speed;
      }
    }
    Arrays.sort(speeds);
    return speeds[ROUNDS / 2];
  }

  private double once(String id) throws InterruptedException {
    Ready ready = new Ready();
    if (!(call("child_process.events", "owner", id) instanceof Reply.Stream(var items))) {
      throw new IllegalStateException("There are no events");
    }
    items.subscribe(ready);
    long began = System.nanoTime();
    call(
        "child_process.spawn",
        "id",
        id,
        "owner",
        id,
        "stdio",
        "[\"ignore\",\"pipe\",\"ignore\"]",
        "command",
        "[\"head\",\"-c\",\"" + BYTES + "\",\"/dev/zero\"]");
    long position = 0;
    while (position < BYTES) {
      Reply reply = call("child_process.read", "id", id, "fd", 1, "from", position);
      if (!(reply instanceof Reply.Bytes(var data, var _, var release))) {
        throw new IllegalStateException("Not bytes: " + reply);
      }
      int count = data.remaining();
      position += count;
      release.run();
      if (count == 0 && ready.items.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
        throw new IllegalStateException("The program is silent");
      }
    }
    double speed = BYTES / 1048576.0 * 1e9 / (System.nanoTime() - began);
    call("child_process.forget", "id", id);
    ready.cancel();
    return speed;
  }

  /** One message of the backend. */
  Reply line() {
    long now = System.nanoTime();
    long count = lines.incrementAndGet();
    if (count == 1) {
      firstLine = now;
    }
    if (count == wanted) {
      lastLine = now;
      enough.countDown();
    }
    return Reply.ok();
  }

  /** Begins to count messages anew. */
  void expectLines(long count) {
    enough = new CountDownLatch(1);
    lines.set(0);
    wanted = count;
  }

  /** Waits for them all, and tells how many came a second. */
  double linesPerSecond() throws InterruptedException {
    if (!enough.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("There came " + lines.get() + " lines only");
    }
    return (wanted - 1) * 1e9 / (lastLine - firstLine);
  }
}
