package org.socketplatform.pluginprocess;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.socketplatform.plugin.Body;
import org.socketplatform.pluginprotocol.Frame;

/** The body of a call, asked for as it is read: not more than a window of it is kept here. */
final class ReceivedBody implements Body {
  private static final int WINDOW = 1 << 18;

  private final int id;
  private final Outbox out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<ByteBuffer> parts = new ArrayDeque<>();
  private int wanted; // asked for and not read yet
  private boolean last;
  private boolean broken;

  ReceivedBody(int id, boolean empty, Outbox out) {
    this.id = id;
    this.last = empty;
    this.out = out;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    topUp();
    lock.lock();
    try {
      while (parts.isEmpty() && !last && !broken) {
        changed.awaitUninterruptibly();
      }
      if (broken) {
        throw new IOException("The sender of the body went away");
      }
      if (parts.isEmpty()) {
        return -1;
      }
      ByteBuffer part = parts.getFirst();
      int count = Math.min(target.remaining(), part.remaining());
      target.put(part.slice(part.position(), count));
      part.position(part.position() + count);
      if (!part.hasRemaining()) {
        parts.removeFirst();
      }
      wanted -= count;
      return count;
    } finally {
      lock.unlock();
    }
  }

  private void topUp() {
    int more;
    lock.lock();
    try {
      more = last || broken || wanted > WINDOW / 2 ? 0 : WINDOW - wanted;
      wanted += more;
    } finally {
      lock.unlock();
    }
    if (more > 0) {
      out.send(new Frame.Credit(id, more));
    }
  }

  void receive(Frame.Body body) {
    ByteBuffer copy = ByteBuffer.allocate(body.bytes().remaining()).put(body.bytes()).flip();
    lock.lock();
    try {
      if (copy.hasRemaining()) {
        parts.add(copy);
      }
      last |= body.last();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void fail() {
    lock.lock();
    try {
      broken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
