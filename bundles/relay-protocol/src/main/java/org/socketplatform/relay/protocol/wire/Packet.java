package org.socketplatform.relay.protocol.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;

/**
 * A packet that is being written. Fields that are not set are written as one zero byte, which is
 * what the ids of control packets are computed over.
 */
public final class Packet {
  /** How long a packet lives unless it says otherwise: six hours. */
  public static final long DEFAULT_TTL = MessageOptions.MAX_TTL_MILLIS;

  private static final byte[] EMPTY = {0};

  private final int type;
  private long clock = 1;
  private long hops;
  private int index = -1;
  private long ttl = DEFAULT_TTL;
  private final byte[][] fields = new byte[Field.COUNT][];

  /** A packet of a type from 1 to 8, with nothing set. */
  public Packet(int type) {
    this.type = type;
    Arrays.fill(fields, EMPTY);
  }

  /** What a frame says, for another one like it. */
  public static Packet of(Frame frame) {
    Packet packet = new Packet(frame.type());
    packet.clock = frame.clock();
    packet.hops = frame.hops();
    packet.index = frame.index();
    packet.ttl = frame.ttl();
    for (Field field : Field.values()) {
      packet.set(field, frame.copy(field));
    }
    return packet;
  }

  /** The same as a packet of another type. */
  public Packet as(int otherType) {
    Packet packet = new Packet(otherType);
    packet.clock = clock;
    packet.hops = hops;
    packet.index = index;
    packet.ttl = ttl;
    System.arraycopy(fields, 0, packet.fields, 0, fields.length);
    return packet;
  }

  /** Another packet that says the same. */
  public Packet copy() {
    return as(type);
  }

  /** Sets a field; no bytes make it empty. */
  public Packet set(Field field, byte[] value) {
    if (value.length > field.max()) {
      throw new IllegalArgumentException(
          field + " takes up to " + field.max() + " bytes, not " + value.length);
    }
    fields[field.place()] = value.length == 0 ? EMPTY : value;
    return this;
  }

  /** Sets a field, or makes it empty. */
  public Packet set(Field field, @Nullable Id value) {
    fields[field.place()] = value == null ? EMPTY : value.toBytes();
    return this;
  }

  /** Sets a field to a decimal number in ASCII. */
  public Packet set(Field field, long decimal) {
    return set(field, Ascii.bytes(Long.toString(decimal)));
  }

  /** Sets the counter. */
  public Packet clock(long value) {
    clock = value == 2_000_000_000 ? 0 : value;
    return this;
  }

  /** Sets how many peers it has passed. */
  public Packet hops(long value) {
    hops = value;
    return this;
  }

  /** Sets which part of a message it is. */
  public Packet index(int value) {
    index = value;
    return this;
  }

  /** Sets how long it wishes to live, in milliseconds. */
  public Packet ttl(long millis) {
    ttl = millis;
    return this;
  }

  /** The type. */
  public int type() {
    return type;
  }

  /** The counter. */
  public long clock() {
    return clock;
  }

  /** How many peers it has passed. */
  public long hops() {
    return hops;
  }

  /** How long it wishes to live, in milliseconds, or its {@link Birth}. */
  public long ttl() {
    return ttl;
  }

  /** A field as it will be on the wire. */
  public byte[] get(Field field) {
    return fields[field.place()];
  }

  /** The packet's id; that of a control packet is computed if it has none. */
  public Id identify(Digests digests) {
    byte[] packetId = get(Field.PACKET_ID);
    if (packetId.length == Id.BYTES) {
      return Id.of(packetId);
    }
    Id computed = digests.sha256(get(Field.PREVIOUS_ID), get(Field.MESSAGE), get(Field.NEXT_ID));
    set(Field.PACKET_ID, computed);
    return computed;
  }

  /**
   * Writes the frame. Without a packet id it gets that of a control packet: the hash of what it
   * follows, its message, and what follows it.
   */
  public void write(ByteBuffer out, Digests digests) {
    identify(digests);
    out.put(Frame.MAGIC_0).put(Frame.MAGIC_1).put(Frame.MAGIC_2).put(Frame.MAGIC_3);
    out.put((byte) type).putShort((short) Frame.VERSION);
    out.putInt((int) clock).putInt((int) hops).putInt(index).putInt((int) ttl);
    for (byte[] value : fields) {
      out.putShort((short) value.length).put(value);
    }
  }

  /** The frame in an array of its own. */
  public byte[] toBytes(Digests digests) {
    ByteBuffer out = ByteBuffer.allocate(Frame.MAX_BYTES);
    write(out, digests);
    return Arrays.copyOf(out.array(), out.position());
  }
}
