package org.socketplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socketplatform.relay.IdentityFile;

/** Peers in processes of their own, on the loopback interface. */
class PeerCommandTest {
  private static final String LOOPBACK = "127.0.0.1";

  private final List<PeerProcess> running = new ArrayList<>();
  private final List<String> introducers = new ArrayList<>();
  @TempDir Path temp;

  @AfterEach
  void end() {
    running.forEach(PeerProcess::close);
  }

  private PeerProcess start(String... options) throws IOException {
    PeerProcess peer = PeerProcess.start(options);
    running.add(peer);
    return peer;
  }

  private PeerProcess introducer() throws IOException, InterruptedException {
    String port = PeerProcess.freePort();
    PeerProcess introducer = start("--indexed", "--address", LOOPBACK, "--port", port);
    introducers.add(
        introducer.await("ready").getOrDefault("peer", "") + "@" + LOOPBACK + ":" + port);
    return introducer;
  }

  private PeerProcess member(String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of("--join", "garden"));
    introducers.forEach(introducer -> options.addAll(List.of("--introducer", introducer)));
    options.addAll(List.of(more));
    return start(options.toArray(String[]::new));
  }

  @Test
  void shouldTalkOnceTwoIntroducersHaveMadeThemKnown() throws IOException, InterruptedException {
    introducer();
    introducer();
    PeerProcess alice = member("--signing-seed", "alice");
    PeerProcess bob = member("--signing-seed", "bob", "--event", "greeting");
    String aliceId = alice.await("ready").getOrDefault("peer", "");
    String bobId = bob.await("ready").getOrDefault("peer", "");

    assertThat(alice.await("join", event -> bobId.equals(event.get("peer")))).containsKey("new");
    bob.await("join", event -> aliceId.equals(event.get("peer")));

    alice.say("emit garden greeting hello, Bob – ¿qué tal?");
    Map<String, String> published = alice.await("published");
    Map<String, String> message = bob.await("message");
    assertThat(message)
        .containsEntry("event", "greeting")
        .containsEntry("text", "hello, Bob – ¿qué tal?")
        .containsEntry("verified", "strong")
        .containsEntry("packet", published.get("packet"))
        .containsKey("sender");
    assertThat(Integer.parseInt(message.getOrDefault("hops", ""))).isPositive();

    alice.say("large garden file 200000");
    Map<String, String> sent =
        alice.await("published", event -> "200000".equals(event.get("length")));
    assertThat(bob.await("message", event -> event.containsKey("sha256")))
        .containsEntry("length", "200000")
        .containsEntry("sha256", sent.get("sha256"))
        .containsEntry("packet", sent.get("packet"))
        .containsEntry("verified", "strong");

    bob.say("stream garden whisper only for you");
    assertThat(bob.await("streamed")).containsEntry("members", "1");
    assertThat(alice.await("stream"))
        .containsEntry("from", bobId)
        .containsEntry("text", "only for you")
        .containsEntry("verified", "strong");

    alice.say("offer garden orchard " + bobId);
    assertThat(alice.await("offered")).containsEntry("members", "1");
    Map<String, String> key = bob.await("key");
    assertThat(key).containsEntry("from", aliceId).containsEntry("sender", message.get("sender"));
    assertThat(alice.await("received"))
        .containsEntry("peer", bobId)
        .containsEntry("next", key.get("next"));

    bob.say("query " + published.get("packet"));
    Map<String, String> asked = bob.await("asked");
    assertThat(bob.await("answer"))
        .containsEntry("query", asked.get("query"))
        .containsEntry("packet", published.get("packet"))
        .containsEntry("text", "hello, Bob – ¿qué tal?");
    assertThat(bob.count("message")).isEqualTo(2);

    alice.say("close");
    assertThat(alice.awaitEnd()).isZero();
  }

  @Test
  void shouldTellAboutItself() throws IOException, InterruptedException {
    PeerProcess introducer = introducer();
    introducer();
    PeerProcess alice = member();
    String id = alice.await("ready").getOrDefault("peer", "");
    alice.say("emit garden note remember");
    alice.await("published");

    alice.say("info");
    alice.say("cache");
    alice.say("peers");

    assertThat(alice.await("info"))
        .containsEntry("peer", id)
        .containsEntry("address", LOOPBACK)
        .containsEntry("known", "2")
        .containsEntry("packets", "1");
    assertThat(alice.await("cache")).containsEntry("packets", "1");
    assertThat(alice.await("peer"))
        .containsEntry("indexed", "true")
        .containsEntry("address", LOOPBACK)
        .containsEntry("peer", introducers.getFirst().substring(0, 64));
    introducer.say("close");
    assertThat(introducer.awaitEnd()).isZero();
  }

  private String idOf(String passphrase, Path identity) throws IOException, InterruptedException {
    PeerProcess peer =
        PeerProcess.start(
            Map.of(Identity.VARIABLE, passphrase),
            "--indexed",
            "--address",
            LOOPBACK,
            "--port",
            PeerProcess.freePort(),
            "--identity",
            identity.toString());
    running.add(peer);
    String id = peer.await("ready").getOrDefault("peer", "");
    peer.say("close");
    assertThat(peer.awaitEnd()).isZero();
    return id;
  }

  @Test
  void shouldBeTheSamePeerWithTheSameIdentity() throws IOException, InterruptedException {
    Path sealed = temp.resolve("sealed");
    Path open = temp.resolve("open");

    assertThat(idOf("a secret", sealed)).hasSize(64).isEqualTo(idOf("a secret", sealed));
    assertThat(idOf("", open)).isNotEqualTo(idOf("a secret", sealed)).isEqualTo(idOf("", open));
  }

  @Test
  void shouldAskForThePassphraseAndTellWhatIsWrongWithAnIdentity() throws IOException {
    Workshop workshop = new Workshop(temp);
    String file = temp.resolve("identity").toString();

    assertThat(workshop.ssc("peer", "--identity", file).errors())
        .singleElement()
        .asString()
        .contains("set SSC_IDENTITY_PASSPHRASE");
    assertThat(temp.resolve("identity")).doesNotExist();

    IdentityFile.create(
        temp.resolve("identity"), new byte[32], "a secret".toCharArray(), new SecureRandom());
    workshop.answer(Optional.of("another"));
    Workshop.Outcome wrong = workshop.ssc("peer", "--identity", file);
    assertThat(wrong.out()).contains("passphrase of " + file);
    assertThat(wrong.errors()).singleElement().asString().contains("this is not the passphrase");
    assertThat(wrong.status()).isEqualTo(1);

    Files.writeString(temp.resolve("identity"), "a letter");
    assertThat(workshop.ssc("peer", "--identity", file).errors())
        .singleElement()
        .asString()
        .contains("is no identity, or is damaged");
    assertThat(workshop.ssc("peer", "--identity", file, "--signing-seed", "x").errors())
        .singleElement()
        .asString()
        .contains("give one");
    assertThat(workshop.ssc("peer", "--identity", temp + "/nowhere/x").errors())
        .singleElement()
        .asString()
        .contains("there is no folder");
  }

  @Test
  void shouldTellWhatIsWrongWithALineAndObeyTheNext() throws IOException, InterruptedException {
    PeerProcess peer = start("--join", "garden");

    peer.say("emit garden");
    peer.say("large garden file many");
    peer.say("query abc");
    peer.say("dance");
    peer.say("info");

    peer.await("info");
    assertThat(peer.count("error")).isEqualTo(4);
    peer.await("error", event -> event.getOrDefault("message", "").contains("'emit' needs more"));
    peer.await("error", event -> event.getOrDefault("message", "").contains("'dance'"));
    peer.say("close");
    assertThat(peer.awaitEnd()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --indexed                            | an introducer needs --address and --port
          --indexed --address ::1 --port 9000  | needs an IPv4 address
          --introducer bob@127.0.0.1:9000      | a peer is named as ID@HOST:PORT
          --nat 6 --address 10.0.0.1 --port 9  | a NAT type is 31
          --nat 31                             | --nat needs --address
          """)
  void shouldRefuseOptionsThatMakeNoPeer(String options, String reason) {
    String[] line = ("peer " + options).split(" +");

    Workshop.Outcome outcome = new Workshop(temp).ssc(line);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors()).singleElement().asString().contains(reason);
  }
}
