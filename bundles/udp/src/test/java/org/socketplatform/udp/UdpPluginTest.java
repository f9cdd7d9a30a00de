package org.socketplatform.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.testkit.Answer;
import org.socketplatform.testkit.Items;
import org.socketplatform.testkit.PluginTest;

class UdpPluginTest {
  private final PluginTest app =
      PluginTest.with(new UdpRoutes(new Udp()))
          .allow(
              "[capabilities.udp]",
              "bind[] = \"127.0.0.1:*\"",
              "bind[] = \"239.83.79.0/24:*\"",
              "send[] = \"127.0.0.0/8:*\"",
              "send[] = \"[::1]:*\"",
              "send[] = \"localhost:*\"")
          .start();

  @AfterEach
  void close() {
    app.close();
  }

  private Map<?, ?> bind(String id) {
    Answer answer =
        app.call("udp.bind", "id", id, "feed", "f", "type", "udp4", "host", "127.0.0.1:0");
    return (Map<?, ?>) answer.value().orElseThrow();
  }

  private static long port(Map<?, ?> name) {
    return name.get("port") instanceof Long port ? port : -1;
  }

  private static byte[] packets(byte[]... packets) {
    ByteBuffer body =
        ByteBuffer.allocate(Arrays.stream(packets).mapToInt(bytes -> 4 + bytes.length).sum());
    for (byte[] packet : packets) {
      body.putInt(packet.length).put(packet);
    }
    return body.array();
  }

  private static byte[] packet(String text) {
    return packets(text.getBytes(UTF_8));
  }

  /** The next item that has this member. */
  private static Map<?, ?> next(Items items, String member) {
    while (true) {
      Map<?, ?> item = (Map<?, ?>) items.next().orElseThrow();
      if (item.containsKey(member)) {
        return item;
      }
    }
  }

  private static String text(Map<?, ?> item) {
    return new String(Base64.getDecoder().decode((String) item.get("data")), UTF_8);
  }

  private String code(String route, @Nullable Object... arguments) {
    return app.call(route, arguments).failure().code();
  }

  @Test
  void shouldCarryPacketsFromOneSocketToAnother() {
    Map<?, ?> receiver = bind("1");
    bind("2");
    Items items = app.call("udp.events", "feed", "f").items();
    assertThat((List<?>) next(items, "open").get("open")).hasSize(2);

    Answer sent =
        app.call(
            "udp.send", "id", "2", "host", "127.0.0.1:" + port(receiver), "body", packet("hello"));

    assertThat(sent.json()).isEqualTo("{\"sent\":1,\"failed\":[]}");
    Map<?, ?> item = next(items, "data");
    assertThat(item.get("id")).isEqualTo("1");
    assertThat(text(item)).contains("127.0.0.1").endsWith("hello");
    assertThat(app.call("udp.getState", "id", "1").json()).contains("\"received\":1");
  }

  @Test
  void shouldTellWhichPacketsOfABodyFailed() {
    Map<?, ?> receiver = bind("1");

    Answer sent =
        app.call(
            "udp.send",
            "id",
            "1",
            "host",
            "127.0.0.1:" + port(receiver),
            "body",
            packets(new byte[1], new byte[65508], new byte[2]));

    assertThat(sent.json())
        .isEqualTo("{\"sent\":2,\"failed\":[{\"index\":1,\"code\":\"EMSGSIZE\",\"errno\":-90}]}");
  }

  @Test
  void shouldSendNothingOfABodyThatIsBroken() {
    String to = "127.0.0.1:" + port(bind("1"));

    assertThat(code("udp.send", "id", "1", "host", to, "body", new byte[] {0, 0, 0}))
        .isEqualTo("BAD_REQUEST");
    assertThat(code("udp.send", "id", "1", "host", to, "body", new byte[] {0, 0, 0, 2, 1}))
        .isEqualTo("BAD_REQUEST");
    assertThat(code("udp.send", "id", "1", "host", to, "body", new byte[] {-1, 0, 0, 2, 1}))
        .isEqualTo("BAD_REQUEST");
    assertThat(code("udp.send", "id", "1", "host", to, "body", new byte[Sending.LIMIT]))
        .isEqualTo("BODY_TOO_LARGE");
    assertThat(code("udp.send", "id", "1", "host", "127.0.0.1:0", "body", packet("x")))
        .isEqualTo("EINVAL");
    assertThat(app.call("udp.getState", "id", "1").json()).contains("\"sent\":0");
  }

  @Test
  void shouldBindOnlyWhereItMay() {
    assertThat(code("udp.bind", "id", "1", "feed", "f", "type", "udp4", "host", "0.0.0.0:0"))
        .isEqualTo("NOT_ALLOWED");
    assertThat(code("udp.open", "id", "1", "feed", "f", "type", "udp4", "host", "8.8.8.8:53"))
        .isEqualTo("NOT_ALLOWED");
    bind("1");
    assertThat(code("udp.send", "id", "1", "host", "192.168.0.1:9", "body", packet("x")))
        .isEqualTo("NOT_ALLOWED");
    assertThat(code("udp.connect", "id", "1", "host", "192.168.0.1:9")).isEqualTo("NOT_ALLOWED");
    assertThat(code("udp.join", "id", "1", "host", "224.0.0.1:9")).isEqualTo("NOT_ALLOWED");
    assertThat(app.log())
        .anyMatch(line -> line.contains("[capabilities.udp]") && line.contains("bind[]"));
  }

  @Test
  void shouldOpenASocketForSendingWithoutAGrantToBind() {
    Answer opened = app.call("udp.open", "id", "1", "feed", "f", "type", "udp6", "host", "[::1]:9");

    assertThat(((Map<?, ?>) opened.value().orElseThrow()).get("address")).isEqualTo("::");
    assertThat(((Map<?, ?>) opened.value().orElseThrow()).get("family")).isEqualTo("IPv6");
  }

  @Test
  void shouldResolveTheNamesThatAreGranted() throws IOException {
    bind("1");
    try (DatagramSocket peer = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      app.call(
          "udp.send",
          "id",
          "1",
          "host",
          "localhost:" + peer.getLocalPort(),
          "body",
          packet("named"));
      DatagramPacket received = new DatagramPacket(new byte[10], 10);
      peer.setSoTimeout(20_000);
      peer.receive(received);

      assertThat(new String(received.getData(), 0, received.getLength(), UTF_8)).isEqualTo("named");
    }
  }

  @Test
  void shouldTellAPageOfAPeerThatDoesNotListen() throws IOException {
    InetSocketAddress gone;
    try (DatagramSocket peer = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      gone = (InetSocketAddress) peer.getLocalSocketAddress();
    }
    bind("1");
    Items items = app.call("udp.events", "feed", "f").items();
    app.call("udp.connect", "id", "1", "host", "127.0.0.1:" + gone.getPort());

    app.call("udp.sendConnected", "id", "1", "body", packet("hello?"));

    assertThat(next(items, "code").get("code")).isEqualTo("ECONNREFUSED");
    assertThat(code("udp.connect", "id", "1", "host", "127.0.0.1:9"))
        .isEqualTo("ERR_SOCKET_DGRAM_IS_CONNECTED");
    assertThat(app.call("udp.getPeerName", "id", "1").json()).contains("127.0.0.1");
    app.call("udp.disconnect", "id", "1");
    assertThat(code("udp.disconnect", "id", "1")).isEqualTo("ERR_SOCKET_DGRAM_NOT_CONNECTED");
    assertThat(code("udp.getPeerName", "id", "1")).isEqualTo("ERR_SOCKET_DGRAM_NOT_CONNECTED");
    assertThat(code("udp.sendConnected", "id", "1", "body", packet("x")))
        .isEqualTo("ERR_SOCKET_DGRAM_NOT_CONNECTED");
  }

  @Test
  void shouldJoinGroupsOfItsOwnPortOnly() {
    Map<?, ?> name = bind("1");

    assertThat(code("udp.join", "id", "1", "host", "239.83.79.1:9", "network", "127.0.0.1"))
        .isEqualTo("BAD_REQUEST");
    app.call("udp.join", "id", "1", "host", "239.83.79.1:" + port(name), "network", "127.0.0.1")
        .value();
    assertThat(
            code("udp.join", "id", "1", "host", "127.0.0.1:" + port(name), "network", "127.0.0.1"))
        .isEqualTo("EINVAL");
    assertThat(
            code(
                "udp.join", "id", "1", "host", "239.83.79.1:" + port(name), "network", "192.0.2.1"))
        .isEqualTo("EADDRNOTAVAIL");
    app.call("udp.leave", "id", "1", "group", "239.83.79.1", "network", "127.0.0.1").value();
    assertThat(code("udp.leave", "id", "1", "group", "239.83.79.1", "network", "127.0.0.1"))
        .isEqualTo("EADDRNOTAVAIL");
    assertThat(code("udp.leave", "id", "1", "group", "what?", "network", "127.0.0.1"))
        .isEqualTo("EINVAL");
  }

  @Test
  void shouldSetOptionsWithinTheirBounds() {
    bind("1");
    for (String setting : List.of("broadcast", "ttl", "multicastTtl", "multicastLoopback")) {
      app.call("udp.set", "id", "1", "setting", setting, "value", 1).value();
      assertThat(code("udp.set", "id", "1", "setting", setting, "value", -1)).isEqualTo("EINVAL");
      assertThat(code("udp.set", "id", "1", "setting", setting, "value", 256)).isEqualTo("EINVAL");
    }
    app.call("udp.setMulticastInterface", "id", "1", "address", "127.0.0.1").value();
    assertThat(code("udp.setMulticastInterface", "id", "1", "address", "x")).isEqualTo("EINVAL");
    app.call("udp.bufferSize", "id", "1", "buffer", "send", "size", 20_000).value();
    assertThat(app.call("udp.bufferSize", "id", "1", "buffer", "send").json()).contains("20000");
    assertThat(code("udp.bufferSize", "id", "1", "buffer", "receive", "size", 0))
        .isEqualTo("EINVAL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp.send", "udp.sendConnected", "udp.connect", "udp.disconnect", "udp.close",
        "udp.getSockName", "udp.getPeerName", "udp.getState", "udp.set", "udp.leave",
        "udp.setMulticastInterface", "udp.bufferSize", "udp.join"
      })
  void shouldRefuseASocketThatIsNotThere(String route) {
    assertThat(
            code(
                route,
                "id",
                "none",
                "host",
                route.equals("udp.join") ? "239.83.79.1:9" : "127.0.0.1:9",
                "setting",
                "ttl",
                "value",
                1,
                "group",
                "239.83.79.1",
                "address",
                "127.0.0.1",
                "buffer",
                "send"))
        .isEqualTo("ERR_SOCKET_DGRAM_NOT_RUNNING");
  }

  @Test
  void shouldRefuseAnIdThatIsTaken() {
    bind("1");

    assertThat(code("udp.bind", "id", "1", "feed", "f", "type", "udp4", "host", "127.0.0.1:0"))
        .isEqualTo("ERR_SOCKET_ALREADY_BOUND");
    assertThat(
            code(
                "udp.bind",
                "id",
                "x".repeat(65),
                "feed",
                "f",
                "type",
                "udp4",
                "host",
                "127.0.0.1:0"))
        .isEqualTo("BAD_REQUEST");
    assertThat(
            code(
                "udp.bind",
                "id",
                "2",
                "feed",
                "x".repeat(65),
                "type",
                "udp4",
                "host",
                "127.0.0.1:0"))
        .isEqualTo("BAD_REQUEST");
    app.call("udp.close", "id", "1").value();
    bind("1");
  }
}
