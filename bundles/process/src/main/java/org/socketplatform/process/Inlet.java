package org.socketplatform.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a program writes, read only as its reader asks: where nobody does, the pipe fills up and the
 * program waits. Safe for use by many threads.
 */
final class Inlet implements AutoCloseable {
  /** What is told along with the word that there is something to read. */
  static final int INLINE_BYTES = 16 * 1024;

  private static final long GATHER_NANOS = 50_000;
  private static final int GATHER_STEPS = 20;
  private static final int WORTH_GATHERING = 32 * 1024;

  private final int descriptor;
  private final Poller poller;
  private byte[] told = {};
  private long position;
  private boolean ended;

  /**
   * One that begins.
   *
   * @param descriptor that does not block
   */
  Inlet(int descriptor, Poller poller) {
    this.descriptor = descriptor;
    this.poller = poller;
  }

  /** Called with what came first after nothing was there: bytes, or none at the end. */
  @FunctionalInterface
  interface Listener {
    void arrived(long from, byte[] bytes, boolean end);
  }

  /** How many bytes have been read. */
  synchronized long position() {
    return position;
  }

  /** True once all of it was read. */
  synchronized boolean hasEnded() {
    return ended;
  }

  /** Lets go of what {@link #whenReady} told, if the reader has it, else gives it out once more. */
  synchronized byte[] toldFrom(long from) {
    if (from >= position) {
      told = new byte[0];
      return told;
    }
    if (from == position - told.length) {
      return told;
    }
    throw new IllegalArgumentException("What was before " + position + " is gone");
  }

  /**
   * Reads what is there, up to the room in the buffer; for more than a little, waits a moment for
   * what follows it.
   *
   * @return where in all that was written the bytes stood
   */
  synchronized long read(ByteBuffer direct) throws IOException {
    long from = position;
    int begin = direct.position();
    int idle = 0;
    while (direct.hasRemaining() && !ended) {
      int count = Posix.read(descriptor, direct);
      if (count < 0) {
        end();
      } else if (count > 0) {
        idle = 0;
      } else if (direct.position() - begin < WORTH_GATHERING || ++idle > GATHER_STEPS) {
        break;
      } else {
        LockSupport.parkNanos(GATHER_NANOS);
      }
    }
    position += direct.position() - begin;
    return from;
  }

  /** Tells once when there is something, or the end. */
  synchronized void whenReady(Listener listener) throws IOException {
    if (ended) {
      listener.arrived(position, new byte[0], true);
      return;
    }
    poller.once(descriptor, Poller.READABLE, () -> arrived(listener));
  }

  /** Runs once when there is something to read, or the end; at once if that was read already. */
  synchronized void whenReadable(Runnable action) throws IOException {
    if (ended) {
      action.run();
    } else {
      poller.once(descriptor, Poller.READABLE, action);
    }
  }

  private void arrived(Listener listener) {
    long from;
    byte[] bytes;
    boolean end;
    synchronized (this) {
      from = position;
      bytes = readSome();
      told = bytes;
      end = ended;
    }
    listener.arrived(from, bytes, end);
  }

  private byte[] readSome() {
    try (Arena arena = Arena.ofConfined()) {
      ByteBuffer buffer = arena.allocate(INLINE_BYTES).asByteBuffer();
      try {
        read(buffer);
      } catch (IOException e) {
        end();
      }
      byte[] bytes = new byte[buffer.flip().remaining()];
      buffer.get(bytes);
      return bytes;
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      poller.forget(descriptor);
      Posix.close(descriptor);
    }
  }

  /** Reads no more: who goes on writing gets {@code SIGPIPE}. */
  @Override
  public synchronized void close() {
    end();
  }

  /** Gives the pipe up for another one to go on with. */
  synchronized Map<String, Object> release() {
    if (!ended) {
      poller.forget(descriptor);
    }
    return Map.of("descriptor", descriptor, "position", position, "ended", ended, "told", told);
  }

  /** Goes on with what {@link #release} gave. */
  static Inlet of(Map<?, ?> state, Poller poller) {
    Inlet inlet = new Inlet((Integer) get(state, "descriptor"), poller);
    inlet.position = (Long) get(state, "position");
    inlet.ended = (Boolean) get(state, "ended");
    inlet.told = (byte[]) get(state, "told");
    return inlet;
  }

  private static Object get(Map<?, ?> state, String name) {
    @Nullable Object value = state.get(name);
    if (value == null) {
      throw new IllegalArgumentException("A pipe without " + name);
    }
    return value;
  }
}
