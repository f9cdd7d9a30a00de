package org.socketplatform.bluetooth.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.PacketLink;

/** Drives one {@link Flow} over a characteristic. */
final class GattLink implements PacketLink {
  private final long peer;
  private final int link;
  private final boolean isCentral;
  private final Consumer<byte[]> wire;
  private final Runnable writable;

  // Guarded by this.
  private final Flow flow;
  private final List<Frame> answers = new ArrayList<>();
  private boolean announced;
  private boolean closed;

  /**
   * A link that is not driven yet.
   *
   * @param isCentral true if this side has connected
   * @param wire sends a value; may block
   * @param writable called when there is room again
   */
  GattLink(
      long peer,
      int link,
      boolean isCentral,
      int valueLength,
      Consumer<byte[]> wire,
      Runnable writable) {
    this.peer = peer;
    this.link = link;
    this.isCentral = isCentral;
    this.wire = wire;
    this.writable = writable;
    this.flow = new Flow(link, valueLength);
  }

  /** Begins to send: what is said first, and then packets. */
  void start(Optional<Frame> first) {
    synchronized (this) {
      first.ifPresent(answers::addFirst);
    }
    Thread.ofVirtual().name("bluetooth-link").start(this::drive);
  }

  int link() {
    return link;
  }

  boolean isCentral() {
    return isCentral;
  }

  @Override
  public long peer() {
    return peer;
  }

  @Override
  public synchronized boolean send(ByteBuffer packet) {
    if (!flow.offer(packet) || closed) {
      return false;
    }
    notifyAll();
    return true;
  }

  /** A value has come for this link; gives the packet that it makes whole. */
  synchronized Optional<ByteBuffer> received(Frame frame) {
    if (frame.kind() == Frame.Kind.ACKNOWLEDGEMENT) {
      flow.acknowledged(frame.number(), System.nanoTime());
      notifyAll();
      return Optional.empty();
    }
    Optional<ByteBuffer> packet = flow.received(frame);
    flow.acknowledgement()
        .ifPresent(answer -> {
          answers.add(answer);
          notifyAll();
        });
    return packet;
  }

  private void drive() {
    try {
      for (Optional<Frame> next = await(); next.isPresent(); next = await()) {
        wire.accept(next.get().encode());
        if (hasRoomAgain()) {
          writable.run();
        }
      }
    } catch (BluetoothException e) {
      close(); // the connection is gone, which its owner is told as well
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean hasRoomAgain() {
    return flow.hasRoomAgain();
  }

  /** The next value to send; empty once closed. */
  private synchronized Optional<Frame> await() throws InterruptedException {
    while (!closed) {
      if (!answers.isEmpty()) {
        return Optional.of(answers.removeFirst());
      }
      Optional<Frame> next = flow.next(System.nanoTime());
      if (next.isPresent()) {
        return next;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Flow.PATIENCE_NANOS);
    }
    return Optional.empty();
  }

  /** True the first time: its owner is to tell of it. */
  synchronized boolean announce() {
    boolean first = !announced;
    announced = true;
    return first;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
