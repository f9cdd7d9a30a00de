package org.socketplatform.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.socketplatform.relay.LivePeer;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.PeerView;
import org.socketplatform.relay.protocol.crypto.SharedKeys;

/** Obeys the lines that {@code ssc peer} is given. */
final class PeerConsole {
  private static final int MAX_MESSAGE_BYTES = 16_000_000;

  private final LivePeer peer;
  private final PeerLog log;

  PeerConsole(LivePeer peer, PeerLog log) {
    this.peer = peer;
    this.log = log;
  }

  /** Makes the peer know others, and join. */
  void begin(List<Contact> contacts, List<String> sharedKeys) {
    peer.call((engine, now) -> {
      contacts.forEach(contact -> engine.addContact(contact, now));
      return contacts.size();
    });
    sharedKeys.forEach(this::join);
  }

  /** Obeys line after line, until one says to end or there are no more. */
  void obey(InputStream in) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.strip().equals("close")) {
        return;
      }
      try {
        obey(line.strip());
      } catch (IllegalArgumentException e) {
        log.error(String.valueOf(e.getMessage()));
      }
    }
  }

  private void obey(String line) {
    String[] words = line.split(" ", 4);
    switch (words[0]) {
      case "" -> {}
      case "emit" -> publish(words, words.length < 4 ? new byte[0] : bytes(words[3]));
      case "large" -> publish(words, random(word(words, 3)));
      case "stream" -> stream(words);
      case "offer" -> offer(words);
      case "query" -> query(Id.ofHex(word(words, 1)));
      case "info" -> log.info("info", peer.call((engine, now) -> engine.info()));
      case "peers" -> peer.call((engine, now) -> engine.peers()).forEach(this::show);
      case "cache" -> {
        int packets = peer.call((engine, now) -> engine.info().cachedPackets());
        log.write(log.line("cache").with("packets", packets));
      }
      default ->
          throw new IllegalArgumentException(
              "there is no command '"
                  + words[0]
                  + "': emit, large, stream, offer, query, info, peers, cache or close");
    }
  }

  private void publish(String[] words, byte[] value) {
    Id subcluster = join(word(words, 1));
    String event = event(words);
    Id packet =
        peer.call(
            (engine, now) -> engine.publish(subcluster, event, value, MessageOptions.DEFAULT, now));
    log.write(
        log.line("published")
            .with("event", event)
            .with("packet", packet)
            .digest(ByteBuffer.wrap(value)));
  }

  private void stream(String[] words) {
    Id subcluster = join(word(words, 1));
    String event = event(words);
    byte[] value = words.length < 4 ? new byte[0] : bytes(words[3]);
    int members =
        peer.call((engine, now) ->
            engine.stream(subcluster, Optional.empty(), event, value, MessageOptions.DEFAULT, now));
    log.write(log.line("streamed").with("event", event).with("members", members));
  }

  private void offer(String[] words) {
    Id subcluster = join(word(words, 1));
    byte[] next = SharedKeys.ofText(word(words, 2));
    PeerLog.Line line = log.line("offered").with("subcluster", subcluster);
    if (words.length > 3) {
      List<Id> members = Arrays.stream(words[3].split(" ")).map(Id::ofHex).toList();
      line.with(
          "members", peer.call((engine, now) -> engine.offerKey(subcluster, next, members, now)));
    } else {
      line.with("packet", peer.call((engine, now) -> engine.offerKey(subcluster, next, now)));
    }
    log.write(line);
  }

  private void query(Id packet) {
    Id query = peer.call((engine, now) -> engine.query(packet, now));
    log.write(log.line("asked").with("query", query).with("packet", packet));
  }

  private void show(PeerView view) {
    log.write(
        log.line("peer")
            .with("peer", view.peerId())
            .with("address", Endpoint.host(view.endpoint()))
            .with("port", Endpoint.port(view.endpoint()))
            .with("nat", view.natType().bits())
            .with("connected", view.connected())
            .with("indexed", view.indexed())
            .with("proxied", view.proxied()));
  }

  private Id join(String sharedKey) {
    return peer.call((engine, now) -> engine.join(SharedKeys.ofText(sharedKey), now));
  }

  private String event(String[] words) {
    String event = word(words, 2);
    log.knowEvent(event);
    return event;
  }

  private static String word(String[] words, int place) {
    if (words.length <= place) {
      throw new IllegalArgumentException("'" + words[0] + "' needs more words");
    }
    return words[place];
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] random(String count) {
    try {
      int size = Integer.parseInt(count);
      if (size >= 0 && size <= MAX_MESSAGE_BYTES) {
        byte[] bytes = new byte[size];
        new SecureRandom().nextBytes(bytes);
        return bytes;
      }
    } catch (NumberFormatException e) {
      // The message below covers it.
    }
    throw new IllegalArgumentException(
        "a message has from 0 to " + MAX_MESSAGE_BYTES + " bytes: " + count);
  }
}
