package org.socketplatform.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socketplatform.dns.NameServer.joined;
import static org.socketplatform.dns.NameServer.name;
import static org.socketplatform.dns.NameServer.record;
import static org.socketplatform.dns.NameServer.shorts;
import static org.socketplatform.dns.NameServer.text;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.testkit.PluginTest;

class DnsTest {
  private final NameServer server = new NameServer();
  private final PluginTest app =
      PluginTest.with(new DnsRoutes(new Dns()))
          .allow(
              "[capabilities.dns]",
              "lookup[] = \"localhost:53\"",
              "lookup[] = \"127.0.0.1:53\"",
              "lookup[] = \"*.invalid:53\"",
              "resolve[] = \"*.example:53\"",
              "resolve[] = \"127.0.0.0/8:53\"",
              "resolve[] = \"[::]/0:53\"",
              "server[] = \"127.0.0.1:*\"")
          .start();

  DnsTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    app.close();
    server.close();
  }

  private @Nullable Object[] question(String host, RecordType type, int timeout, int tries) {
    return new Object[] {
      "host",
      host + ":53",
      "type",
      type,
      "server",
      "127.0.0.1:" + server.address().getPort(),
      "within",
      timeout,
      "tries",
      tries
    };
  }

  private String answer(String host, RecordType type) {
    return app.call("dns.resolveAt", question(host, type, 5000, 2)).json();
  }

  private String code(String host, RecordType type, int timeout, int tries) {
    return app.call("dns.resolveAt", question(host, type, timeout, tries)).failure().code();
  }

  @Test
  void shouldReadRecordsOfEveryType() {
    byte[] mail = joined(shorts(10), name("mail.a.example"));
    server
        .with("a.example", record(RecordType.A, new byte[] {1, 2, 3, 4}))
        .with("b.example", record(RecordType.AAAA, new byte[15], new byte[] {1}))
        .with("c.example", record(RecordType.MX, mail))
        .with("d.example", record(RecordType.TXT, text("one"), text("two")))
        .with("e.example", record(RecordType.SRV, shorts(1, 2, 443), name("s.e.example")))
        .with(
            "f.example",
            record(
                RecordType.SOA,
                name("ns.f.example"),
                name("root.f.example"),
                shorts(0, 1, 0, 2, 0, 3, 0, 4, 0xffff, 0xffff)))
        .with(
            "g.example",
            record(
                RecordType.NAPTR, shorts(1, 2), text("u"), text("E2U"), text("!a!b!"), name("r")))
        .with(
            "h.example",
            record(
                RecordType.CAA,
                new byte[] {0},
                text("issue"),
                "ca.example".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .with("i.example", record(RecordType.CNAME, new byte[] {(byte) 0xc0, 12}))
        .with("j.example", record(RecordType.NS, new byte[] {2, 'n', 's', (byte) 0xc0, 12}));

    assertThat(answer("a.example", RecordType.A))
        .isEqualTo("[{\"type\":\"A\",\"address\":\"1.2.3.4\",\"ttl\":300}]");
    assertThat(answer("b.example", RecordType.AAAA)).contains("\"address\":\"::1\"");
    assertThat(answer("c.example", RecordType.MX))
        .contains("\"priority\":10,\"exchange\":\"mail.a.example\"");
    assertThat(answer("d.example", RecordType.TXT)).contains("\"entries\":[\"one\",\"two\"]");
    assertThat(answer("e.example", RecordType.SRV))
        .contains("\"priority\":1,\"weight\":2,\"port\":443,\"name\":\"s.e.example\"");
    assertThat(answer("f.example", RecordType.SOA))
        .contains(
            "\"nsname\":\"ns.f.example\",\"hostmaster\":\"root.f.example\",\"serial\":1,\"refresh\":2,\"retry\":3,\"expire\":4,\"minttl\":4294967295");
    assertThat(answer("g.example", RecordType.NAPTR))
        .contains(
            "\"order\":1,\"preference\":2,\"flags\":\"u\",\"service\":\"E2U\",\"regexp\":\"!a!b!\",\"replacement\":\"r\"");
    assertThat(answer("h.example", RecordType.CAA))
        .contains("\"critical\":0,\"tag\":\"issue\",\"value\":\"ca.example\"");
    assertThat(answer("i.example", RecordType.CNAME)).contains("\"value\":\"i.example\"");
    assertThat(answer("j.example", RecordType.NS)).contains("\"value\":\"ns.j.example\"");
    assertThat(answer("a.example", RecordType.ANY)).contains("1.2.3.4");
  }

  @Test
  void shouldAskForTheNameOfAnAddress() {
    server
        .with("4.3.2.127.in-addr.arpa", record(RecordType.PTR, name("four.example")))
        .with("1" + ".0".repeat(31) + ".ip6.arpa", record(RecordType.PTR, name("six.example")));

    assertThat(answer("127.2.3.4", RecordType.PTR)).contains("four.example");
    assertThat(answer("[::1]", RecordType.PTR)).contains("six.example");
  }

  @Test
  void shouldAskByConnectionForWhatIsTooLargeForAPacket() {
    byte[][] many = new byte[100][];
    for (int i = 0; i < many.length; i++) {
      many[i] = record(RecordType.A, new byte[] {10, 0, 0, (byte) i});
    }
    server.large("large.example", many);

    assertThat(answer("large.example", RecordType.A)).contains("10.0.0.0").contains("10.0.0.99");
  }

  @ParameterizedTest
  @CsvSource({
    "1, EFORMERR",
    "2, ESERVFAIL",
    "3, ENOTFOUND",
    "4, ENOTIMP",
    "5, EREFUSED",
    "9, EBADRESP"
  })
  void shouldTellWhyThereIsNoAnswer(int code, String name) {
    server.failing("fails.example", code);

    assertThat(code("fails.example", RecordType.A, 5000, 1)).isEqualTo(name);
  }

  @Test
  void shouldTellANameWithoutSuchARecordFromOneThatIsNotThere() {
    server.with("a.example", record(RecordType.A, new byte[] {1, 2, 3, 4}));

    assertThat(code("a.example", RecordType.MX, 5000, 1)).isEqualTo("ENODATA");
    assertThat(code("none.example", RecordType.A, 5000, 1)).isEqualTo("ENOTFOUND");
  }

  @Test
  void shouldAskAgainAndGiveUp() {
    server.silent("silent.example");

    assertThat(code("silent.example", RecordType.A, 20, 3)).isEqualTo("ETIMEOUT");
    assertThat(server.questions).hasValue(3);
  }

  @Test
  void shouldTellThatThereIsNoServer() throws IOException {
    int port;
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      port = taken.getLocalPort();
    }

    assertThat(
            app.call(
                    "dns.resolveAt",
                    "host",
                    "a.example:53",
                    "type",
                    "A",
                    "server",
                    "127.0.0.1:" + port,
                    "tries",
                    1)
                .failure()
                .code())
        .isEqualTo("ECONNREFUSED");
  }

  @Test
  void shouldEndAQuestionThatIsCancelled() throws Exception {
    server.silent("silent.example");
    var call = app.start("dns.resolveAt", question("silent.example", RecordType.A, 60_000, 1));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (server.questions.get() == 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }

    call.cancel();

    assertThat(call.answer().failure().code()).isIn("ABORTED", "ECANCELLED", "ECONNREFUSED");
    assertThat(System.nanoTime()).isLessThan(end);
  }

  @Test
  void shouldLookUpAsTheSystemDoes() {
    assertThat(app.call("dns.lookup", "host", "localhost:53", "family", 4).json())
        .isEqualTo("[{\"address\":\"127.0.0.1\",\"family\":4}]");
    assertThat(app.call("dns.lookup", "host", "127.0.0.1:53").json()).contains("127.0.0.1");
    assertThat(app.call("dns.lookup", "host", "127.0.0.1:53", "family", 6).failure().code())
        .isEqualTo("ENOTFOUND");
    assertThat(app.call("dns.lookup", "host", "none.invalid:53").failure().code())
        .isEqualTo("ENOTFOUND");
    assertThat(app.call("dns.lookupService", "host", "127.0.0.1:53").json()).contains("localhost");
  }

  @Test
  void shouldAskAboutGrantedNamesAndServersOnly() {
    assertThat(app.call("dns.lookup", "host", "a.example:53").failure().code())
        .isEqualTo("NOT_ALLOWED");
    assertThat(app.call("dns.resolve", "host", "localhost:53", "type", "A").failure().code())
        .isEqualTo("NOT_ALLOWED");
    assertThat(
            app.call("dns.resolveAt", "host", "a.example:53", "type", "A", "server", "8.8.8.8:53")
                .failure()
                .code())
        .isEqualTo("NOT_ALLOWED");
  }

  @Test
  void shouldRefuseWhatCannotBeAsked() {
    assertThat(code("a.example", RecordType.A, 0, 1)).isEqualTo("BAD_REQUEST");
    assertThat(code("a.example", RecordType.A, 100, 0)).isEqualTo("BAD_REQUEST");
    assertThat(code("a.example", RecordType.A, 100, 17)).isEqualTo("BAD_REQUEST");
    assertThat(
            app.call(
                    "dns.resolveAt", "host", "a.example:53", "type", "WKS", "server", "127.0.0.1:9")
                .failure()
                .code())
        .isEqualTo("BAD_REQUEST");
  }

  @Test
  void shouldReadTheSettingsOfTheSystem(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("resolv.conf");
    assertThat(NameServers.of(file)).hasToString("[/127.0.0.1:53]");
    Files.writeString(
        file, "# a\nsearch x\n nameserver 10.0.0.1\nnameserver ::1\nnameserver what\nnameserver\n");
    assertThat(NameServers.of(file))
        .extracting(address -> Dns.text(address.getAddress()))
        .containsExactly("10.0.0.1", "::1");
    assertThat(app.call("dns.servers").json()).startsWith("[{\"address\":");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "000080000001000000000000",
        "000080000001000000000000c00c00010001", // a name that points to itself
        "0000800000010001000000000000010001c00c00010001000000000005aa", // a record beyond the end
        "0000800000010001000000000000010001000001000100000000000301020300", // an address of 3 bytes
        "00008000000200000000000000000100010000010001", // two questions
        "0000000000010000000000000000010001" // no answer
      })
  void shouldRefuseAnAnswerThatIsMalformed(String hex) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Message.answer(bytes))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldReadOrRefuseWhateverComes() {
    Random random = new Random(7);
    byte[] sound =
        joined(
            shorts(1, 0x8180, 1, 2, 0, 0),
            name("a.example"),
            shorts(16, 1),
            record(RecordType.TXT, text("one"), text("two")),
            record(RecordType.MX, shorts(1), name("b")));
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = sound.clone();
      for (int flips = random.nextInt(6); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      MessageFuzz.fuzzerTestOneInput(
          java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
    }
  }
}
