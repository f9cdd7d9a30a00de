package org.socketplatform.plugin;

import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;

/**
 * The events of one page, as the result of a command. The page reads them at its own pace. What it
 * has not read is kept up to 65,536 events and 64 MiB; what is beyond is lost, and the page is told
 * how much that was. Safe for use by many threads.
 *
 * @param <T> what the events are
 */
public final class EventStream<T> implements Flow.Publisher<T>, AutoCloseable {
  private static final int MOST_EVENTS = 1 << 16;
  private static final long MOST_BYTES = 64 << 20;

  private final SubmissionPublisher<T> publisher =
      new SubmissionPublisher<>(Thread::startVirtualThread, MOST_EVENTS);
  private final T first;
  private final LongFunction<? extends T> loss;
  private final ToIntFunction<? super T> size;
  private final Runnable ended;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong toldLost = new AtomicLong();

  /**
   * Nobody reads yet.
   *
   * @param first told to the page first of all: what happens from then on is told
   * @param loss makes the event that tells how many were lost since the beginning
   * @param size how many bytes an event takes, roughly; always the same for the same event
   * @param ended called once, when the page reads no more
   */
  public EventStream(
      T first, LongFunction<? extends T> loss, ToIntFunction<? super T> size, Runnable ended) {
    this.first = first;
    this.loss = loss;
    this.size = size;
    this.ended = ended;
  }

  /** Tells it, unless the page has gone. Never blocks. */
  public void tell(T event) {
    try {
      long missing = lost.get();
      if (missing > toldLost.get() && offer(loss.apply(missing))) {
        toldLost.set(missing);
      }
      if (!offer(event)) {
        lost.incrementAndGet();
      }
    } catch (IllegalStateException e) {
      // closed
    }
  }

  private boolean offer(T event) {
    int bytes = size.applyAsInt(event);
    if (waiting.addAndGet(bytes) > MOST_BYTES || publisher.offer(event, null) < 0) {
      waiting.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> reader) {
    publisher.subscribe(new Reader(reader));
    tell(first);
  }

  private final class Reader implements Flow.Subscriber<T> {
    private final Flow.Subscriber<? super T> reader;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Reader(Flow.Subscriber<? super T> reader) {
      this.reader = reader;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      reader.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long count) {
              subscription.request(count);
            }

            @Override
            public void cancel() {
              subscription.cancel();
              end();
            }
          });
    }

    private void end() {
      if (open.compareAndSet(true, false)) {
        ended.run();
      }
    }

    @Override
    public void onNext(T event) {
      waiting.addAndGet(-size.applyAsInt(event));
      reader.onNext(event);
    }

    @Override
    public void onError(Throwable error) {
      reader.onError(error);
      end();
    }

    @Override
    public void onComplete() {
      reader.onComplete();
      end();
    }
  }

  /** Ends the stream after what was told. */
  @Override
  public void close() {
    publisher.close();
  }
}
