package org.socketplatform.cli;

import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.PeerInfo;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.crypto.Names;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What {@code ssc peer} writes: a line for each event. Safe for use by many threads. */
final class PeerLog {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_TEXT_BYTES = 1024;

  private final PrintStream out;
  private final boolean json;
  private final Map<Id, String> eventNames = new ConcurrentHashMap<>();

  PeerLog(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** The network has only hashes of the names of events: this one can be told by its name. */
  void knowEvent(String name) {
    eventNames.put(Names.of(name), name);
  }

  void event(RelayEvent event) {
    switch (event) {
      case RelayEvent.Ready ready -> info("ready", ready.info());
      case RelayEvent.MemberJoined joined ->
          write(
              line("join")
                  .with("subcluster", joined.subcluster())
                  .with("peer", joined.peer())
                  .with("new", joined.isNew()));
      case RelayEvent.Message message when !message.isLocal() -> message(message);
      case RelayEvent.Streamed streamed ->
          write(
              line("stream")
                  .with("event", name(streamed.eventId()))
                  .with("from", streamed.from())
                  .value(streamed.value())
                  .with("verified", lower(streamed.verified())));
      case RelayEvent.KeyOffered offer -> {
        Line line =
            line("key")
                .with("subcluster", offer.subcluster())
                .with("next", offer.next())
                .with("sender", offer.sender())
                .with("verified", lower(offer.verified()));
        offer.from().ifPresent(from -> line.with("from", from));
        write(line);
      }
      case RelayEvent.KeyReceived received ->
          write(
              line("received")
                  .with("subcluster", received.subcluster())
                  .with("next", received.next())
                  .with("peer", received.peer()));
      case RelayEvent.Answer answer ->
          write(
              line("answer")
                  .with("query", answer.queryId())
                  .with("packet", answer.packetId())
                  .value(answer.value())
                  .with("verified", lower(answer.verified())));
      default -> {}
    }
  }

  private void message(RelayEvent.Message message) {
    Line line =
        line("message")
            .with("event", name(message.eventId()))
            .with("packet", message.packetId())
            .value(message.value())
            .with("verified", lower(message.verified()))
            .with("hops", message.hops());
    message.sender().ifPresent(sender -> line.with("sender", sender));
    write(line);
  }

  /** What a peer knows about itself. */
  void info(String type, PeerInfo info) {
    write(
        line(type)
            .with("peer", info.peerId())
            .with("address", Endpoint.host(info.endpoint()))
            .with("port", Endpoint.port(info.endpoint()))
            .with("nat", info.natType().bits())
            .with("known", info.knownPeers())
            .with("connected", info.connectedPeers())
            .with("packets", info.cachedPackets()));
  }

  /** Something could not be done. */
  void error(String message) {
    write(line("error").with("message", message));
  }

  Line line(String type) {
    return new Line(type);
  }

  void write(Line line) {
    String text = json ? line.json() : line.words();
    synchronized (out) {
      out.println(text);
      out.flush();
    }
  }

  private String name(Id eventId) {
    return Optional.ofNullable(eventNames.get(eventId)).orElseGet(eventId::toString);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** One event, as names and values in order. */
  static final class Line {
    private final Map<String, Object> values = new LinkedHashMap<>();

    private Line(String type) {
      values.put("type", type);
    }

    /** Adds a number, a truth value, or the text of anything else. */
    Line with(String name, Object value) {
      values.put(name, value);
      return this;
    }

    /** Adds a short text as such, and of anything else its length and SHA-256. */
    Line value(ByteBuffer value) {
      if (value.remaining() <= MAX_TEXT_BYTES) {
        try {
          String text = StandardCharsets.UTF_8.newDecoder().decode(value.duplicate()).toString();
          return with("text", text);
        } catch (CharacterCodingException e) {
          // Then it is no text.
        }
      }
      return digest(value);
    }

    /** Adds the length and the SHA-256 of a value. */
    Line digest(ByteBuffer value) {
      return with("length", value.remaining()).with("sha256", sha256(value.duplicate()));
    }

    private static String sha256(ByteBuffer bytes) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(bytes);
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    private String json() {
      StringWriter text = new StringWriter();
      try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
        generator.writeStartObject();
        values.forEach((name, value) -> {
          generator.writeName(name);
          switch (value) {
            case Integer number -> generator.writeNumber(number);
            case Boolean truth -> generator.writeBoolean(truth);
            default -> generator.writeString(value.toString());
          }
        });
        generator.writeEndObject();
      }
      return text.toString();
    }

    private String words() {
      StringBuilder text = new StringBuilder();
      values.forEach(
          (name, value) -> text.append(name.equals("type") ? value : " " + name + " " + value));
      return text.toString().replaceAll("\\p{Cntrl}", " ");
    }
  }
}
