package org.socketplatform.pluginprotocol;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Writable;

/**
 * The values of a stream of the other side, for one subscriber. They are delivered on a thread of
 * the stream's own, so that a slow subscriber stops nothing else; no more are asked for than it
 * wants.
 */
final class ReceivedStream implements Flow.Publisher<Writable>, Flow.Subscription {
  private final int id;
  private final Call call;
  private final OutgoingCalls calls;
  private final Budget budget;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<byte[]> items = new ArrayDeque<>();
  private Flow.@Nullable Subscriber<? super Writable> subscriber;
  private long wanted; // by the subscriber, not asked for yet
  private int asked; // asked for, not there yet
  private boolean ended;
  private boolean cancelled;
  private @Nullable Failure failure;
  private boolean delivering;

  ReceivedStream(int id, Call call, OutgoingCalls calls, Budget budget) {
    this.id = id;
    this.call = call;
    this.calls = calls;
    this.budget = budget;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Writable> given) {
    lock.lock();
    try {
      if (subscriber != null) {
        throw new IllegalStateException("The stream has a subscriber already");
      }
      subscriber = given;
    } finally {
      lock.unlock();
    }
    given.onSubscribe(this);
    deliverSoon();
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      end(Failure.badRequest("A stream was asked for " + n + " items"));
      calls.forget(id, true);
      return;
    }
    lock.lock();
    try {
      wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
    } finally {
      lock.unlock();
    }
    ask();
  }

  private void ask() {
    int more;
    lock.lock();
    try {
      // Half a window at least, so that not every item costs a frame.
      more = ended || cancelled ? 0 : (int) Math.min(wanted, Limits.DEMAND - asked);
      if (more == 0 || (more < wanted && more < Limits.DEMAND / 2)) {
        return;
      }
      wanted -= more;
      asked += more;
    } finally {
      lock.unlock();
    }
    calls.link().trySend(new Frame.Demand(id, more));
  }

  @Override
  public void cancel() {
    lock.lock();
    try {
      if (cancelled) {
        return;
      }
      cancelled = true;
      letGo();
    } finally {
      lock.unlock();
    }
    calls.forget(id, true);
  }

  private void letGo() {
    items.forEach(item -> budget.give(item.length));
    items.clear();
  }

  /** Takes an item; called by the thread that reads. */
  void item(ByteBuffer json) throws ProtocolException {
    lock.lock();
    try {
      if (cancelled || ended) {
        return;
      }
      if (asked == 0) {
        throw new ProtocolException("it sends more of a stream than was asked for");
      }
      asked--;
      if (budget.take(json.remaining())) {
        byte[] item = new byte[json.remaining()];
        json.get(item);
        items.add(item);
      } else {
        ended = true;
        failure = Failures.replyTooLarge(call.route(), budget.limit());
        Thread.ofVirtual().start(() -> calls.forget(id, true));
      }
    } finally {
      lock.unlock();
    }
    deliverSoon();
  }

  /** No more items come: null is a good end. */
  void end(@Nullable Failure why) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      failure = why;
    } finally {
      lock.unlock();
    }
    deliverSoon();
  }

  private void deliverSoon() {
    lock.lock();
    try {
      if (delivering || subscriber == null || cancelled || (items.isEmpty() && !ended)) {
        return;
      }
      delivering = true;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("stream-" + call.route()).start(this::deliver);
  }

  private void deliver() {
    while (true) {
      byte[] item;
      Flow.Subscriber<? super Writable> to;
      lock.lock();
      try {
        to = subscriber;
        item = items.poll();
        if (to == null || cancelled || (item == null && !ended)) {
          delivering = false;
          return;
        }
        if (item != null) {
          budget.give(item.length);
        } else {
          cancelled = true; // the subscriber is told of the end, and then of nothing more
        }
      } finally {
        lock.unlock();
      }
      if (item == null) {
        finish(to);
        return;
      }
      Writable value;
      try {
        value = Json.value(item);
      } catch (IllegalArgumentException e) {
        calls.link().violated(new ProtocolException("it streams what is no JSON"));
        continue; // the end of the connection ends the stream
      }
      to.onNext(value);
      ask();
    }
  }

  private void finish(Flow.Subscriber<? super Writable> to) {
    Failure why = failure;
    if (why == null) {
      to.onComplete();
    } else {
      to.onError(new FailureException(why));
    }
  }
}
