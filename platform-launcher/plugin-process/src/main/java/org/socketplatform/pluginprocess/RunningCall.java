package org.socketplatform.pluginprocess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Checked;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.Deadline;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.ScopedPath;
import org.socketplatform.plugin.ValueReader;
import org.socketplatform.plugin.Writable;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.Limits;

/** A call on its own thread, from the handler to the last byte of the answer. */
final class RunningCall implements Runnable {
  private static final System.Logger LOG = System.getLogger("org.socketplatform.pluginprocess");

  private final int id;
  private final Route route;
  private final Call call;
  private final ReceivedBody body;
  private final Outbox out;
  private final Runnable onEnd;
  private final Cancellation cancellation = new Cancellation();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long demanded;
  private boolean ended;

  RunningCall(Frame.Call frame, Route route, Outbox out, Runnable onEnd) {
    this.id = frame.id();
    this.route = route;
    this.out = out;
    this.onEnd = onEnd;
    this.body = new ReceivedBody(frame.id(), !frame.hasBody(), out);
    Params params = Params.of(frame.params());
    this.call =
        new Call(
            frame.route(),
            params,
            body,
            frame.caller(),
            cancellation,
            frame.millis() < 0 ? Deadline.NONE : Deadline.in(Duration.ofMillis(frame.millis())),
            new Unscoped(params));
  }

  ReceivedBody body() {
    return body;
  }

  void cancel() {
    body.fail();
    cancellation.cancel();
    signal();
  }

  void demand(int items) {
    lock.lock();
    try {
      demanded += items;
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

  private Reply handle() {
    try {
      @Nullable Reply reply = route.handler().handle(call);
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
          LOG.log(Level.WARNING, route.name() + " failed", e);
          return Reply.failed(Errno.EIO.failure());
        });
  }

  private Failure defect(Throwable e) {
    LOG.log(Level.ERROR, route.name() + " failed", e);
    return Failure.internal(route.name());
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
      case Reply.Stream(var items) -> stream(items);
      case Reply.Failed(Failure failure) -> fail(failure);
    }
  }

  private void fail(Failure failure) {
    if (!out.send(new Frame.Failed(id, failure))) {
      out.send(new Frame.Failed(id, Failure.internal(route.name())));
    }
  }

  private void value(Writable value) {
    byte[] json = Json.text(value).getBytes(StandardCharsets.UTF_8);
    if (json.length > Limits.VALUE) {
      fail(tooLarge("value", Limits.VALUE));
      return;
    }
    int from = 0;
    do {
      int count = Math.min(Limits.PART, json.length - from);
      boolean last = from + count == json.length;
      out.send(new Frame.Value(id, last, ByteBuffer.wrap(json, from, count)));
      from += count;
    } while (from < json.length && !cancellation.isCancelled());
  }

  private void bytes(Reply.Bytes reply) {
    ByteBuffer data = reply.data();
    if (!out.send(new Frame.Bytes(id, data.remaining(), reply.headers()))) {
      fail(Failure.internal(route.name()));
      return;
    }
    int end = data.limit();
    for (int at = data.position(); at < end && !cancellation.isCancelled(); at += Limits.PART) {
      out.send(new Frame.Part(id, data.slice(at, Math.min(Limits.PART, end - at))));
    }
  }

  private Failure tooLarge(String what, int limit) {
    return new Failure(
        "RangeError",
        "REPLY_TOO_LARGE",
        "A " + what + " of " + route.name() + " is larger than " + limit + " bytes");
  }

  /** The items come on whatever thread the publisher uses; asking for them is done here. */
  private void stream(Flow.Publisher<? extends Writable> items) {
    if (!cancellation.isCancelled()) {
      out.send(new Frame.Stream(id));
    }
    Items subscriber = new Items();
    items.subscribe(subscriber);
    while (true) {
      long more;
      lock.lock();
      try {
        while (!ended
            && !cancellation.isCancelled()
            && (demanded == 0 || subscriber.subscription == null)) {
          changed.awaitUninterruptibly();
        }
        if (ended) {
          return;
        }
        more = demanded;
        demanded = 0;
      } finally {
        lock.unlock();
      }
      Flow.Subscription subscription = subscriber.subscription;
      if (cancellation.isCancelled()) {
        end();
        if (subscription != null) {
          subscription.cancel();
        }
        return;
      }
      if (subscription != null) {
        subscription.request(more);
      }
    }
  }

  /** True for the first who ends the stream. */
  private boolean end() {
    lock.lock();
    try {
      boolean first = !ended;
      ended = true;
      changed.signalAll();
      return first;
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
      lock.lock();
      try {
        if (ended) {
          return;
        }
      } finally {
        lock.unlock();
      }
      if (!out.send(new Frame.Item(id, ByteBuffer.wrap(json)))) {
        stop(tooLarge("value", Limits.FRAME));
      }
    }

    private void stop(Failure failure) {
      if (end()) {
        Flow.Subscription given = subscription;
        if (given != null) {
          given.cancel();
        }
        fail(failure);
      }
    }

    @Override
    public void onError(Throwable cause) {
      if (end()) {
        fail(cause instanceof FailureException e ? e.failure() : defect(cause));
      }
    }

    @Override
    public void onComplete() {
      if (end()) {
        out.send(new Frame.End(id));
      }
    }
  }

  /** A plugin in a process of its own has no scopes yet: the platform refuses routes with any. */
  private record Unscoped(Params params) implements Checked {
    @Override
    public ScopedPath path(String param) {
      return NOTHING.path(param);
    }

    @Override
    public HostAndPort host(String param) {
      return NOTHING.host(param);
    }

    @Override
    public CommandLine program(String param) {
      return NOTHING.program(param);
    }

    @Override
    public ValueReader value(String param) {
      return Json.reader(params.require(param), param);
    }
  }
}
