package org.socketplatform.udp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/**
 * Hands many packets for one peer to the kernel in one call, which cuts them as late as it can
 * ({@code UDP_SEGMENT}, udp(7)). It is {@code sendmsg(2)} on the channel's own descriptor; where
 * that cannot be, packets are sent one by one. Not safe for use by several threads.
 */
final class SegmentedSender {
  /** The most bytes that a packet has. */
  static final int LARGEST = 65507;

  /** The most packets that every kernel with this feature takes at once. */
  private static final int MOST_SEGMENTS = 64;

  private static final int EAGAIN = 11;
  private static final int EINVAL = 22;
  private static final int EMSGSIZE = 90;
  private static final int ENOBUFS = 105;
  private static final short AF_INET = 2;
  private static final short AF_INET6 = 10;
  private static final int IPPROTO_UDP = 17;
  private static final int UDP_SEGMENT = 103;

  private static final ValueLayout.OfShort NET_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  // struct msghdr
  private static final long MESSAGE_SIZE = 56;
  private static final long NAME = 0;
  private static final long NAME_LENGTH = 8;
  private static final long VECTOR = 16;
  private static final long VECTOR_LENGTH = 24;
  private static final long CONTROL = 32;
  private static final long CONTROL_LENGTH = 40;

  // struct iovec
  private static final long VECTOR_SIZE = 16;
  private static final long BYTES = 0;
  private static final long BYTES_LENGTH = 8;

  // struct cmsghdr with a u16
  private static final long CONTROL_SIZE = 24;
  private static final long DATA_LENGTH = 0;
  private static final long LEVEL = 8;
  private static final long TYPE = 12;
  private static final long DATA = 16;

  // struct sockaddr_in, sockaddr_in6
  private static final long SOCKADDR_SIZE = 28;
  private static final int SOCKADDR4_SIZE = 16;
  private static final long PORT = 2;
  private static final long ADDRESS4 = 4;
  private static final long ADDRESS6 = 8;
  private static final long SCOPE = 24;

  private final DatagramChannel channel;
  private final boolean isIpv6;
  private final Optional<Descriptor> descriptor;
  private final MemorySegment message;
  private final MemorySegment vector;
  private final MemorySegment control;
  private final MemorySegment name;
  private final MemorySegment state;
  private ByteBuffer direct = ByteBuffer.allocateDirect(0);
  private boolean segments;

  private SegmentedSender(
      DatagramChannel channel, boolean isIpv6, Optional<Descriptor> descriptor) {
    this.channel = channel;
    this.isIpv6 = isIpv6;
    this.descriptor = descriptor;
    this.segments = descriptor.isPresent();
    Arena arena = Arena.ofAuto();
    message = arena.allocate(MESSAGE_SIZE, 8);
    vector = arena.allocate(VECTOR_SIZE, 8);
    control = arena.allocate(CONTROL_SIZE, 8);
    name = arena.allocate(SOCKADDR_SIZE, 8);
    state = segments ? Libc.state(arena) : MemorySegment.NULL;
  }

  /** A sender for a channel that does not block. */
  static SegmentedSender of(DatagramChannel channel, boolean isIpv6) {
    Optional<Descriptor> descriptor;
    try {
      descriptor = Optional.of(Descriptor.of(channel, isIpv6));
    } catch (IOException e) {
      descriptor = Optional.empty();
    }
    return new SegmentedSender(channel, isIpv6, descriptor);
  }

  /** See {@link org.socketplatform.udp.api.UdpSocket#sendAll}. */
  int send(ByteBuffer packets, int size, InetSocketAddress to) throws IOException {
    int sent = 0;
    boolean atOnce = segments && !channel.isConnected();
    while (packets.hasRemaining()) {
      int count = Math.min(MOST_SEGMENTS, Math.max(1, LARGEST / size));
      int bytes = Math.min(count * size, packets.remaining());
      if (!atOnce || bytes <= size) {
        bytes = Math.min(size, packets.remaining());
        if (!sendOne(packets, bytes, to)) {
          break;
        }
      } else {
        long result = sendSegments(packets, bytes, size, to);
        if (result == -EAGAIN || result == -ENOBUFS) {
          break;
        }
        if (result < 0) {
          atOnce = false; // sent one by one, which also tells what is wrong
          // larger than the network takes in one piece? smaller ones may go
          segments = result == -EMSGSIZE || result == -EINVAL;
          continue;
        }
        packets.position(packets.position() + bytes);
      }
      sent += (bytes + size - 1) / size;
    }
    return sent;
  }

  private boolean sendOne(ByteBuffer packets, int bytes, InetSocketAddress to) throws IOException {
    int limit = packets.limit();
    int position = packets.position();
    packets.limit(position + bytes);
    try {
      return channel.send(packets, to) > 0;
    } finally {
      packets.limit(limit);
    }
  }

  private long sendSegments(ByteBuffer packets, int bytes, int size, InetSocketAddress to) {
    ByteBuffer source = packets.slice(packets.position(), bytes);
    if (!source.isDirect()) {
      if (direct.capacity() < bytes) {
        direct = ByteBuffer.allocateDirect(LARGEST);
      }
      source = direct.clear().put(source).flip();
    }
    vector.set(ADDRESS, BYTES, MemorySegment.ofBuffer(source));
    vector.set(JAVA_LONG, BYTES_LENGTH, bytes);
    control.set(JAVA_LONG, DATA_LENGTH, DATA + Short.BYTES);
    control.set(JAVA_INT, LEVEL, IPPROTO_UDP);
    control.set(JAVA_INT, TYPE, UDP_SEGMENT);
    control.set(JAVA_SHORT, DATA, (short) size);
    message.set(ADDRESS, NAME, name);
    message.set(JAVA_INT, NAME_LENGTH, writeName(to));
    message.set(ADDRESS, VECTOR, vector);
    message.set(JAVA_LONG, VECTOR_LENGTH, 1);
    message.set(ADDRESS, CONTROL, control);
    message.set(JAVA_LONG, CONTROL_LENGTH, CONTROL_SIZE);
    return Libc.sendMessage(state, descriptor.orElseThrow().number(), message);
  }

  private int writeName(InetSocketAddress to) {
    byte[] address = to.getAddress().getAddress();
    name.fill((byte) 0);
    name.set(NET_SHORT, PORT, (short) to.getPort());
    if (!isIpv6) {
      name.set(JAVA_SHORT, 0, AF_INET);
      MemorySegment.copy(address, 0, name, ValueLayout.JAVA_BYTE, ADDRESS4, address.length);
      return SOCKADDR4_SIZE;
    }
    name.set(JAVA_SHORT, 0, AF_INET6);
    if (to.getAddress() instanceof Inet6Address six) {
      name.set(JAVA_INT, SCOPE, six.getScopeId());
      MemorySegment.copy(address, 0, name, ValueLayout.JAVA_BYTE, ADDRESS6, address.length);
    } else { // mapped into IPv6 (RFC 4291, 2.5.5.2)
      name.set(JAVA_SHORT, ADDRESS6 + 10, (short) -1);
      MemorySegment.copy(address, 0, name, ValueLayout.JAVA_BYTE, ADDRESS6 + 12, address.length);
    }
    return (int) SOCKADDR_SIZE;
  }
}
