package org.socketplatform.pluginprotocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.ValueWriter;
import org.socketplatform.plugin.Writable;

/**
 * A call that the other side is answering. The thread of the caller waits here and sends the body
 * as it is asked for; the thread that reads frames hands in what came, and never waits.
 */
final class PendingCall {
  private static final int DIRECT_FROM = 1 << 16;

  private final int id;
  private final Call call;
  private final OutgoingCalls calls;
  private final Budget budget;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int credit;
  private boolean bodySent;
  private @Nullable ByteArrayOutputStream value;
  private @Nullable ReceivedBytes bytes;
  private @Nullable ReceivedStream stream;
  private @Nullable Reply reply;
  private boolean abandoned;

  PendingCall(int id, Call call, OutgoingCalls calls, Budget budget) {
    this.id = id;
    this.call = call;
    this.calls = calls;
    this.budget = budget;
  }

  Call call() {
    return call;
  }

  /** Waits for the answer; the call was sent. */
  Reply await() throws InterruptedException, IOException {
    call.cancellation().onCancel(this::wake);
    while (true) {
      int count;
      lock.lockInterruptibly();
      try {
        while (reply == null && (credit == 0 || bodySent)) {
          if (call.cancellation().isCancelled()) {
            return give(Failure.aborted());
          }
          long left = call.deadline().remainingNanos();
          if (left == 0) {
            return give(Failures.deadlineExceeded(call.route()));
          }
          if (left == Long.MAX_VALUE) {
            changed.await();
          } else {
            changed.await(left, TimeUnit.NANOSECONDS);
          }
        }
        if (reply != null) {
          return checked(reply);
        }
        count = Math.min(credit, Limits.PART);
      } finally {
        lock.unlock();
      }
      sendBody(count);
    }
  }

  /** Nothing that comes later is looked at. */
  private Reply give(Failure failure) {
    abandon();
    return Reply.failed(failure);
  }

  /** Gives the call up: the other side is told, and what it sent is let go. */
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      drop();
      if (reply instanceof Reply.Value(Writable json) && json instanceof RawValue raw) {
        budget.give(raw.json().length);
      } else if (reply instanceof Reply.Bytes unused) {
        unused.release().run();
      }
    } finally {
      lock.unlock();
    }
    calls.forget(id, true);
  }

  private void drop() {
    if (value != null) {
      budget.give(value.size());
      value = null;
    }
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }

  /** A value is parsed here, by the caller: whoever reads frames has no time for it. */
  private Reply checked(Reply answer) {
    if (answer instanceof Reply.Value(Writable json) && json instanceof RawValue raw) {
      budget.give(raw.json().length);
      try {
        return new Reply.Value(Json.value(raw.json()));
      } catch (IllegalArgumentException e) {
        calls
            .link()
            .violated(new ProtocolException("it answers " + call.route() + " with no JSON"));
        return Reply.failed(Failures.crashed(calls.peer()));
      }
    }
    return answer;
  }

  private void sendBody(int count) throws IOException {
    Body body = call.body();
    ByteBuffer part = ByteBuffer.allocate(count);
    int read;
    try {
      read = body.read(part);
    } catch (IOException e) {
      bodySent = true;
      calls.link().send(new Frame.BodyBroken(id));
      return;
    }
    part.flip();
    bodySent = read < 0;
    lock.lock();
    try {
      credit -= part.remaining();
    } finally {
      lock.unlock();
    }
    calls.link().send(new Frame.Body(id, bodySent, part));
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a frame of this call. */
  void receive(Frame.Answering frame) throws ProtocolException {
    lock.lock();
    try {
      if (abandoned) {
        return;
      }
      switch (frame) {
        case Frame.Value(_, boolean last, ByteBuffer json) -> value(last, json);
        case Frame.Bytes(_, long length, var headers) -> {
          begin();
          if (budget.take(length)) {
            bytes = new ReceivedBytes((int) length, headers);
            bytes.complete();
          } else {
            refuse();
          }
        }
        case Frame.Part(_, ByteBuffer part) -> {
          if (bytes == null) {
            throw unexpected();
          }
          bytes.add(part);
        }
        case Frame.Stream _ -> {
          begin();
          stream = new ReceivedStream(id, call, calls, budget);
          answer(new Reply.Stream(stream));
        }
        case Frame.Item(_, ByteBuffer json) -> stream().item(json);
        case Frame.End _ -> {
          stream().end(null);
          calls.forget(id, false);
        }
        case Frame.Failed(_, Failure failure) -> fail(failure);
        case Frame.Credit(_, int count) -> {
          credit += count;
          if (credit > Limits.CREDIT) {
            throw new ProtocolException("it asks for more of a body than is allowed");
          }
          changed.signalAll();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void value(boolean last, ByteBuffer json) throws ProtocolException {
    if (value == null) {
      begin();
      value = new ByteArrayOutputStream(json.remaining());
    }
    if (value.size() + json.remaining() > Limits.VALUE || !budget.take(json.remaining())) {
      refuse();
      return;
    }
    byte[] part = new byte[json.remaining()];
    json.get(part);
    value.write(part, 0, part.length);
    if (last) {
      answer(new Reply.Value(new RawValue(value.toByteArray())));
      value = null;
      calls.forget(id, false);
    }
  }

  /** An answer begins: there must be none yet. */
  private void begin() throws ProtocolException {
    if (reply != null || value != null || bytes != null) {
      throw unexpected();
    }
  }

  private ReceivedStream stream() throws ProtocolException {
    if (stream == null) {
      throw unexpected();
    }
    return stream;
  }

  private ProtocolException unexpected() {
    return new ProtocolException("it answers " + call.route() + " in a wrong order");
  }

  private void answer(Reply answer) {
    reply = answer;
    changed.signalAll();
  }

  /** More than is kept for the other side: the rest of the answer is not looked at. */
  private void refuse() {
    drop();
    answer(Reply.failed(Failures.replyTooLarge(call.route(), budget.limit())));
    Thread.ofVirtual().start(() -> calls.forget(id, true));
  }

  /** Ends the call with a failure: of the handler, or of its process. */
  void fail(Failure failure) {
    lock.lock();
    try {
      if (stream != null) {
        stream.end(failure);
      } else if (reply == null && !abandoned) {
        drop();
        answer(Reply.failed(failure));
      }
    } finally {
      lock.unlock();
    }
    calls.forget(id, false);
  }

  /** JSON as it came, not looked at yet. */
  private static final class RawValue implements Writable {
    private final byte[] json;

    RawValue(byte[] json) {
      this.json = json;
    }

    byte[] json() {
      return json;
    }

    @Override
    public void writeTo(ValueWriter writer) {
      throw new IllegalStateException("The value was not checked");
    }
  }

  /** Bytes of a known length on their way; large ones lie outside of the heap. */
  private final class ReceivedBytes {
    private final int length;
    private final Map<String, String> headers;
    private final @Nullable Arena arena;
    private final ByteBuffer data;

    ReceivedBytes(int length, Map<String, String> headers) {
      this.length = length;
      this.headers = headers;
      this.arena = length < DIRECT_FROM ? null : newArena();
      this.data =
          arena == null ? ByteBuffer.allocate(length) : arena.allocate(length).asByteBuffer();
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by release()
    private static Arena newArena() {
      return Arena.ofShared();
    }

    void add(ByteBuffer part) throws ProtocolException {
      if (part.remaining() > data.remaining()) {
        throw new ProtocolException("it answers " + call.route() + " with more than it said");
      }
      data.put(part);
      complete();
    }

    void complete() {
      if (!data.hasRemaining()) {
        bytes = null;
        answer(new Reply.Bytes(data.flip(), headers, this::release));
        calls.forget(id, false);
      }
    }

    void release() {
      budget.give(length);
      if (arena != null) {
        arena.close();
      }
    }
  }
}
