package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Writable;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LineStreamTest {
  private final FakeRouter router = new FakeRouter(call -> Reply.ok());

  private LineStream stream(long credit) {
    return new LineStream(router::json, credit);
  }

  @Test
  void shouldCarryManyItemsInOrderFromAnotherThread() throws Exception {
    int count = 200_000;
    LineStream lines = stream(0);
    Page page = new Page();
    CompletableFuture<Void> reading = page.read(lines);
    Counter counter = new Counter(count);

    counter.subscribe(lines);

    reading.get(20, TimeUnit.SECONDS);
    assertThat(page.lines())
        .isEqualTo(IntStream.range(0, count).mapToObj(i -> "{data:" + i + "}").toList());
  }

  @Test
  void shouldStartWithAByteSoThatThePageNeedNotWaitForTheFirstItem() throws Exception {
    LineStream lines = stream(0);
    Page page = new Page();
    CompletableFuture<Void> reading = page.read(lines);

    page.awaitBytes(1);
    assertThat(page.text()).isEqualTo("\n");
    lines.cancel();
    reading.get(10, TimeUnit.SECONDS);
  }

  @Test
  void shouldNotAskForMoreThanItHoldsWhenThePageDoesNotRead() {
    LineStream lines = stream(0);
    Counter counter = new Counter(1_000_000);

    counter.subscribe(lines); // nobody reads

    assertThat(counter.sent()).isBetween(1L, 5_000L);
  }

  @Test
  void shouldSuspendThePublisherWhenTheCreditIsUsedUp() throws Exception {
    LineStream lines = stream(100);
    Page page = new Page();
    CompletableFuture<Void> reading = page.read(lines);
    Counter counter = new Counter(100_000);

    counter.subscribe(lines);
    page.awaitBytes(100);
    long suspended = counter.sent();
    assertThat(suspended).isLessThan(5_000);

    int acknowledged = 0;
    while (!reading.isDone()) {
      int read = page.awaitBytesOrEnd(acknowledged + 1, reading);
      lines.acknowledge(read - acknowledged);
      acknowledged = read;
    }

    assertThat(page.lines()).hasSize(100_000);
    assertThat(counter.sent()).isEqualTo(100_000);
  }

  @Test
  void shouldEndWithTheFailureOfThePublisher() throws Exception {
    LineStream lines = stream(0);
    Page page = new Page();
    CompletableFuture<Void> reading = page.read(lines);
    lines.onNext(Writable.of("last"));
    lines.onError(new FailureException(Failure.notFound("it went away")));

    reading.get(10, TimeUnit.SECONDS);

    assertThat(page.lines())
        .containsExactly(
            "{data:last }", "{err:{type:NotFoundError code:NOT_FOUND message:it went away }}");
  }

  @Test
  void shouldTellThePageNothingOfADefect() throws Exception {
    LineStream lines = stream(0);
    Page page = new Page();
    CompletableFuture<Void> reading = page.read(lines);

    lines.onError(new IllegalStateException("password=hunter2"));

    reading.get(10, TimeUnit.SECONDS);
    assertThat(page.text()).contains("INTERNAL").doesNotContain("hunter2");
  }

  @Test
  void shouldEndWithAFailureWhenAnItemCannotBeWritten() throws Exception {
    LineStream lines = stream(0);
    Page page = new Page();
    CompletableFuture<Void> reading = page.read(lines);
    try (SubmissionPublisher<Writable> publisher = new SubmissionPublisher<>()) {
      publisher.subscribe(lines);
      publisher.submit(Writable.of("good"));
      publisher.submit(Writable.of(new Object()));
      publisher.submit(Writable.of("too late"));

      reading.get(10, TimeUnit.SECONDS);
      assertThat(page.lines()).hasSize(2).first().isEqualTo("{data:good }");
      assertThat(page.lines().getLast()).startsWith("{err:").contains("INTERNAL");
    }
  }

  @Test
  void shouldCancelThePublisherWhenThePageIsGone() {
    LineStream lines = stream(0);
    Counter counter = new Counter(1_000_000);
    counter.subscribe(lines);
    AtomicLong written = new AtomicLong();

    assertThat(
            CompletableFuture.runAsync(() -> {
              try {
                lines.writeTo(bytes -> {
                  if (written.addAndGet(bytes.remaining()) > 10_000) {
                    throw new IOException("The page is gone");
                  }
                });
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            }))
        .failsWithin(java.time.Duration.ofSeconds(10));

    assertThat(counter.cancelled).isTrue();
  }

  @Test
  void shouldEndAndCancelThePublisherWhenCancelledWhileIdle() throws Exception {
    LineStream lines = stream(0);
    Page page = new Page();
    CompletableFuture<Void> reading = page.read(lines);
    Counter idle = new Counter(0);
    lines.onSubscribe(idle);

    lines.cancel();

    reading.get(10, TimeUnit.SECONDS);
    assertThat(idle.cancelled).isTrue();
  }

  @Test
  void shouldCancelAPublisherThatComesTooLate() {
    LineStream lines = stream(0);
    lines.cancel();
    Counter counter = new Counter(10);

    lines.onSubscribe(counter);

    assertThat(counter.cancelled).isTrue();
    assertThat(counter.sent()).isZero();
  }

  @Test
  void shouldDropWhatIsSentAfterTheEnd() throws Exception {
    LineStream lines = stream(0);
    lines.onComplete();
    lines.onNext(Writable.of("late"));
    Page page = new Page();

    page.read(lines).get(10, TimeUnit.SECONDS);

    assertThat(page.lines()).isEmpty();
  }

  /** Collects what is written, on a thread of its own. */
  private static final class Page {
    private final List<byte[]> chunks = Collections.synchronizedList(new ArrayList<>());
    private final Object lock = new Object();
    private int bytes;

    CompletableFuture<Void> read(LineStream lines) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try {
              lines.writeTo(this::take);
              done.complete(null);
            } catch (IOException | RuntimeException e) {
              done.completeExceptionally(e);
            }
            synchronized (lock) {
              lock.notifyAll();
            }
          });
      return done;
    }

    private void take(ByteBuffer given) {
      byte[] copy = new byte[given.remaining()];
      given.get(copy);
      synchronized (lock) {
        chunks.add(copy);
        bytes += copy.length;
        lock.notifyAll();
      }
    }

    void awaitBytes(int count) throws InterruptedException {
      awaitBytesOrEnd(count, new CompletableFuture<>());
    }

    int awaitBytesOrEnd(int count, CompletableFuture<Void> end) throws InterruptedException {
      synchronized (lock) {
        while (bytes < count && !end.isDone()) {
          lock.wait();
        }
        return bytes;
      }
    }

    String text() {
      StringBuilder text = new StringBuilder();
      chunks.forEach(chunk -> text.append(new String(chunk, StandardCharsets.UTF_8)));
      return text.toString();
    }

    List<String> lines() {
      return text().lines().filter(line -> !line.isEmpty()).toList();
    }
  }

  /** Counts as far as it is asked to, on the thread that asks. */
  private static final class Counter implements Flow.Publisher<Writable>, Flow.Subscription {
    private final long end;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicLong next = new AtomicLong();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private volatile Flow.Subscriber<? super Writable> subscriber = new Nobody();

    Counter(long end) {
      this.end = end;
    }

    long sent() {
      return next.get();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Writable> newSubscriber) {
      subscriber = newSubscriber;
      newSubscriber.onSubscribe(this);
    }

    @Override
    public void request(long count) {
      if (demand.getAndAdd(count) > 0) {
        return;
      }
      do {
        if (cancelled.get()) {
          return;
        }
        if (next.get() == end) {
          if (cancelled.compareAndSet(false, true)) {
            subscriber.onComplete();
          }
          return;
        }
        subscriber.onNext(Writable.of(next.getAndIncrement()));
      } while (demand.decrementAndGet() > 0);
    }

    @Override
    public void cancel() {
      cancelled.set(true);
    }
  }

  private static final class Nobody implements Flow.Subscriber<Writable> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {}

    @Override
    public void onNext(Writable item) {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onComplete() {}
  }
}
