package org.socketplatform.itest.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Writable;

/** Takes and sends what a page asks for, and tells who went away meanwhile. */
public final class TestPlugin implements RouteProvider, BundleActivator {
  /** The variable that says how long the plugin takes to start. */
  public static final String START_MILLIS = "TEST_PLUGIN_START_MILLIS";

  private static final String PERMISSION = "test:use";
  private static final int CHUNK_BYTES = 1 << 18;
  private static final int LONGEST_SECONDS = 30;

  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger visits = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();
  private Optional<BundleSwapper> swapper = Optional.empty();

  @Override
  public void start(BundleContext context) throws InterruptedException {
    Thread.sleep(Long.parseLong(System.getenv().getOrDefault(START_MILLIS, "0")));
    swapper = Optional.of(new BundleSwapper(context));
    context.registerService(RouteProvider.class, this, null);
  }

  @Override
  public void stop(BundleContext context) {}

  @Override
  public String name() {
    return "test";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of("test.echo", PERMISSION, this::echo),
        Route.of("test.digest", PERMISSION, TestPlugin::digest),
        Route.of("test.bytes", PERMISSION, TestPlugin::bytes),
        Route.of("test.count", PERMISSION, this::count),
        Route.of("test.wait", PERMISSION, this::await),
        Route.of("test.defect", PERMISSION, TestPlugin::defect),
        Route.of("test.swap", PERMISSION, this::swap),
        Route.of("test.visits", PERMISSION, call -> Reply.value(visits.incrementAndGet())),
        Route.of("test.state", PERMISSION, call -> state()));
  }

  private Reply swap(Call call) throws IOException, BundleException {
    return swapper.orElseThrow().swap(call.params().text("bundle").orElse("fs"));
  }

  private Reply echo(Call call) {
    calls.incrementAndGet();
    return Reply.value(call.params().text("value").orElse(""));
  }

  private static Reply digest(Call call) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    long told = call.body().size().orElse(-1);
    long bytes = 0;
    for (int count; (count = call.body().read(chunk.clear())) >= 0; ) {
      bytes += count;
      digest.update(chunk.flip());
    }
    String sum = HexFormat.of().formatHex(digest.digest());
    return Reply.value(Map.of("bytes", bytes, "sha256", sum, "told", told));
  }

  /** Bytes that count from 0 to 250 and start again. */
  private static Reply bytes(Call call) {
    int length = (int) call.params().requireLong("length");
    ByteBuffer data = ByteBuffer.allocateDirect(length);
    for (int i = 0; i < length; i++) {
      data.put(i, (byte) (i % 251));
    }
    return Reply.bytes(data);
  }

  private Reply count(Call call) {
    long end = call.params().requireLong("end");
    return new Reply.Stream(subscriber -> subscriber.onSubscribe(new Count(subscriber, end)));
  }

  /** Answers only when nobody waits for it any more. */
  private Reply await(Call call) throws InterruptedException {
    CountDownLatch gone = new CountDownLatch(1);
    call.cancellation().onCancel(gone::countDown);
    waiting.incrementAndGet();
    if (gone.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      cancelled.incrementAndGet();
    }
    waiting.decrementAndGet();
    return Reply.ok();
  }

  private static Reply defect(Call call) {
    throw new IllegalStateException("A defect that a test asked for");
  }

  private Reply state() {
    return Reply.value(
        Map.of(
            "calls", calls.get(),
            "cancelled", cancelled.get(),
            "waiting", waiting.get(),
            "sent", sent.get()));
  }

  /** Counts on the thread of its subscriber, as far as that asks. */
  private final class Count implements Flow.Subscription {
    private final Flow.Subscriber<? super Writable> subscriber;
    private final long end;

    // Guarded by this.
    private long next;
    private long wanted;
    private boolean sending;
    private boolean ended;

    Count(Flow.Subscriber<? super Writable> subscriber, long end) {
      this.subscriber = subscriber;
      this.end = end;
    }

    @Override
    public void request(long more) {
      synchronized (this) {
        wanted += more;
        if (sending || ended) {
          return;
        }
        sending = true;
      }
      for (long number = take(); number >= 0; number = take()) {
        sent.incrementAndGet();
        subscriber.onNext(Writable.of(number));
      }
    }

    private long take() {
      synchronized (this) {
        if (!ended && wanted > 0 && next < end) {
          wanted--;
          return next++;
        }
        sending = false;
        if (ended || next < end) {
          return -1;
        }
        ended = true;
      }
      subscriber.onComplete();
      return -1;
    }

    @Override
    public void cancel() {
      synchronized (this) {
        if (ended) {
          return;
        }
        ended = true;
      }
      cancelled.incrementAndGet();
    }
  }
}
