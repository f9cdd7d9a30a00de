package org.socketplatform.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A small name server on this host, by packets and by connections. */
final class NameServer implements AutoCloseable {
  private final DatagramSocket packets;
  private final ServerSocket connections;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  final AtomicInteger questions = new AtomicInteger();

  /** What is answered. */
  record Answer(int code, boolean truncated, boolean silent, List<byte[]> records) {}

  NameServer() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    packets = new DatagramSocket(0, loopback);
    connections = new ServerSocket(packets.getLocalPort(), 5, loopback);
    Thread.ofVirtual().name("dns-packets").start(this::servePackets);
    Thread.ofVirtual().name("dns-connections").start(this::serveConnections);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) packets.getLocalSocketAddress();
  }

  /** Answers with records; each is its type, and its bytes as {@link #record} makes them. */
  NameServer with(String name, byte[]... records) {
    answers.put(name, new Answer(0, false, false, List.of(records)));
    return this;
  }

  NameServer failing(String name, int code) {
    answers.put(name, new Answer(code, false, false, List.of()));
    return this;
  }

  NameServer silent(String name) {
    answers.put(name, new Answer(0, false, true, List.of()));
    return this;
  }

  /** Tells by packet only that the answer is too large for one. */
  NameServer large(String name, byte[]... records) {
    answers.put(name, new Answer(0, true, false, List.of(records)));
    return this;
  }

  /** A record of the name that is asked for, for 300 seconds. */
  static byte[] record(RecordType type, byte[]... parts) {
    byte[] data = joined(parts);
    return joined(
        shorts(0xc00c, type.number(), 1), new byte[] {0, 0, 1, 44}, shorts(data.length), data);
  }

  static byte[] shorts(int... values) {
    byte[] bytes = new byte[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[2 * i] = (byte) (values[i] >> 8);
      bytes[2 * i + 1] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] name(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String label : name.split("\\.", -1)) {
      bytes.writeBytes(text(label));
    }
    bytes.write(0);
    return bytes.toByteArray();
  }

  static byte[] text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return joined(new byte[] {(byte) bytes.length}, bytes);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private void servePackets() {
    DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
    try {
      while (!packets.isClosed()) {
        packet.setLength(1500);
        packets.receive(packet);
        questions.incrementAndGet();
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        Answer answer = answer(question);
        if (!answer.silent()) {
          byte[] bytes = answer(question, answer, answer.truncated());
          packets.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
      }
    } catch (SocketException e) {
      // closed
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void serveConnections() {
    try {
      while (!connections.isClosed()) {
        try (Socket socket = connections.accept()) {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          byte[] question = in.readNBytes(in.readUnsignedShort());
          byte[] bytes = answer(question, answer(question), false);
          DataOutputStream out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(bytes.length);
          out.write(bytes);
          out.flush();
        }
      }
    } catch (SocketException e) {
      // closed
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Answer answer(byte[] question) {
    StringBuilder name = new StringBuilder();
    for (int at = 12; question[at] != 0; at += question[at] + 1) {
      name.append(name.isEmpty() ? "" : ".")
          .append(new String(question, at + 1, question[at], UTF_8));
    }
    return answers.getOrDefault(name.toString(), new Answer(3, false, false, List.of()));
  }

  private static byte[] answer(byte[] question, Answer answer, boolean truncated) {
    int end = 12;
    while (question[end] != 0) {
      end += question[end] + 1;
    }
    byte[] head =
        shorts(
            (question[0] & 0xff) << 8 | (question[1] & 0xff),
            0x8180 | answer.code() | (truncated ? 0x200 : 0),
            1,
            truncated ? 0 : answer.records().size(),
            0,
            0);
    byte[] asked = Arrays.copyOfRange(question, 12, end + 5);
    byte[] records = truncated ? new byte[0] : joined(answer.records().toArray(byte[][]::new));
    return joined(head, asked, records);
  }

  @Override
  public void close() throws IOException {
    packets.close();
    connections.close();
  }
}
