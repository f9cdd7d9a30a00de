package org.socketplatform.bluetooth.link;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.socketplatform.bluetooth.api.Gatt;

/**
 * One value of the characteristic that carries a link:
 *
 * <pre>
 * 1 byte   kind: 0 part, 1 acknowledgement, 2 hello, 3 bye; 0x40 first and 0x80 last part of a packet
 * 1 byte   number of the part; of an acknowledgement, that of the next part awaited
 * 4 bytes  number of the link, made up by the central: what is notified reaches all centrals
 * n bytes  of the packet; of a hello, 8 bytes that name who says it, and 2 bytes that say how long
 *          values may be
 * </pre>
 */
record Frame(Kind kind, boolean isFirst, boolean isLast, int number, int link, ByteBuffer payload) {
  static final int HEADER = 6;
  static final int NUMBERS = 256;
  private static final int HELLO = Long.BYTES + Short.BYTES;
  private static final int FIRST = 0x40;
  private static final int LAST = 0x80;
  private static final int KINDS = 0x3f;

  /** What a value is for. */
  enum Kind {
    PART(0),
    ACKNOWLEDGEMENT(1),
    HELLO(2),
    BYE(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    private static Optional<Kind> of(int code) {
      return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }
  }

  static Frame hello(int link, long name, int valueLength) {
    ByteBuffer payload = ByteBuffer.allocate(HELLO);
    payload.putLong(0, name).putShort(Long.BYTES, (short) valueLength);
    return of(Kind.HELLO, 0, link, payload);
  }

  static Frame bye(int link) {
    return of(Kind.BYE, 0, link, ByteBuffer.allocate(0));
  }

  /** Who says hello. */
  long name() {
    return payload.getLong(0);
  }

  /** How long values may be, if this is a hello. */
  int valueLength() {
    return Math.clamp(payload.getShort(Long.BYTES) & 0xffff, HEADER + 1, Gatt.LONGEST_VALUE);
  }

  static Frame of(Kind kind, int number, int link, ByteBuffer payload) {
    return new Frame(kind, false, false, number, link, payload);
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(HEADER + payload.remaining());
    out.put((byte) (kind.code | (isFirst ? FIRST : 0) | (isLast ? LAST : 0)));
    out.put((byte) number);
    out.putInt(link);
    out.put(payload.duplicate());
    return out.array();
  }

  /** Reads a value that anybody may have sent; empty if it is none of ours. */
  static Optional<Frame> decode(byte[] value) {
    if (value.length < HEADER) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(value);
    int first = in.get() & 0xff;
    int number = in.get() & 0xff;
    int link = in.getInt();
    return Kind.of(first & KINDS)
        .filter(kind ->
            switch (kind) {
              case HELLO -> in.remaining() == HELLO;
              case PART -> in.hasRemaining();
              default -> true;
            })
        .map(kind ->
            new Frame(kind, (first & FIRST) != 0, (first & LAST) != 0, number, link, in.slice()));
  }
}
