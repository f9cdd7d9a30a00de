package org.socketplatform.pluginprotocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Checked;
import org.socketplatform.plugin.Deadline;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Writable;

/** A call of the other side on its own thread, from the handler to the last byte of the answer. */
final class RunningCall implements Runnable {
  private static final System.Logger LOG = System.getLogger("org.socketplatform.pluginprotocol");

  private final int id;
  private final String route;
  private final Frame.Call frame;
  private final IncomingCalls.Handler handler;
  private final ReceivedBody body;
  private final Budget budget;
  private final Link link;
  private final Runnable onEnd;
  private final Cancellation cancellation = new Cancellation();
  private final AtomicBoolean cancelling = new AtomicBoolean();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Of a stream; guarded by the lock.
  private final Deque<byte[]> items = new ArrayDeque<>();
  private long demanded; // by the other side, not asked of the publisher yet
  private int open; // asked for by the other side, not sent yet
  private boolean ended;
  private @Nullable Frame last;

  RunningCall(
      Frame.Call frame,
      IncomingCalls.Handler handler,
      int window,
      Budget budget,
      Link link,
      Runnable onEnd) {
    this.id = frame.id();
    this.route = frame.route();
    this.frame = frame;
    this.handler = handler;
    this.body = new ReceivedBody(id, !frame.hasBody(), window, link);
    this.budget = budget;
    this.link = link;
    this.onEnd = onEnd;
  }

  ReceivedBody body() {
    return body;
  }

  /** The answer is not wanted any more; those who want to know are told on another thread. */
  void cancelSoon() {
    if (cancelling.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .start(() -> {
            body.fail();
            cancellation.cancel();
            signal();
          });
    }
  }

  void demand(int more) throws ProtocolException {
    lock.lock();
    try {
      open += more;
      if (open > Limits.DEMAND) {
        throw new ProtocolException("it asks for more of a stream than is allowed");
      }
      demanded += more;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    try {
      answer(handle());
    } catch (RuntimeException | Error e) {
      fail(defect(e));
    } finally {
      onEnd.run();
    }
  }

  private Call call() {
    return new Call(
        route,
        Params.of(frame.params()),
        body,
        frame.caller(),
        cancellation,
        frame.millis() < 0 ? Deadline.NONE : Deadline.in(Duration.ofMillis(frame.millis())),
        Checked.NOTHING);
  }

  private Reply handle() {
    try {
      @Nullable Reply reply = handler.handle(call(), id, frame.checked());
      return reply != null
          ? reply
          : Reply.failed(defect(new IllegalStateException("The handler returned null")));
    } catch (FailureException e) {
      return Reply.failed(e.failure());
    } catch (IOException e) {
      return failed(e);
    } catch (UncheckedIOException e) {
      return failed(Objects.requireNonNull(e.getCause()));
    } catch (InterruptedException e) {
      return Reply.failed(Failure.aborted());
    } catch (Throwable e) {
      // An error of the machine, such as too little memory, ends this call, not the process.
      return Reply.failed(defect(e));
    }
  }

  private Reply failed(IOException e) {
    return Errno.of(e)
        .map(errno -> Reply.failed(errno.failure()))
        .orElseGet(() -> {
          LOG.log(Level.WARNING, route + " failed", e);
          return Reply.failed(Errno.EIO.failure());
        });
  }

  private Failure defect(Throwable e) {
    LOG.log(Level.ERROR, route + " failed", e);
    return Failure.internal(route);
  }

  private void answer(Reply reply) {
    switch (reply) {
      case Reply.Value(Writable value) -> value(value);
      case Reply.Bytes bytes -> {
        try {
          bytes(bytes);
        } finally {
          bytes.release().run();
        }
      }
      case Reply.Stream(var published) -> stream(published);
      case Reply.Failed(Failure failure) -> fail(failure);
    }
  }

  private void fail(Failure failure) {
    if (!link.trySend(new Frame.Failed(id, failure))) {
      link.trySend(new Frame.Failed(id, Failure.internal(route)));
    }
  }

  private void value(Writable value) {
    byte[] json = Json.text(value).getBytes(StandardCharsets.UTF_8);
    if (json.length > Limits.VALUE) {
      fail(tooLarge(Limits.VALUE));
      return;
    }
    int from = 0;
    do {
      int count = Math.min(Limits.PART, json.length - from);
      boolean whole = from + count == json.length;
      link.trySend(new Frame.Value(id, whole, ByteBuffer.wrap(json, from, count)));
      from += count;
    } while (from < json.length && !cancellation.isCancelled());
  }

  private void bytes(Reply.Bytes reply) {
    ByteBuffer data = reply.data();
    if (!link.trySend(new Frame.Bytes(id, data.remaining(), reply.headers()))) {
      fail(Failure.internal(route));
      return;
    }
    int end = data.limit();
    for (int at = data.position(); at < end && !cancellation.isCancelled(); at += Limits.PART) {
      link.trySend(new Frame.Part(id, data.slice(at, Math.min(Limits.PART, end - at))));
    }
  }

  private Failure tooLarge(int limit) {
    return new Failure(
        "RangeError",
        "REPLY_TOO_LARGE",
        "A value of " + route + " is larger than " + limit + " bytes");
  }

  /**
   * The items come on whatever thread the publisher uses, which must not wait for the other side:
   * they are asked for and sent here.
   */
  private void stream(Flow.Publisher<? extends Writable> published) {
    if (!cancellation.isCancelled()) {
      link.trySend(new Frame.Stream(id));
    }
    Items subscriber = new Items();
    published.subscribe(subscriber);
    try {
      while (pass(subscriber)) {}
    } finally {
      drop();
    }
  }

  /** Waits for something to do, and does it; false at the end of the stream. */
  private boolean pass(Items subscriber) {
    byte[] item;
    long more;
    lock.lock();
    try {
      while (items.isEmpty()
          && !ended
          && !cancellation.isCancelled()
          && (demanded == 0 || subscriber.subscription == null)) {
        changed.awaitUninterruptibly();
      }
      item = cancellation.isCancelled() ? null : items.poll();
      if (item != null) {
        open--;
        budget.give(item.length);
      }
      more = subscriber.subscription == null ? 0 : demanded;
      demanded -= more;
    } finally {
      lock.unlock();
    }
    Flow.Subscription subscription = subscriber.subscription;
    if (cancellation.isCancelled()) {
      end(null);
      if (subscription != null) {
        subscription.cancel();
      }
      return false;
    }
    if (subscription != null && more > 0) {
      subscription.request(more);
    }
    if (item != null) {
      if (!link.trySend(new Frame.Item(id, ByteBuffer.wrap(item)))) {
        subscriber.stop(tooLarge(Limits.FRAME));
      }
      return true;
    }
    return !sentEnd();
  }

  /** Sends the end, if the publisher has come to it and there is nothing before it. */
  private boolean sentEnd() {
    Frame end;
    lock.lock();
    try {
      end = items.isEmpty() ? last : null;
    } finally {
      lock.unlock();
    }
    if (end instanceof Frame.Failed(_, Failure failure)) {
      fail(failure);
    } else if (end != null) {
      link.trySend(end);
    }
    return end != null;
  }

  /**
   * Ends the stream, unless it has ended.
   *
   * @param with what is sent after the items
   */
  private boolean end(@Nullable Frame with) {
    lock.lock();
    try {
      boolean first = !ended;
      if (first) {
        ended = true;
        last = with;
      }
      changed.signalAll();
      return first;
    } finally {
      lock.unlock();
    }
  }

  private void drop() {
    lock.lock();
    try {
      ended = true;
      items.forEach(item -> budget.give(item.length));
      items.clear();
    } finally {
      lock.unlock();
    }
  }

  private final class Items implements Flow.Subscriber<Writable> {
    private volatile Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      signal();
    }

    @Override
    public void onNext(Writable item) {
      byte[] json;
      try {
        json = Json.text(item).getBytes(StandardCharsets.UTF_8);
      } catch (RuntimeException e) {
        stop(defect(e));
        return;
      }
      Failure problem = null;
      lock.lock();
      try {
        if (ended) {
          return;
        }
        if (items.size() >= open) {
          problem = defect(new IllegalStateException("More was published than was asked for"));
        } else if (budget.take(json.length)) {
          items.add(json);
          changed.signalAll();
        } else {
          problem = Failures.replyTooLarge(route, budget.limit());
        }
      } finally {
        lock.unlock();
      }
      if (problem != null) {
        stop(problem);
      }
    }

    private void stop(Failure failure) {
      if (end(new Frame.Failed(id, failure))) {
        Flow.Subscription given = subscription;
        if (given != null) {
          given.cancel();
        }
      }
    }

    @Override
    public void onError(Throwable cause) {
      end(new Frame.Failed(id, cause instanceof FailureException e ? e.failure() : defect(cause)));
    }

    @Override
    public void onComplete() {
      end(new Frame.End(id));
    }
  }
}
