package org.socketplatform.router;

import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Writable;

/**
 * Stands between a stream of a plugin and its reader, so that the stream can end when the plugin
 * goes, and nothing of the plugin is held on to then.
 */
final class StreamRelay implements Flow.Subscriber<Writable>, Flow.Subscription {
  private final String route;
  private final OpenStreams streams;

  /** Held while the reader is told something, as it is to be told one thing at a time. */
  private final ReentrantLock telling = new ReentrantLock();

  /** Why the stream is to end; whoever holds the lock next says so. */
  private volatile @Nullable FailureException ending;

  // Guarded by this.
  private Flow.@Nullable Subscriber<? super Writable> reader;
  private Flow.@Nullable Subscription source;
  private long askedBefore;

  private StreamRelay(String route, OpenStreams streams, Flow.Subscriber<? super Writable> reader) {
    this.route = route;
    this.streams = streams;
    this.reader = reader;
  }

  /** The stream as its reader may have it: it fails when the plugin goes. */
  static Flow.Publisher<Writable> relayed(
      Flow.Publisher<? extends Writable> items, String route, OpenStreams streams) {
    return reader -> {
      StreamRelay relay = new StreamRelay(route, streams, reader);
      boolean open = streams.add(relay);
      reader.onSubscribe(relay);
      if (open) {
        items.subscribe(relay);
      } else {
        relay.reloaded();
      }
    };
  }

  /** The plugin goes. */
  void reloaded() {
    Flow.Subscription cancelled;
    synchronized (this) {
      cancelled = source;
    }
    ending = new FailureException(Failures.reloaded(route));
    tellEnd();
    if (cancelled != null) {
      cancelled.cancel();
    }
  }

  /** Does nothing if the reader is being told something: then that thread comes here after it. */
  private void tellEnd() {
    FailureException why = ending;
    if (why != null && telling.tryLock()) {
      try {
        Flow.Subscriber<? super Writable> told = finish();
        if (told != null) {
          told.onError(why);
        }
      } finally {
        telling.unlock();
      }
    }
  }

  /** Lets go of both sides; gives the reader to whom it is the first to end it. */
  private Flow.@Nullable Subscriber<? super Writable> finish() {
    streams.remove(this);
    synchronized (this) {
      Flow.Subscriber<? super Writable> last = reader;
      reader = null;
      source = null;
      return last;
    }
  }

  private synchronized Flow.@Nullable Subscriber<? super Writable> reader() {
    return reader;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    long asked;
    synchronized (this) {
      if (reader == null) {
        asked = -1;
      } else {
        source = subscription;
        asked = askedBefore;
      }
    }
    if (asked < 0) {
      subscription.cancel();
    } else if (asked > 0) {
      subscription.request(asked);
    }
  }

  @Override
  public void onNext(Writable item) {
    telling.lock();
    try {
      Flow.Subscriber<? super Writable> current = reader();
      if (current != null) {
        current.onNext(item);
      }
    } finally {
      telling.unlock();
      tellEnd();
    }
  }

  @Override
  public void onError(Throwable error) {
    telling.lock();
    try {
      Flow.Subscriber<? super Writable> last = finish();
      if (last != null) {
        last.onError(error);
      }
    } finally {
      telling.unlock();
    }
  }

  @Override
  public void onComplete() {
    telling.lock();
    try {
      Flow.Subscriber<? super Writable> last = finish();
      if (last != null) {
        last.onComplete();
      }
    } finally {
      telling.unlock();
    }
  }

  @Override
  public void request(long more) {
    Flow.Subscription current;
    synchronized (this) {
      current = source;
      if (current == null) {
        long sum = askedBefore + more;
        askedBefore = sum < 0 ? Long.MAX_VALUE : sum;
        return;
      }
    }
    current.request(more);
  }

  @Override
  public void cancel() {
    Flow.Subscription cancelled;
    synchronized (this) {
      cancelled = source;
    }
    finish();
    if (cancelled != null) {
      cancelled.cancel();
    }
  }
}
