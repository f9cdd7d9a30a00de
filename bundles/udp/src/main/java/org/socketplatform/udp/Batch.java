package org.socketplatform.udp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packets of one socket on their way to a page, which gets them as one text in Base64 (RFC 4648).
 * All numbers are big endian:
 *
 * <pre>
 * senders   u16 count, then for each: u16 port, u8 length of the address, the address in ASCII
 * packets   u16 number of the sender, u16 length, the bytes; to the end
 * </pre>
 *
 * <p>Not safe for use by several threads.
 */
final class Batch {
  /** Beyond this a batch takes no more; a single packet may be larger. */
  static final int FULL = 32 * 1024;

  private static final int HEADER = 4;
  private static final int FIRST_CAPACITY = 512;

  private final boolean isIpv6;
  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length;
  private int packets;

  private byte[] senders = new byte[64];
  private int sendersLength = 2;
  private int senderCount;
  private @Nullable InetSocketAddress lastSender;
  private int lastNumber;

  /** Made when there is a second sender. */
  private @Nullable Map<InetSocketAddress, Integer> numbers;

  Batch(boolean isIpv6) {
    this.isIpv6 = isIpv6;
  }

  int packets() {
    return packets;
  }

  /** Bytes of all packets, with four for each. */
  int size() {
    return length;
  }

  /** True if there is room for one more of this size. */
  boolean hasRoomFor(int size) {
    return packets == 0 || length + HEADER + size <= FULL;
  }

  void add(ByteBuffer packet, InetSocketAddress from) {
    int sender = number(from);
    int size = packet.remaining();
    if (bytes.length < length + HEADER + size) {
      bytes = Arrays.copyOf(bytes, Math.max(length + HEADER + size, 2 * bytes.length));
    }
    length = putShort(bytes, length, sender);
    length = putShort(bytes, length, size);
    packet.get(bytes, length, size);
    length += size;
    packets++;
  }

  private int number(InetSocketAddress from) {
    if (lastSender != null && from.equals(lastSender)) {
      return lastNumber;
    }
    if (lastSender != null) {
      if (numbers == null) {
        numbers = new HashMap<>(Map.of(lastSender, lastNumber));
      }
      Integer known = numbers.get(from);
      if (known == null) {
        known = addSender(from);
        numbers.put(from, known);
      }
      lastNumber = known;
    } else {
      lastNumber = addSender(from);
    }
    lastSender = from;
    return lastNumber;
  }

  private int addSender(InetSocketAddress from) {
    byte[] address = Addresses.text(from.getAddress(), isIpv6).getBytes(US_ASCII);
    int needed = sendersLength + 3 + address.length;
    if (senders.length < needed) {
      senders = Arrays.copyOf(senders, 2 * needed);
    }
    sendersLength = putShort(senders, sendersLength, from.getPort());
    senders[sendersLength++] = (byte) address.length;
    System.arraycopy(address, 0, senders, sendersLength, address.length);
    sendersLength += address.length;
    return senderCount++;
  }

  private static int putShort(byte[] target, int offset, int value) {
    target[offset] = (byte) (value >> 8);
    target[offset + 1] = (byte) value;
    return offset + 2;
  }

  /** The batch as it is sent. */
  String encode() {
    putShort(senders, 0, senderCount);
    byte[] whole = Arrays.copyOf(senders, sendersLength + length);
    System.arraycopy(bytes, 0, whole, sendersLength, length);
    return Base64.getEncoder().encodeToString(whole);
  }
}
