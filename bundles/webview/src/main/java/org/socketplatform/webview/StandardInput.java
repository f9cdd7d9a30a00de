package org.socketplatform.webview;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Writable;

/**
 * What is written to the app, piece by piece. It can be read once, so there is one reader at a
 * time: who comes later takes the place of the one before, whose stream ends. Nothing is read
 * before somebody wants it, and what a reader left is kept for the next.
 */
final class StandardInput implements Flow.Publisher<Writable> {
  private static final int CHUNK = 1 << 12;

  private final InputStream in;
  private final Object lock = new Object();

  // All guarded by lock.
  private @Nullable Reader current;
  private boolean started;

  StandardInput(InputStream in) {
    this.in = in;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Writable> subscriber) {
    Reader reader = new Reader(subscriber);
    subscriber.onSubscribe(reader);
    Reader before;
    synchronized (lock) {
      before = current;
      current = reader;
      if (!started) {
        started = true;
        Thread.ofPlatform().daemon().name("standard-input").start(this::read);
      }
      lock.notifyAll();
    }
    if (before != null) {
      before.subscriber.onComplete();
    }
  }

  private void read() {
    byte[] chunk = new byte[CHUNK];
    try {
      while (true) {
        awaitReader();
        int count = in.read(chunk);
        if (count < 0) {
          break;
        }
        String data = Base64.getEncoder().encodeToString(Arrays.copyOf(chunk, count));
        // the one who wanted it may have gone meanwhile
        take(awaitReader()).onNext(Writable.of(Map.of("data", data)));
      }
      while (true) {
        leave(awaitReader()).onComplete();
      }
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(IOException cause) {
    Reader reader;
    synchronized (lock) {
      reader = current;
      current = null;
      started = false; // the next one may try
    }
    if (reader != null) {
      reader.subscriber.onError(cause);
    }
  }

  /** Waits until somebody wants a piece. */
  private Reader awaitReader() throws InterruptedException {
    synchronized (lock) {
      while (current == null || current.wanted == 0) {
        lock.wait();
      }
      return current;
    }
  }

  private Flow.Subscriber<? super Writable> take(Reader reader) {
    synchronized (lock) {
      reader.wanted--;
      return reader.subscriber;
    }
  }

  private Flow.Subscriber<? super Writable> leave(Reader reader) {
    reader.cancel();
    return reader.subscriber;
  }

  private final class Reader implements Flow.Subscription {
    private final Flow.Subscriber<? super Writable> subscriber;
    private long wanted; // guarded by lock

    Reader(Flow.Subscriber<? super Writable> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long count) {
      synchronized (lock) {
        wanted = wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
        lock.notifyAll();
      }
    }

    @Override
    public void cancel() {
      synchronized (lock) {
        wanted = 0;
        if (current == this) {
          current = null;
        }
      }
    }
  }
}
