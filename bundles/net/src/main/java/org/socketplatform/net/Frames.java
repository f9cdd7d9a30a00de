package org.socketplatform.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.FailureException;

/**
 * What a page sends, for many connections in one call: frames of four bytes with the number of a
 * handle, four with the length of what follows, one with the kind, and the content. Pure but for
 * what it does with the handles.
 */
final class Frames {
  /** The most that one call may carry, in bytes. */
  static final int LIMIT = 16 * 1024 * 1024;

  private static final int DATA = 0;
  private static final int END = 1;
  private static final int HEAD = 2;

  /** Beside a length: more is there than was taken. */
  private static final int MORE = 1 << 31;

  /** The longest head or trailers, in bytes. */
  private static final int MOST_HEAD = 1024 * 1024;

  private Frames() {}

  /** What has become of the frames: what is kept to be sent, and what failed, by handle. */
  record Outcome(Map<Long, Long> kept, Map<Long, FailureException> failed) {
    Map<String, Object> fields() {
      Map<String, Object> failures = new HashMap<>();
      failed.forEach((id, e) -> {
        Map<String, Object> fields = new HashMap<>(e.failure().details());
        fields.put("code", e.failure().code());
        fields.put("message", e.failure().message());
        failures.put(String.valueOf(id), fields);
      });
      Map<String, Object> lengths = new HashMap<>();
      kept.forEach((id, bytes) -> lengths.put(String.valueOf(id), bytes));
      return Map.of("kept", lengths, "failed", failures);
    }
  }

  /**
   * Does what the frames say, in their order. What fails for one handle skips its later frames and
   * no other's.
   *
   * @throws FailureException if the frames cannot be read
   */
  static Outcome take(Session session, ByteBuffer frames) {
    Outcome outcome = new Outcome(new LinkedHashMap<>(), new LinkedHashMap<>());
    while (frames.hasRemaining()) {
      if (frames.remaining() < 9) {
        throw truncated();
      }
      long id = frames.getInt();
      int length = frames.getInt();
      int kind = frames.get();
      if (length < 0 || length > frames.remaining()) {
        throw truncated();
      }
      ByteBuffer content = frames.slice(frames.position(), length);
      frames.position(frames.position() + length);
      if (!outcome.failed().containsKey(id)) {
        try {
          take(session, id, kind, content, outcome);
        } catch (FailureException e) {
          outcome.failed().put(id, e);
        }
      }
    }
    return outcome;
  }

  private static RuntimeException truncated() {
    return Failures.invalid("body", "a frame ends early");
  }

  private static void take(
      Session session, long id, int kind, ByteBuffer content, Outcome outcome) {
    if (!(session.find(id) instanceof Duplex duplex)) {
      throw Failures.unknown(id);
    }
    switch (kind) {
      case DATA -> {
        long kept = duplex.write(content);
        if (kept > 0) {
          outcome.kept().put(id, kept);
        }
      }
      case END -> {
        if (duplex instanceof Exchange exchange) {
          exchange.end(pairs(content));
        } else {
          duplex.end();
        }
      }
      case HEAD -> {
        if (!(duplex instanceof Exchange exchange)) {
          throw Failures.unknown(id);
        }
        head(exchange, content);
      }
      default -> throw Failures.invalid("body", "there is no frame of the kind " + kind);
    }
  }

  /** Two bytes of status, two of seconds, eight of length, the reason and the headers as lines. */
  private static void head(Exchange exchange, ByteBuffer content) {
    if (content.remaining() < 12) {
      throw truncated();
    }
    int status = content.getShort();
    int seconds = content.getShort() & 0xffff;
    long length = content.getLong();
    List<String> lines = pairs(content);
    if (lines.isEmpty() || status < 100 || status > 999) {
      throw Failures.invalid("body", "a response has a status of three digits");
    }
    exchange.head(status, lines.getFirst(), lines.subList(1, lines.size()), length, seconds);
  }

  /** Texts of one byte a character, each ended by a zero, which no header has in it. */
  private static List<String> pairs(ByteBuffer content) {
    if (content.remaining() > MOST_HEAD) {
      throw Failures.invalid("body", "headers are longer than " + MOST_HEAD + " bytes");
    }
    List<String> texts = new ArrayList<>();
    int from = content.position();
    for (int at = from; at < content.limit(); at++) {
      if (content.get(at) == 0) {
        byte[] text = new byte[at - from];
        content.get(from, text);
        texts.add(new String(text, ISO_8859_1));
        from = at + 1;
      }
    }
    return texts;
  }

  /**
   * What has come for many handles, in frames as above without a kind.
   *
   * @param ids numbers with commas
   * @param most bytes of it
   */
  static ByteBuffer give(Session session, String ids, int most) {
    List<ByteBuffer> parts = new ArrayList<>();
    int total = 0;
    int left = most;
    for (String text : ids.split(",", -1)) {
      long id = number(text);
      if (session.find(id) instanceof Duplex duplex && left > 0) {
        ByteBuffer bytes = duplex.read(left);
        if (bytes.hasRemaining()) {
          left -= bytes.remaining();
          total += 8 + bytes.remaining();
          int more = duplex.hasMore() ? MORE : 0;
          parts.add(
              ByteBuffer.allocate(8).putInt((int) id).putInt(bytes.remaining() | more).flip());
          parts.add(bytes);
        }
      }
    }
    ByteBuffer all = ByteBuffer.allocateDirect(total);
    parts.forEach(all::put);
    return all.flip();
  }

  private static long number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Failures.invalid("ids", "they are whole numbers with commas");
    }
  }
}
