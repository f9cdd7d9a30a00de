package org.socketplatform.relay.protocol.wire;

import java.util.Arrays;

/**
 * Reads any bytes as a packet: what is read must lie within them, be written again as it was, and
 * never throw.
 */
public final class PacketFuzz {
  private PacketFuzz() {}

  /** One input of the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Frame frame = new Frame();
    if (!frame.read(bytes, 0, bytes.length)) {
      return;
    }
    int end = Frame.FIELDS_OFFSET;
    for (Field field : Field.values()) {
      if (frame.start(field) != end + 2 || frame.length(field) > field.max()) {
        throw new IllegalStateException(field + " is not where it should be");
      }
      end = frame.start(field) + frame.length(field);
    }
    if (end != frame.length() || end > Frame.MAX_BYTES) {
      throw new IllegalStateException("the fields do not fill the frame");
    }
    Digests digests = new Digests();
    byte[] once = Packet.of(frame).toBytes(digests);
    Frame again = new Frame();
    if (!again.read(once, 0, once.length)
        || !Arrays.equals(Packet.of(again).toBytes(digests), once)) {
      throw new IllegalStateException("it cannot be written again");
    }
    Control.of(frame);
    Fragments.head(bytes, frame.start(Field.MESSAGE), frame.length(Field.MESSAGE));
    frame.decimal(Field.USR4);
  }
}
