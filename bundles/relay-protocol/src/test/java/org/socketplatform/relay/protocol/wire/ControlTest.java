package org.socketplatform.relay.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.NatType;

class ControlTest {
  private static final String ID =
      "2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90";

  private static @Nullable Control read(int type, String json) {
    Frame frame = new Frame();
    byte[] message = json.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new Packet(type).set(Field.MESSAGE, message).toBytes(new Digests());
    assertThat(frame.read(bytes, 0, bytes.length)).isTrue();
    return Control.of(frame);
  }

  private static Control valid(@Nullable Control control) {
    return Objects.requireNonNull(control, "refused");
  }

  private static @Nullable Control ping(String rest) {
    return read(PacketType.PING, "{\"requesterPeerId\":\"" + ID + "\"" + rest + "}");
  }

  @Test
  void shouldTakeANatTypeThatIsNotKnownYet() {
    Control ping = valid(ping(",\"natType\":null,\"uptime\":30000.5,\"timestamp\":1700000000000"));

    assertThat(ping.natType()).isEqualTo(NatType.UNKNOWN);
    assertThat(ping.requester()).hasToString(ID);
    assertThat(ping.number("timestamp")).isEqualTo(1_700_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"other\":1",
        ",\"natType\":3",
        ",\"natType\":\"31\"",
        ",\"natType\":31.5",
        ",\"pingId\":\"12345\"",
        ",\"pingId\":\"12345678901g\"",
        ",\"reflectionId\":\"0a1b2c3d4e5f0\"",
        ",\"probeExternalPort\":0",
        ",\"probeExternalPort\":65536",
        ",\"probeExternalPort\":1.5",
        ",\"isConnection\":1",
        ",\"uptime\":\"1\"",
        ",\"uptime\":1e999",
        ",\"cacheSummaryHash\":\"da39\"",
        ",\"requesterPeerId\":5"
      })
  void shouldRefuseAPingWithSomethingElseInIt(String rest) {
    assertThat(ping(rest)).isNull();
  }

  @Test
  void shouldCheckWhatComesAfterAKeyThatIsMissing() {
    assertThat(ping("")).isNotNull();
    assertThat(ping(",\"timestamp\":\"now\"")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "\"text\"", "{", "{\"requesterPeerId\":\"ab\"}", "{}"})
  void shouldRefuseWhatDoesNotSayWhoAsks(String json) {
    assertThat(read(PacketType.PING, json)).isNull();
  }

  @Test
  void shouldTellWhereAPeerIs() {
    Control join =
        valid(
            read(
                PacketType.JOIN,
                "{\"requesterPeerId\":\""
                    + ID
                    + "\",\"natType\":7,\"address\":\"192.0.2.7\",\"port\":4242}"));

    assertThat(join.natType()).isEqualTo(NatType.PORT_RESTRICTED);
    assertThat(Endpoint.text(join.endpoint())).isEqualTo("192.0.2.7:4242");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"natType\":7,\"address\":\"192.0.2\",\"port\":4242",
        "\"natType\":7,\"address\":\"192.0.2.256\",\"port\":4242",
        "\"natType\":7,\"address\":\"localhost\",\"port\":4242",
        "\"natType\":7,\"address\":\"192.0.2.7\"",
        "\"natType\":7,\"port\":4242",
        "\"natType\":null,\"address\":\"192.0.2.7\",\"port\":4242",
        "\"address\":\"192.0.2.7\",\"port\":4242"
      })
  void shouldRefuseAJoinThatLeadsNowhere(String rest) {
    assertThat(read(PacketType.JOIN, "{\"requesterPeerId\":\"" + ID + "\"," + rest + "}")).isNull();
  }

  @Test
  void shouldWriteTextThatOriginalPeersDoNotCutShort() {
    String text = "a\"\\\n\u00e9\u20ac\ud83d\ude00";

    byte[] bytes = new JsonText().add("t", text).toBytes();

    assertThat(new String(bytes, StandardCharsets.US_ASCII))
        .isEqualTo("{\"t\":\"a\\\"\\\\\\u000a\\u00e9\\u20ac\\ud83d\\ude00\"}");
    assertThat(Json.object(bytes, 0, bytes.length)).containsEntry("t", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":-}",
        "{\"a\":1e}",
        "{\"a\":tru}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1} 2",
        "{\"a\":[1,]}",
        "{\"a\":{\"b\"}}",
        "{\"a\" 1}"
      })
  void shouldRefuseWhatIsNotJson(String text) {
    assertThat(Json.object(text)).isNull();
  }

  @Test
  void shouldRefuseTextThatIsNotUtf8() {
    byte[] bytes = {'{', '"', (byte) 0xc3, '"', ':', '1', '}'};

    assertThat(Json.object(bytes, 0, bytes.length)).isNull();
  }

  @Test
  void shouldBoundHowDeepJsonMayGo() {
    assertThat(Json.object("{\"a\":" + "[".repeat(30) + "]".repeat(30) + "}")).isNotNull();
    assertThat(Json.object("{\"a\":" + "[".repeat(400) + "]".repeat(400) + "}")).isNull();
  }
}
