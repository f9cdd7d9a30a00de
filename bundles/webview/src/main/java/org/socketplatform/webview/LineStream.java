package org.socketplatform.webview;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Writable;
import org.socketplatform.webview.shell.PageResponse;

/**
 * Carries the items of a publisher to the page as lines of JSON, on one response that does not end.
 *
 * <p>Back-pressure: the publisher is asked for more only when what it brought is written, and
 * nothing is written while the page has more unacknowledged bytes than its credit.
 */
final class LineStream implements PageResponse.Source, Flow.Subscriber<Writable> {
  private static final System.Logger LOG = System.getLogger("webview");
  private static final int BATCH = 1024;
  private static final byte[] NEWLINE = {'\n'};

  private final Function<Writable, String> json;
  private final long credit;
  private final Object lock = new Object();

  // All guarded by lock.
  private ByteArrayOutputStream buffer = new ByteArrayOutputStream(1 << 14);
  private long asked;
  private long unacknowledged;
  private boolean ended;
  private Flow.@Nullable Subscription subscription;

  /**
   * A stream to one reader.
   *
   * @param credit bytes that may be unacknowledged; 0 for no limit
   */
  LineStream(Function<Writable, String> json, long credit) {
    this.json = json;
    this.credit = credit;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    synchronized (lock) {
      subscription = newSubscription;
      if (!ended) {
        asked = BATCH;
        lock.notifyAll();
      }
    }
    if (isEnded()) {
      newSubscription.cancel();
    } else {
      newSubscription.request(BATCH);
    }
  }

  @Override
  public void onNext(Writable item) {
    String text;
    try {
      text =
          json.apply(writer -> {
            writer.beginObject();
            writer.name("data");
            item.writeTo(writer);
            writer.endObject();
          });
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "An item of a stream cannot be written", e);
      onError(e);
      cancel();
      return;
    }
    append(text, false);
  }

  @Override
  public void onError(Throwable error) {
    Failure failure =
        error instanceof FailureException known ? known.failure() : Failure.internal("The stream");
    append(json.apply(failure(failure)), true);
  }

  @Override
  public void onComplete() {
    end();
  }

  private static Writable failure(Failure failure) {
    return writer -> {
      writer.beginObject();
      writer.name("err");
      writer.beginObject();
      writer.name("type");
      writer.string(failure.type());
      writer.name("code");
      writer.string(failure.code());
      writer.name("message");
      writer.string(failure.message());
      if (failure.retryable()) {
        writer.name("retryable");
        writer.bool(true);
      }
      writer.endObject();
      writer.endObject();
    };
  }

  private void append(String line, boolean last) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    synchronized (lock) {
      if (ended) {
        return;
      }
      asked--;
      buffer.writeBytes(bytes);
      buffer.writeBytes(NEWLINE);
      ended = last;
      lock.notifyAll();
    }
  }

  /** The page has read this many bytes. */
  void acknowledge(long bytes) {
    synchronized (lock) {
      unacknowledged = Math.max(0, unacknowledged - bytes);
      lock.notifyAll();
    }
  }

  /** Ends the stream from the page's side. */
  void cancel() {
    Flow.Subscription current;
    synchronized (lock) {
      ended = true;
      current = subscription;
      lock.notifyAll();
    }
    if (current != null) {
      current.cancel();
    }
  }

  private void end() {
    synchronized (lock) {
      ended = true;
      lock.notifyAll();
    }
  }

  private boolean isEnded() {
    synchronized (lock) {
      return ended;
    }
  }

  @Override
  public void writeTo(PageResponse.Sink sink) throws IOException {
    try {
      sink.write(ByteBuffer.wrap(NEWLINE)); // fetch() resolves at the first byte
      ByteArrayOutputStream spare = new ByteArrayOutputStream(1 << 14);
      while (true) {
        ByteArrayOutputStream full;
        Flow.Subscription source;
        long more;
        synchronized (lock) {
          while (!ended && (buffer.size() == 0 || exhausted())) {
            lock.wait();
          }
          if (buffer.size() == 0) {
            return;
          }
          full = buffer;
          buffer = spare;
          unacknowledged += full.size();
          source = subscription;
          more = ended ? 0 : BATCH - asked;
          asked += more;
        }
        if (source != null && more > 0) {
          source.request(more);
        }
        sink.write(ByteBuffer.wrap(full.toByteArray()));
        full.reset();
        spare = full;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      cancel();
    }
  }

  private boolean exhausted() {
    return credit > 0 && unacknowledged >= credit;
  }
}
