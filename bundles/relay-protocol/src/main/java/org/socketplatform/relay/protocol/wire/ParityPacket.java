package org.socketplatform.relay.protocol.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;

/**
 * A row of parity for a group of pieces of a message, as it is sent:
 *
 * <pre>
 * magic 4, type 1, flags 1, the receiver's cookie 8, head's id 32, bytes of the sealed message 4,
 * number of the group 2, number of the row 1, parity 1088
 * </pre>
 *
 * The pieces of a message are in groups of 32, in their order; the last has what is left. A block
 * is what differs between the pieces of a message: packetId 32, nextId 32, message 1024, with zeros
 * after the last one's. All else is the same in each of them.
 *
 * <p>Immutable, but for the row itself, which is not copied.
 */
public final class ParityPacket {
  /** The length of a block, and of a row. */
  public static final int BLOCK = 2 * Id.BYTES + Frame.MESSAGE_BYTES;

  private static final int COOKIE_OFFSET = 6;
  private static final int PARITY_OFFSET = COOKIE_OFFSET + Long.BYTES + Id.BYTES + 4 + 2 + 1;

  private final long cookie;
  private final Id head;
  private final int size;
  private final int group;
  private final int row;
  private final byte[] parity;

  private ParityPacket(long cookie, Id head, int size, int group, int row, byte[] parity) {
    this.cookie = cookie;
    this.head = head;
    this.size = size;
    this.group = group;
    this.row = row;
    this.parity = parity;
  }

  /**
   * A row that is to be sent.
   *
   * @param head the id of the message's first packet
   * @param size bytes of the sealed message
   * @param group which pieces it is for, from 0
   * @param row which row it is, from 0
   * @param parity the row, {@link #BLOCK} bytes
   */
  public static ParityPacket of(Id head, int size, int group, int row, byte[] parity) {
    return new ParityPacket(0, head, size, group, row, parity);
  }

  /** What somebody has sent; null if it makes no sense. */
  public static @Nullable ParityPacket read(byte[] bytes, int length) {
    if (length != PARITY_OFFSET + BLOCK) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).position(COOKIE_OFFSET);
    long cookie = in.getLong();
    Id head = Id.at(bytes, in.position());
    int size = in.position(in.position() + Id.BYTES).getInt();
    int group = in.getShort() & 0xffff;
    int row = in.get() & 255;
    if (size <= Frame.MESSAGE_BYTES
        || size > Fragments.MAX_SIZE
        || group >= groups(size)
        || row >= ReedSolomon.MOST_ROWS) {
      return null;
    }
    byte[] parity = Arrays.copyOfRange(bytes, PARITY_OFFSET, length);
    return new ParityPacket(cookie, head, size, group, row, parity);
  }

  /** The datagram for somebody who gave this peer a number. */
  public ByteBuffer write(long receiversCookie) {
    return ByteBuffer.allocate(PARITY_OFFSET + BLOCK)
        .put(new byte[] {Frame.MAGIC_0, Frame.MAGIC_1, Frame.MAGIC_2, Frame.MAGIC_3})
        .put((byte) PacketType.PARITY)
        .put((byte) 0)
        .putLong(receiversCookie)
        .put(head.toBytes())
        .putInt(size)
        .putShort((short) group)
        .put((byte) row)
        .put(parity)
        .flip();
  }

  /** The number that the receiver gave to the sender. */
  public long cookie() {
    return cookie;
  }

  /** The id of the message's first packet. */
  public Id head() {
    return head;
  }

  /** Bytes of the sealed message. */
  public int size() {
    return size;
  }

  /** Which pieces it is for, from 0. */
  public int group() {
    return group;
  }

  /** Which row it is, from 0. */
  public int row() {
    return row;
  }

  /** The row. */
  public byte[] parity() {
    return parity;
  }

  /** How many groups a sealed message has. */
  public static int groups(int size) {
    return Math.ceilDiv(Fragments.pieces(size), ReedSolomon.MOST_BLOCKS);
  }

  /** How many pieces the group has. */
  public int pieces() {
    return Math.min(
        Fragments.pieces(size) - group * ReedSolomon.MOST_BLOCKS, ReedSolomon.MOST_BLOCKS);
  }

  /** The index of the group's first piece. */
  public int firstIndex() {
    return group * ReedSolomon.MOST_BLOCKS + 1;
  }

  /** How many bytes of the message a piece has. */
  public int messageBytes(int index) {
    return Math.min(size - (index - 1) * Frame.MESSAGE_BYTES, Frame.MESSAGE_BYTES);
  }

  /** What a piece differs in from the others. */
  public static byte[] block(Packet piece) {
    byte[] block = new byte[BLOCK];
    put(piece, Field.PACKET_ID, block, 0);
    put(piece, Field.NEXT_ID, block, Id.BYTES);
    put(piece, Field.MESSAGE, block, 2 * Id.BYTES);
    return block;
  }

  private static void put(Packet piece, Field field, byte[] block, int at) {
    byte[] value = piece.get(field);
    System.arraycopy(value, 0, block, at, value.length);
  }

  /** Whether the blocks of the group follow each other as the pieces of a message do. */
  public boolean isChain(List<byte[]> blocks, Digests digests) {
    for (int place = 0; place < blocks.size(); place++) {
      byte[] block = blocks.get(place);
      int length = messageBytes(firstIndex() + place);
      if (!isZero(block, 2 * Id.BYTES + length, BLOCK)) {
        return false;
      }
      if (place > 0) {
        byte[] before = blocks.get(place - 1);
        Id hash = digests.sha256(block, 2 * Id.BYTES, length);
        Id id = Fragments.chain(Id.at(before, 0), hash, digests);
        if (!id.isAt(block, 0) || !id.isAt(before, Id.BYTES)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The piece that a block tells, of the same message as another one. */
  public Packet piece(int index, byte[] block, Packet like) {
    int end = 2 * Id.BYTES + messageBytes(index);
    boolean isLast = isZero(block, Id.BYTES, 2 * Id.BYTES);
    return like.copy()
        .index(index)
        .set(Field.PACKET_ID, Id.at(block, 0))
        .set(Field.NEXT_ID, isLast ? null : Id.at(block, Id.BYTES))
        .set(Field.MESSAGE, Arrays.copyOfRange(block, 2 * Id.BYTES, end));
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
