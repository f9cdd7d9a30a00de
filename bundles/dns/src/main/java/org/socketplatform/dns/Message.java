package org.socketplatform.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Messages of the domain name system (RFC 1035): questions are written, answers are read. Whatever
 * the bytes are, reading them ends, and takes no more memory than some times their number.
 *
 * @param id of the question
 * @param truncated true if the answer did not fit into a packet
 * @param code of the answer, 0 for success (RFC 1035, 4.1.1)
 * @param name that was asked for, in lower case
 * @param type that was asked for, as a number
 * @param answers records of types that are known
 */
record Message(int id, boolean truncated, int code, String name, int type, List<Resource> answers) {
  /** The most bytes of an answer that a question by packet allows (RFC 9715). */
  static final int LARGEST_PACKET = 1400;

  private static final int IN = 1;
  private static final int OPT = 41;
  private static final int RESPONSE = 0x8000;
  private static final int TRUNCATED = 0x0200;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int CODE = 0x000f;
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_LABEL = 63;
  private static final int MOST_LABELS = 128;
  private static final int POINTER = 0xc0;

  /**
   * A record.
   *
   * @param ttl seconds for which it is true
   * @param values what it says, by the names that Node has for it
   */
  record Resource(String name, RecordType type, long ttl, Map<String, Object> values) {}

  /**
   * Writes a question.
   *
   * @param name without a dot at its end, in ASCII
   * @throws IllegalArgumentException if no host can have this name
   */
  static byte[] question(int id, String name, RecordType type) {
    ByteBuffer message = ByteBuffer.allocate(12 + LONGEST_NAME + 2 + 4 + 11);
    message.putShort((short) id);
    message.putShort((short) RECURSION_DESIRED);
    message.putShort((short) 1); // questions
    message.putShort((short) 0); // answers
    message.putShort((short) 0); // authorities
    message.putShort((short) 1); // additional records: the size of packets (RFC 6891)
    int start = message.position();
    for (String label : name.split("\\.", -1)) {
      byte[] bytes = label.getBytes(UTF_8);
      if (bytes.length == 0
          || bytes.length > LONGEST_LABEL
          || message.position() - start + bytes.length + 2 > LONGEST_NAME) {
        throw new IllegalArgumentException("It is no name of a host: " + name);
      }
      message.put((byte) bytes.length).put(bytes);
    }
    message.put((byte) 0);
    message.putShort((short) type.number()).putShort((short) IN);
    message.put((byte) 0); // the name of the root
    message.putShort((short) OPT).putShort((short) LARGEST_PACKET).putInt(0).putShort((short) 0);
    byte[] bytes = new byte[message.position()];
    message.flip().get(bytes);
    return bytes;
  }

  /**
   * Reads an answer.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Message answer(byte[] bytes) {
    try {
      return read(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException e) {
      throw malformed("it ends too early");
    }
  }

  private static IllegalArgumentException malformed(String why) {
    return new IllegalArgumentException("The answer of the name server is malformed: " + why);
  }

  private static Message read(ByteBuffer in) {
    int id = unsigned(in);
    int flags = unsigned(in);
    int questions = unsigned(in);
    int answers = unsigned(in);
    in.getInt(); // authorities and additional records, which nobody asks for
    if ((flags & RESPONSE) == 0 || questions != 1) {
      throw malformed("it answers no question");
    }
    String name = name(in).toLowerCase(Locale.ROOT);
    int type = unsigned(in);
    in.getShort();
    List<Resource> records = new ArrayList<>();
    boolean truncated = (flags & TRUNCATED) != 0;
    for (int i = 0; i < answers && !(truncated && !in.hasRemaining()); i++) {
      resource(in).ifPresent(records::add);
    }
    return new Message(id, truncated, flags & CODE, name, type, records);
  }

  private static int unsigned(ByteBuffer in) {
    return in.getShort() & 0xffff;
  }

  private static Optional<Resource> resource(ByteBuffer in) {
    String name = name(in);
    int type = unsigned(in);
    int network = unsigned(in);
    long ttl = in.getInt() & 0xffff_ffffL;
    int length = unsigned(in);
    if (length > in.remaining()) {
      throw malformed("a record is longer than the message");
    }
    int end = in.position() + length;
    Optional<RecordType> known = network == IN ? RecordType.of(type) : Optional.empty();
    Optional<Resource> resource = Optional.empty();
    if (known.isPresent() && known.get() != RecordType.ANY) {
      // names in the record may point before it, but nothing may be read behind it
      int limit = in.limit();
      in.limit(end);
      resource = Optional.of(new Resource(name, known.get(), ttl, values(known.get(), in)));
      in.limit(limit);
    }
    in.position(end);
    return resource;
  }

  private static Map<String, Object> values(RecordType type, ByteBuffer in) {
    Map<String, Object> values = new LinkedHashMap<>();
    switch (type) {
      case A -> values.put("address", address(in, 4));
      case AAAA -> values.put("address", address(in, 16));
      case NS, CNAME, PTR -> values.put("value", name(in));
      case MX -> {
        values.put("priority", unsigned(in));
        values.put("exchange", name(in));
      }
      case TXT -> values.put("entries", texts(in));
      case SRV -> {
        values.put("priority", unsigned(in));
        values.put("weight", unsigned(in));
        values.put("port", unsigned(in));
        values.put("name", name(in));
      }
      case SOA -> {
        values.put("nsname", name(in));
        values.put("hostmaster", name(in));
        for (String number : List.of("serial", "refresh", "retry", "expire", "minttl")) {
          values.put(number, in.getInt() & 0xffff_ffffL);
        }
      }
      case NAPTR -> {
        values.put("order", unsigned(in));
        values.put("preference", unsigned(in));
        for (String text : List.of("flags", "service", "regexp")) {
          values.put(text, text(in));
        }
        values.put("replacement", name(in));
      }
      case CAA -> {
        values.put("critical", in.get() & 0xff);
        String tag = text(in);
        values.put("tag", tag);
        byte[] value = new byte[in.remaining()];
        in.get(value);
        values.put("value", new String(value, UTF_8));
      }
      case ANY -> throw new IllegalArgumentException("ANY is no type of a record");
    }
    return values;
  }

  private static InetAddress address(ByteBuffer in, int length) {
    if (in.remaining() != length) {
      throw malformed("an address has the wrong length");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw malformed("an address has the wrong length");
    }
  }

  private static List<String> texts(ByteBuffer in) {
    List<String> texts = new ArrayList<>();
    while (in.hasRemaining()) {
      texts.add(text(in));
    }
    return texts;
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.get() & 0xff];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  /**
   * A name, which may go on elsewhere in the message. A pointer leads backwards only, so that it
   * ends.
   */
  private static String name(ByteBuffer in) {
    StringBuilder name = new StringBuilder();
    ByteBuffer at = in;
    int before = in.position();
    for (int labels = 0; labels < MOST_LABELS; labels++) {
      int length = at.get() & 0xff;
      if (length == 0) {
        return name.toString();
      }
      if ((length & POINTER) == POINTER) {
        int target = (length & ~POINTER) << 8 | (at.get() & 0xff);
        if (target >= before) {
          throw malformed("a name does not end");
        }
        before = target;
        at = in.duplicate().position(target);
        continue;
      }
      if (length > LONGEST_LABEL || name.length() + length > LONGEST_NAME) {
        throw malformed("a name is too long");
      }
      byte[] label = new byte[length];
      at.get(label);
      if (!name.isEmpty()) {
        name.append('.');
      }
      name.append(new String(label, ISO_8859_1));
    }
    throw malformed("a name has too many parts");
  }
}
