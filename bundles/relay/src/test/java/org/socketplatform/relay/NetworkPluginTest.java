package org.socketplatform.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.PacketLinks;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.testkit.Answer;
import org.socketplatform.testkit.Items;
import org.socketplatform.testkit.PluginTest;
import org.socketplatform.udp.api.UdpSockets;

@Timeout(60)
class NetworkPluginTest {
  private static final String CLUSTER = Names.of("network plugin").toString();
  private static final byte[] KEY = seed(7);
  private static final PacketLinks NO_LINKS =
      (service, listener) -> {
        throw new BluetoothException(
            BluetoothException.Code.UNSUPPORTED, "There is no Bluetooth here");
      };

  private final PluginTest app = start("[capabilities.network]", "peer = true", "nearby = true");

  private static PluginTest start(String... settings) {
    UdpSockets udp = ServiceLoader.load(UdpSockets.class).findFirst().orElseThrow();
    return PluginTest.with(
            application -> new NetworkPluginRoutes(new NetworkPlugin(application, udp, NO_LINKS)))
        .allow(settings)
        .start();
  }

  @AfterEach
  void close() {
    app.close();
  }

  private static byte[] seed(int of) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) of);
    return seed;
  }

  private static int freePort() throws Exception {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      return socket.getLocalPort();
    }
  }

  private static String config(String more) {
    return """
    {"clusterId":"%s","udp":true,"nearby":false,"port":0,"probePort":0,"indexed":false,\
    "keepalive":30000,"limitExempt":false%s}\
    """
        .formatted(CLUSTER, more.isEmpty() ? "" : "," + more);
  }

  /** A peer that a page has opened. */
  private final class Page {
    private final String session;
    private final Items events;
    private final int port = freePort();
    private final String peerId;

    Page(String name, int seed, boolean indexed) throws Exception {
      session = name;
      events = app.call("network.events", "session", name).items();
      assertThat(events.next()).contains(Map.of("type", "ready"));
      String config =
          config("\"address\":\"127.0.0.1\",\"natType\":31")
              .replace("\"port\":0", "\"port\":" + port)
              .replace("\"indexed\":false", "\"indexed\":" + indexed);
      Answer opened =
          app.call("network.open", "session", name, "config", config, "seed", seed(seed));
      peerId = (String) member(ok(opened).value().orElseThrow(), "peerId");
    }

    Answer call(String command, @Nullable Object... arguments) {
      @Nullable Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
      all[arguments.length] = "session";
      all[arguments.length + 1] = session;
      return app.call("network." + command, all);
    }

    void know(Page introducer) {
      ok(
          call(
              "contact",
              "peerId",
              introducer.peerId,
              "address",
              "127.0.0.1",
              "port",
              introducer.port,
              "natType",
              31,
              "indexed",
              true));
    }

    String join() {
      return (String) ok(call("join", "sharedKey", KEY)).value().orElseThrow();
    }

    Map<?, ?> await(String type, Predicate<Map<?, ?>> wanted) {
      for (; ; ) {
        Object next = events.next().orElseThrow();
        if (next instanceof Map<?, ?> event
            && type.equals(event.get("type"))
            && wanted.test(event)) {
          return event;
        }
      }
    }

    Map<?, ?> hear(String type, String value) {
      return await(type, event -> value.equals(text(event)));
    }
  }

  private static Object member(Object of, String name) {
    return Objects.requireNonNull(((Map<?, ?>) of).get(name));
  }

  private static String text(Map<?, ?> event) {
    return new String(Base64.getDecoder().decode((String) event.get("value")), UTF_8);
  }

  private static Answer ok(Answer answer) {
    assertThat(answer.isOk()).as(answer.toString()).isTrue();
    return answer;
  }

  private Page[] friends() throws Exception {
    Page alice = new Page("alice", 1, true);
    Page bob = new Page("bob", 2, false);
    String chat = alice.join();
    assertThat(bob.join()).isEqualTo(chat);
    bob.know(alice);
    alice.await("memberJoined", event -> bob.peerId.equals(event.get("peerId")));
    bob.await("memberJoined", event -> alice.peerId.equals(event.get("peerId")));
    return new Page[] {alice, bob};
  }

  @Test
  void shouldCarryMessagesBetweenTwoPages() throws Exception {
    Page[] pages = friends();
    Page alice = pages[0];
    Page bob = pages[1];
    String chat = alice.join();

    Object packet =
        ok(alice.call(
                "publish", "subclusterId", chat, "event", "said", "value", "hi".getBytes(UTF_8)))
            .value()
            .orElseThrow();

    Map<?, ?> heard = bob.hear("message", "hi");
    assertThat(heard.get("packetId")).isEqualTo(packet);
    assertThat(heard.get("verified")).isEqualTo("strong");
    assertThat(heard.get("isLocal")).isEqualTo(false);
    assertThat(alice.hear("message", "hi").get("isLocal")).isEqualTo(true);
    ok(
        bob.call(
            "stream",
            "subclusterId",
            chat,
            "event",
            "said",
            "sessionOnly",
            true,
            "value",
            "psst".getBytes(UTF_8)));
    assertThat(alice.hear("streamed", "psst").get("peerId")).isEqualTo(bob.peerId);
    assertThat(member(bob.call("traffic").value().orElseThrow(), "out").toString())
        .isNotEqualTo("[0, 0, 0, 0, 0, 0, 0, 0, 0]");
  }

  @Test
  void shouldNoticeAMemberThatConnectedBeforeItJoined() throws Exception {
    Page alice = new Page("alice", 1, true);
    Page bob = new Page("bob", 2, false);
    bob.know(alice);
    bob.join();
    alice.await("connected", event -> bob.peerId.equals(event.get("peerId")));

    alice.join();

    alice.await("memberJoined", event -> bob.peerId.equals(event.get("peerId")));
    bob.await("memberJoined", event -> alice.peerId.equals(event.get("peerId")));
  }

  @Test
  void shouldAskAndAnswer() throws Exception {
    Page[] pages = friends();
    Page alice = pages[0];
    Page bob = pages[1];
    String chat = alice.join();
    Object packet =
        ok(bob.call(
                "publish", "subclusterId", chat, "event", "said", "value", "it".getBytes(UTF_8)))
            .value()
            .orElseThrow();

    Object query = ok(alice.call("ask", "json", "{\"what\":\"is it\"}")).value().orElseThrow();
    Map<?, ?> question = bob.await("question", event -> query.equals(event.get("queryId")));
    assertThat((String) question.get("json")).contains("is it");
    ok(bob.call("answer", "queryId", query, "packetIds", "[\"" + packet + "\"]"));

    assertThat(alice.hear("answer", "it").get("queryId")).isEqualTo(query);
  }

  @Test
  void shouldHoldAgainWhatAnEarlierPeerHeld() throws Exception {
    Page[] pages = friends();
    Page alice = pages[0];
    String chat = alice.join();
    ok(alice.call("publish", "subclusterId", chat, "event", "said", "value", "hi".getBytes(UTF_8)));
    pages[1].hear("message", "hi");
    byte[] held = ok(pages[1].call("packets")).bytes();

    Page later = new Page("later", 2, false);
    assertThat(ok(later.call("restore", "packets", held)).value()).contains(1L);
    assertThat(later.join()).isEqualTo(chat);

    later.hear("message", "hi");
    assertThat(ok(later.call("restore", "packets", held)).value()).contains(0L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "0001", "000501", "0001ff0001"})
  void shouldRefuseToHoldWhatIsNotWhole(String data) throws Exception {
    Page page = new Page("page", 1, true);

    Answer answer = page.call("restore", "packets", HexFormat.of().parseHex(data));

    assertThat(answer.failure().code()).isEqualTo("BAD_REQUEST");
  }

  @Test
  void shouldEndThePeerWithThePage() throws Exception {
    Page[] pages = friends();

    pages[1].events.cancel();

    pages[0].await("memberLeft", event -> pages[1].peerId.equals(event.get("peerId")));
    assertThat(pages[1].call("info").failure().code()).isEqualTo("PEER_CLOSED");
  }

  @Test
  void shouldMakeKeysAsLibsodiumDoes() {
    byte[] key = app.call("network.sharedKey", "text", "seed".getBytes(UTF_8)).bytes();
    assertThat(HexFormat.of().formatHex(key))
        .isEqualTo("04d8436bb843cd0c10e2cdc6c24103b1c3f388311f9d8f0c874cabc27897117c");
    // RFC 8032, section 7.1, test 1
    byte[] secret =
        HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    assertThat(HexFormat.of().formatHex(app.call("network.publicKey", "seed", secret).bytes()))
        .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  }

  @Test
  void shouldSayThatThereIsNoBluetooth() {
    assertThat(app.call("network.events", "session", "s").items().next()).isPresent();
    String config = config("").replace("\"nearby\":false", "\"nearby\":true");

    Answer answer =
        app.call("network.openNearby", "session", "s", "config", config, "seed", seed(1));

    assertThat(answer.failure().code()).isEqualTo("UNSUPPORTED");
    assertThat(answer.failure().message()).isEqualTo("There is no Bluetooth here");
  }

  @Test
  void shouldAskForAnotherPermissionToMeetPeersNearby() {
    try (PluginTest careful = start("[capabilities.network]", "peer = true")) {
      assertThat(careful.call("network.events", "session", "s").items().next()).isPresent();
      String nearby = config("").replace("\"nearby\":false", "\"nearby\":true");
      assertThat(
              careful
                  .call("network.open", "session", "s", "config", nearby, "seed", seed(1))
                  .failure()
                  .code())
          .isEqualTo("BAD_REQUEST");
      assertThat(
              careful
                  .call("network.openNearby", "session", "s", "config", nearby, "seed", seed(1))
                  .failure()
                  .code())
          .isEqualTo("NOT_ALLOWED");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"clusterId\":\"00\"",
        "\"peerId\":\"zz\"",
        "\"port\":65536",
        "\"keepalive\":1",
        "\"natType\":6",
        "\"natType\":31",
        "\"address\":\"nowhere\"",
        "\"indexed\":true",
        "\"udp\":false"
      })
  void shouldRefuseAPeerThatMakesNoSense(String part) {
    assertThat(app.call("network.events", "session", "s").items().next()).isPresent();

    Answer answer =
        app.call("network.open", "session", "s", "config", config(part), "seed", seed(1));

    assertThat(answer.failure().code()).isEqualTo("BAD_REQUEST");
  }

  @Test
  void shouldSayInTheLogWhichIntroducersItCannotUnderstand() {
    String id = Names.of("introducer").toString();
    try (PluginTest configured =
        start(
            "[capabilities.network]",
            "peer = true",
            "[network]",
            "introducers[] = \"" + id + "@127.0.0.1:9\"",
            "introducers[] = \"someone@nowhere\"")) {
      assertThat(configured.call("network.events", "session", "s").items().next()).isPresent();
      ok(configured.call("network.open", "session", "s", "config", config(""), "seed", seed(1)));

      assertThat(configured.call("network.peers", "session", "s").json())
          .contains(id)
          .contains("\"indexed\":true");
    }
  }
}
