package org.socketplatform.webview;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Writable;

/**
 * What one document is told in order, without a gap: it is the only reader, and is told that it has
 * lost its place rather than missing something. Safe for use by many threads.
 */
final class HostFeed implements Flow.Publisher<Writable> {
  private static final int MAX_WAITING = 4096;

  private final Runnable onOpen;
  private final Runnable onClosed;
  private @Nullable Link current; // guarded by this

  /**
   * A feed without a reader.
   *
   * @param onOpen told when a reader has come, on its thread
   * @param onClosed told when the reader has gone
   */
  HostFeed(Runnable onOpen, Runnable onClosed) {
    this.onOpen = onOpen;
    this.onClosed = onClosed;
  }

  /** Tells the reader; false if there is none or it does not keep up. */
  boolean send(Object event) {
    Link link;
    synchronized (this) {
      link = current;
    }
    return link != null && link.add(Writable.of(event));
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Writable> subscriber) {
    Link link = new Link(subscriber);
    Link before;
    synchronized (this) {
      before = current;
      current = link;
    }
    if (before != null) {
      onClosed.run();
      before.reader.onComplete();
    }
    subscriber.onSubscribe(link);
    onOpen.run();
  }

  private void closed(Link link) {
    synchronized (this) {
      if (!link.equals(current)) {
        return;
      }
      current = null;
    }
    onClosed.run();
  }

  private final class Link implements Flow.Subscription {
    private final Flow.Subscriber<? super Writable> reader;
    private final Queue<Writable> waiting = new ArrayDeque<>(); // guarded by this
    private long wanted; // guarded by this

    Link(Flow.Subscriber<? super Writable> reader) {
      this.reader = reader;
    }

    synchronized boolean add(Writable event) {
      if (waiting.size() >= MAX_WAITING) {
        return false;
      }
      waiting.add(event);
      deliver();
      return true;
    }

    @Override
    public synchronized void request(long count) {
      wanted += count;
      deliver();
    }

    private void deliver() {
      while (wanted > 0 && !waiting.isEmpty()) {
        wanted--;
        reader.onNext(waiting.remove());
      }
    }

    @Override
    public void cancel() {
      closed(this);
    }
  }
}
