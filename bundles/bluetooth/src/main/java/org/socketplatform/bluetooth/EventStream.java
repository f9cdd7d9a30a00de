package org.socketplatform.bluetooth;

import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The events of one page, which it reads at its own pace. What it does not read is kept up to a
 * bound; what is beyond is lost, and it is told how much that was.
 */
final class EventStream implements Flow.Publisher<Event> {
  private static final int KEPT = 1 << 16;

  private final SubmissionPublisher<Event> publisher =
      new SubmissionPublisher<>(Thread::startVirtualThread, KEPT);
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong toldLost = new AtomicLong();
  private final Runnable ended;

  /**
   * Nobody reads yet.
   *
   * @param ended called when the page reads no more
   */
  EventStream(Runnable ended) {
    this.ended = ended;
  }

  /** Tells it, unless the page has gone. */
  void tell(Event event) {
    try {
      long missing = lost.get();
      if (missing > toldLost.get() && publisher.offer(new Event.Lost(missing), null) >= 0) {
        toldLost.set(missing);
      }
      if (publisher.offer(event, null) < 0) {
        lost.incrementAndGet();
      }
    } catch (IllegalStateException e) {
      // closed
    }
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Event> reader) {
    publisher.subscribe(new Reader(reader));
    tell(new Event.Ready());
  }

  private final class Reader implements Flow.Subscriber<Event> {
    private final Flow.Subscriber<? super Event> reader;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Reader(Flow.Subscriber<? super Event> reader) {
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
    public void onNext(Event event) {
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

  void close() {
    publisher.close();
  }
}
