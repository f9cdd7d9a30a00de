package org.socketplatform.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Writable;

/**
 * What one document is told of its programs. Items wait while nobody reads; whoever sends bounds
 * how many there can be. Safe for use by many threads.
 */
final class Feed implements Flow.Publisher<Writable> {
  private final Deque<Map<String, Object>> waiting = new ArrayDeque<>();
  private final Runnable onCancel;
  private @Nullable Reader reader;

  /**
   * A feed without a reader.
   *
   * @param onCancel runs when its reader has gone
   */
  Feed(Runnable onCancel) {
    this.onCancel = onCancel;
  }

  private final class Reader implements Flow.Subscription {
    private final Flow.Subscriber<? super Writable> subscriber;
    private long wanted;
    private boolean delivering;

    Reader(Flow.Subscriber<? super Writable> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      synchronized (Feed.this) {
        wanted = n > Long.MAX_VALUE - wanted ? Long.MAX_VALUE : wanted + n;
      }
      deliver(this);
    }

    @Override
    public void cancel() {
      synchronized (Feed.this) {
        if (reader != this) {
          return;
        }
        reader = null;
      }
      onCancel.run();
    }
  }

  /** Tells whether somebody reads. */
  synchronized boolean isRead() {
    return reader != null;
  }

  /** How many items wait. */
  synchronized int waiting() {
    return waiting.size();
  }

  void send(Map<String, Object> item) {
    @Nullable Reader current;
    synchronized (this) {
      waiting.add(item);
      current = reader;
    }
    if (current != null) {
      deliver(current);
    }
  }

  /** Takes what waits. */
  synchronized List<Object> drain() {
    List<Object> rest = new ArrayList<>(waiting);
    waiting.clear();
    return rest;
  }

  /** A reader takes the place of the one before, which is completed. */
  @Override
  public void subscribe(Flow.Subscriber<? super Writable> subscriber) {
    Reader next = new Reader(subscriber);
    @Nullable Reader before;
    synchronized (this) {
      before = reader;
      reader = next;
    }
    if (before != null) {
      before.subscriber.onComplete();
    }
    subscriber.onSubscribe(next);
  }

  /** One thread delivers at a time, outside of the lock. */
  private void deliver(Reader to) {
    while (true) {
      Map<String, Object> item;
      synchronized (this) {
        if (reader != to || to.delivering) {
          return;
        }
        if (to.wanted == 0 || waiting.isEmpty()) {
          return;
        }
        to.delivering = true;
        to.wanted--;
        item = waiting.remove();
      }
      to.subscriber.onNext(Writable.of(item));
      synchronized (this) {
        to.delivering = false;
      }
    }
  }
}
