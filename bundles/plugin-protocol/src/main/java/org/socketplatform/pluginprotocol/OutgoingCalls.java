package org.socketplatform.pluginprotocol;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Deadline;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.NotServingException;
import org.socketplatform.plugin.Reply;

/**
 * The calls that the other side answers. Callers write themselves and wait; nothing that the other
 * side sends, or does not send, keeps more than a bounded number of bytes here. Safe for use by
 * many threads.
 */
public final class OutgoingCalls {
  private static final long NUMBERS = 1L << 32;

  private final String peer;
  private final int most;
  private final Budget budget;
  private final Link link;
  private final Map<Integer, PendingCall> open = new ConcurrentHashMap<>();
  private final AtomicLong issued = new AtomicLong();
  private volatile boolean ended;

  /**
   * None at first.
   *
   * @param peer name of the other side, for failures
   * @param most how many may be under way at once
   * @param budget for what the other side sends
   */
  public OutgoingCalls(String peer, int most, Budget budget, Link link) {
    this.peer = peer;
    this.most = most;
    this.budget = budget;
    this.link = link;
  }

  String peer() {
    return peer;
  }

  Link link() {
    return link;
  }

  /** How many are under way. */
  public int underWay() {
    return open.size();
  }

  /** A call that is under way. */
  public Optional<Call> find(int id) {
    return Optional.ofNullable(open.get(id)).map(PendingCall::call);
  }

  /**
   * Makes a call and waits for its answer.
   *
   * @param checked its parameters that were checked
   * @throws NotServingException if the other side is gone; the call was not sent then
   */
  public Reply call(Call call, List<Frame.CheckedParam> checked) throws InterruptedException {
    if (ended) {
      throw new NotServingException(peer);
    }
    if (open.size() >= most) {
      return Reply.failed(Failures.busy(peer));
    }
    int id = (int) issued.incrementAndGet();
    PendingCall pending = new PendingCall(id, call, this, budget);
    open.put(id, pending);
    boolean answered = false;
    try {
      if (!link.send(frame(id, call, checked))) {
        answered = true;
        open.remove(id);
        return Reply.failed(Failures.callTooLarge(Limits.FRAME));
      }
      if (ended) { // those who ended it may not have seen this call
        pending.fail(Failures.crashed(peer));
      }
      Reply reply = pending.await();
      answered = true;
      return reply;
    } catch (IOException e) {
      link.lost();
      return Reply.failed(Failures.crashed(peer));
    } finally {
      if (!answered) {
        pending.abandon();
      }
    }
  }

  private static Frame.Call frame(int id, Call call, List<Frame.CheckedParam> checked) {
    long millis =
        call.deadline() == Deadline.NONE
            ? -1
            : TimeUnit.NANOSECONDS.toMillis(call.deadline().remainingNanos());
    return new Frame.Call(
        id,
        call.route(),
        millis,
        call.caller(),
        !call.body().equals(Body.EMPTY),
        call.params().asMap(),
        checked);
  }

  /**
   * Takes a call off the list.
   *
   * @param tell say that its answer is not wanted any more
   */
  void forget(int id, boolean tell) {
    if (open.remove(id) != null && tell && !ended) {
      // Whoever gives a call up must not wait for another side that does not read.
      Thread.ofVirtual().start(() -> link.trySend(new Frame.Cancel(id)));
    }
  }

  /** Takes a frame of the other side; never waits for anything. */
  public void receive(Frame.Answering frame) throws ProtocolException {
    PendingCall pending = open.get(frame.id());
    if (pending != null) {
      pending.receive(frame);
    } else if (issued.get() < NUMBERS && Integer.toUnsignedLong(frame.id()) > issued.get()) {
      throw new ProtocolException("it answers a call that nobody made");
    }
    // Otherwise the call was given up, and this was under way.
  }

  /** The other side is gone: calls under way fail, and later ones are not sent. */
  public void end() {
    ended = true;
    Failure failure = Failures.crashed(peer);
    open.values().forEach(pending -> pending.fail(failure));
  }
}
