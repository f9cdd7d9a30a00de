package org.socketplatform.pluginprotocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.socketplatform.plugin.Body;

/** The body of a call, asked for as it is read: not more than a window of it is kept here. */
final class ReceivedBody implements Body {
  private final int id;
  private final int window;
  private final Link link;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<ByteBuffer> parts = new ArrayDeque<>();
  private int wanted; // asked for and not read yet
  private int coming; // asked for and not there yet
  private boolean last;
  private boolean broken;

  /**
   * The body of a call.
   *
   * @param window the most bytes that are kept
   */
  ReceivedBody(int id, boolean empty, int window, Link link) {
    this.id = id;
    this.last = empty;
    this.window = window;
    this.link = link;
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
      more = last || broken || wanted > window / 2 ? 0 : window - wanted;
      wanted += more;
      coming += more;
    } finally {
      lock.unlock();
    }
    if (more > 0) {
      link.trySend(new Frame.Credit(id, more));
    }
  }

  /** Takes the next part, which was asked for. */
  void receive(Frame.Body body) throws ProtocolException {
    lock.lock();
    try {
      coming -= body.bytes().remaining();
      if (coming < 0 || last) {
        throw new ProtocolException("it sends more of a body than was asked for");
      }
      ByteBuffer copy = ByteBuffer.allocate(body.bytes().remaining()).put(body.bytes()).flip();
      if (copy.hasRemaining()) {
        parts.add(copy);
      }
      last |= body.last();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No more will come. */
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
