package org.socketplatform.bluetooth.link;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.socketplatform.bluetooth.api.PacketLinks;

/**
 * One link as a state machine over values and time: cuts packets into parts and puts them together
 * again. At most a window of parts is under way that the other side has not acknowledged, so that
 * neither side's Bluetooth stack has to keep, or drop, more. GATT delivers in order; a gap in the
 * numbers means that the stack dropped some, and the packet is given up. Not safe for use by
 * several threads at a time.
 */
final class Flow {
  /** Parts that may be under way; less than half of the numbers there are. */
  static final int WINDOW = 64;

  private static final int ACKNOWLEDGE_EVERY = WINDOW / 4;
  private static final int MOST_PACKETS = 64;

  /** If nothing is acknowledged for so long, what is under way is lost. */
  static final long PATIENCE_NANOS = 3_000_000_000L;

  private final int link;
  private final int valueLength;
  private final Queue<ByteBuffer> waiting = new ArrayDeque<>();

  // sending
  private int sent;
  private int acknowledged;
  private long progress;
  private boolean refused;

  // receiving
  private int awaited;
  private int unacknowledged;
  private final ByteBuffer packet = ByteBuffer.allocate(PacketLinks.LONGEST_PACKET);
  private boolean isWhole;
  private long lost;

  /**
   * A link without traffic.
   *
   * @param valueLength the most bytes that a value may have
   */
  Flow(int link, int valueLength) {
    this.link = link;
    this.valueLength = valueLength;
  }

  /** Takes a packet; false if too many wait. */
  boolean offer(ByteBuffer given) {
    if (!given.hasRemaining() || given.remaining() > PacketLinks.LONGEST_PACKET) {
      throw new IllegalArgumentException(
          "A packet has 1 to "
              + PacketLinks.LONGEST_PACKET
              + " bytes; this one has "
              + given.remaining());
    }
    if (waiting.size() >= MOST_PACKETS) {
      refused = true;
      return false;
    }
    waiting.add(ByteBuffer.allocate(given.remaining()).put(given.duplicate()).flip());
    return true;
  }

  /** True once after a packet was refused and there is room again. */
  boolean hasRoomAgain() {
    if (refused && waiting.size() <= MOST_PACKETS / 2) {
      refused = false;
      return true;
    }
    return false;
  }

  /** The next value to send; empty if there is none, or the window is full. */
  Optional<Frame> next(long now) {
    ByteBuffer current = waiting.peek();
    if (current == null) {
      return Optional.empty();
    }
    if (sent - acknowledged >= WINDOW) {
      if (now - progress < PATIENCE_NANOS) {
        return Optional.empty();
      }
      acknowledged = sent;
    }
    if (sent == acknowledged) {
      progress = now;
    }
    boolean isFirst = current.position() == 0;
    int length = Math.min(current.remaining(), valueLength - Frame.HEADER);
    ByteBuffer part = current.slice(current.position(), length);
    current.position(current.position() + length);
    boolean isLast = !current.hasRemaining();
    if (isLast) {
      waiting.remove();
    }
    return Optional.of(
        new Frame(
            Frame.Kind.PART, isFirst, isLast, Math.floorMod(sent++, Frame.NUMBERS), link, part));
  }

  /** The other side awaits the part with this number. */
  void acknowledged(int number, long now) {
    int ahead = Math.floorMod(number - acknowledged, Frame.NUMBERS);
    if (ahead > 0 && ahead <= sent - acknowledged) {
      acknowledged += ahead;
      progress = now;
    }
  }

  /** A part has come; gives the packet that it makes whole. */
  Optional<ByteBuffer> received(Frame part) {
    if (part.number() != awaited) {
      lost++;
      isWhole = false;
    }
    awaited = (part.number() + 1) % Frame.NUMBERS;
    unacknowledged++;
    if (part.isFirst()) {
      packet.clear();
      isWhole = true;
    }
    if (!isWhole || part.payload().remaining() > packet.remaining()) {
      isWhole = false;
      return Optional.empty();
    }
    packet.put(part.payload().duplicate());
    if (!part.isLast()) {
      return Optional.empty();
    }
    isWhole = false;
    packet.flip();
    return Optional.of(ByteBuffer.allocate(packet.remaining()).put(packet).flip());
  }

  /** The acknowledgement that is due; empty if none is. */
  Optional<Frame> acknowledgement() {
    if (unacknowledged < ACKNOWLEDGE_EVERY) {
      return Optional.empty();
    }
    unacknowledged = 0;
    return Optional.of(Frame.of(Frame.Kind.ACKNOWLEDGEMENT, awaited, link, ByteBuffer.allocate(0)));
  }

  /** How often parts were missing. */
  long lost() {
    return lost;
  }
}
