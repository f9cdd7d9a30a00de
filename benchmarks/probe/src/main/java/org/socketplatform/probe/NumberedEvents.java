package org.socketplatform.probe;

import java.util.concurrent.Flow;
import java.util.concurrent.Flow.Subscriber;
import org.socketplatform.plugin.Writable;

/**
 * Events of about 100 bytes, numbered from 0, as fast as the subscriber asks for them and never
 * faster; on the subscriber's thread.
 */
final class NumberedEvents implements Flow.Publisher<Writable> {
  private static final String TEXT =
      "the lamps of the western pier were checked and all of them burn";

  private final long count;

  NumberedEvents(long count) {
    this.count = count;
  }

  @Override
  public void subscribe(Subscriber<? super Writable> subscriber) {
    subscriber.onSubscribe(new Numbered(subscriber));
  }

  private static Writable event(long number) {
    return writer -> {
      writer.beginObject();
      writer.name("n");
      writer.number(number);
      writer.name("text");
      writer.string(TEXT);
      writer.endObject();
    };
  }

  private final class Numbered implements Flow.Subscription {
    private final Subscriber<? super Writable> subscriber;

    // All guarded by this.
    private long next;
    private long wanted;
    private boolean sending;
    private boolean ended;

    Numbered(Subscriber<? super Writable> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long more) {
      synchronized (this) {
        wanted = wanted + more < 0 ? Long.MAX_VALUE : wanted + more;
        if (sending) {
          return; // asked for by the subscriber while it takes an event
        }
        sending = true;
      }
      for (long number = take(); number >= 0; number = take()) {
        subscriber.onNext(event(number));
      }
      if (complete()) {
        subscriber.onComplete();
      }
    }

    /** The next number to send, or -1 if there is none for now. */
    private synchronized long take() {
      if (ended || wanted == 0 || next == count) {
        sending = false;
        return -1;
      }
      wanted--;
      return next++;
    }

    private synchronized boolean complete() {
      boolean complete = !ended && next == count;
      ended |= complete;
      return complete;
    }

    @Override
    public synchronized void cancel() {
      ended = true;
    }
  }
}
