package org.socketplatform.bluetooth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.testkit.Answer;
import org.socketplatform.testkit.Items;
import org.socketplatform.testkit.PluginTest;

@Timeout(60)
class BluetoothPluginTest {
  private static final String SERVICE = "56702d92-69f9-4400-baf8-d5c89ee15d68";
  private static final String OTHER = "56702d92-69f9-4400-baf8-d5c89ee15d69";
  private static final String VALUE = "5f0e4b9a-1111-4222-8333-944455566677";
  private static final String HEART_RATE = "0000180d-0000-1000-8000-00805f9b34fb";

  private static PluginTest app(String... bluetooth) {
    return app(
        List.of(
            "central = true", "peripheral = true", "services[] = " + SERVICE, "services[] = 180d"),
        "loop",
        bluetooth);
  }

  private static PluginTest app(List<String> granted, String provider, String... bluetooth) {
    List<String> lines = new ArrayList<>(List.of("[capabilities.bluetooth]"));
    lines.addAll(granted);
    lines.addAll(List.of("[bluetooth]", "provider = " + provider));
    lines.addAll(List.of(bluetooth));
    return PluginTest.with(application ->
            new BluetoothPluginRoutes(new BluetoothPlugin(application, new Screen())))
        .allow(lines.toArray(String[]::new))
        .start();
  }

  private static Items events(PluginTest app, String session) {
    Items events = app.call("bluetooth.events", "session", session).items();
    assertThat(events.next()).contains(Map.of("type", "ready"));
    return events;
  }

  private static Map<?, ?> await(Items events, Predicate<Map<?, ?>> wanted) {
    for (; ; ) {
      Object next = events.next().orElseThrow();
      if (next instanceof Map<?, ?> event && wanted.test(event)) {
        return event;
      }
    }
  }

  private static Map<?, ?> await(Items events, String type) {
    return await(events, event -> type.equals(event.get("type")));
  }

  private static String text(Map<?, ?> event) {
    return new String(bytes(event), UTF_8);
  }

  private static byte[] bytes(Map<?, ?> event) {
    return Base64.getDecoder().decode((String) member(event, "value"));
  }

  private static void ok(Answer answer) {
    assertThat(answer.isOk()).as(answer.toString()).isTrue();
  }

  private static Answer publish(PluginTest app, String session, String text) {
    return app.call(
        "bluetooth.publish",
        "serviceId",
        SERVICE,
        "characteristicId",
        VALUE,
        "session",
        session,
        "bytes",
        text.getBytes(UTF_8));
  }

  private static void join(PluginTest app, String session) {
    ok(app.call("bluetooth.start", "serviceId", SERVICE, "session", session));
    ok(
        app.call(
            "bluetooth.subscribe",
            "serviceId",
            SERVICE,
            "characteristicId",
            VALUE,
            "session",
            session));
  }

  @Test
  void shouldLetTwoPagesTellEachOtherValues() {
    try (PluginTest app = app()) {
      Items alice = events(app, "alice");
      Items bob = events(app, "bob");
      join(app, "alice");
      join(app, "bob");
      await(alice, "connect");
      await(bob, "connect");
      ok(publish(app, "alice", "from alice"));
      Map<?, ?> heard = await(bob, "data");
      assertThat(text(heard)).isEqualTo("from alice");
      assertThat(member(heard, "serviceId")).isEqualTo(SERVICE);
      assertThat(member(heard, "characteristicId")).isEqualTo(VALUE);
      ok(publish(app, "bob", "from bob"));
      assertThat(text(await(alice, "data"))).isEqualTo("from bob");
    }
  }

  @Test
  void shouldTellWhatWasPublishedBefore() {
    try (PluginTest app = app()) {
      ok(app.call("bluetooth.start", "serviceId", SERVICE, "session", "alice"));
      ok(publish(app, "alice", "early"));
      Items bob = events(app, "bob");
      join(app, "bob");
      assertThat(text(await(bob, "data"))).isEqualTo("early");
    }
  }

  @Test
  void shouldEndWithThePage() {
    try (PluginTest app = app()) {
      Items alice = events(app, "alice");
      Items bob = events(app, "bob");
      join(app, "alice");
      join(app, "bob");
      await(bob, "connect");
      alice.cancel();
      await(bob, "disconnect");
    }
  }

  @Test
  void shouldLoseNothingOfManyValues() {
    try (PluginTest app = app()) {
      Items alice = events(app, "alice");
      Items bob = events(app, "bob");
      join(app, "alice");
      join(app, "bob");
      await(alice, "connect");
      await(bob, "connect");
      for (int i = 0; i < 2000; i++) {
        ok(publish(app, "alice", "" + i));
      }
      for (int i = 0; i < 2000; i++) {
        assertThat(text(await(bob, "data"))).isEqualTo("" + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "56702d92", "56702d92-69f9-4400-baf8-d5c89ee15d6g", "*"})
  void shouldRefuseAnIdThatIsNone(String id) {
    try (PluginTest app = app()) {
      assertThat(app.call("bluetooth.start", "serviceId", id).failure().code())
          .isEqualTo("BAD_REQUEST");
      assertThat(
              app.call("bluetooth.subscribe", "serviceId", SERVICE, "characteristicId", id)
                  .failure()
                  .code())
          .isEqualTo("BAD_REQUEST");
    }
  }

  @Test
  void shouldRefuseAValueThatIsTooLong() {
    try (PluginTest app = app()) {
      assertThat(publish(app, "alice", "x".repeat(513)).failure().code())
          .isEqualTo("VALUE_TOO_LONG");
    }
  }

  @Test
  void shouldRefuseAServiceThatWasNotGranted() {
    try (PluginTest app = app()) {
      assertThat(app.call("bluetooth.start", "serviceId", OTHER).failure().code())
          .isEqualTo("NOT_ALLOWED");
      assertThat(app.log()).anyMatch(line -> line.contains("services[] = \"" + OTHER + "\""));
      assertThat(request(app, "a", "[{\"services\":[\"" + OTHER + "\"]}]", "[]").failure().code())
          .isEqualTo("NOT_ALLOWED");
      assertThat(request(app, "a", "[]", "[\"" + OTHER + "\"]").failure().code())
          .isEqualTo("NOT_ALLOWED");
    }
  }

  @Test
  void shouldRefuseARoleThatWasNotGranted() {
    try (PluginTest app = app(List.of("central = true", "services[] = *"), "loop")) {
      assertThat(app.call("bluetooth.start", "serviceId", SERVICE).failure().code())
          .isEqualTo("NOT_ALLOWED");
      ok(app.call("bluetooth.subscribe", "serviceId", SERVICE, "characteristicId", VALUE));
    }
  }

  @Test
  void shouldLetADenialWin() {
    try (PluginTest app =
        app(List.of("peripheral = true", "services[] = *", "deny[] = " + SERVICE), "loop")) {
      assertThat(app.call("bluetooth.start", "serviceId", SERVICE).failure().code())
          .isEqualTo("NOT_ALLOWED");
      ok(app.call("bluetooth.start", "serviceId", OTHER));
    }
  }

  @Test
  void shouldSayWhereThereIsNoBluetooth() {
    try (PluginTest app = app(List.of("central = true", "services[] = *"), "none")) {
      assertThat(app.call("bluetooth.availability", "session", "a").json())
          .isEqualTo("{\"provider\":\"none\",\"state\":\"unsupported\"}");
      assertThat(
              app.call("bluetooth.subscribe", "serviceId", SERVICE, "characteristicId", VALUE)
                  .failure()
                  .code())
          .isEqualTo("UNSUPPORTED");
    }
  }

  // --- devices ----------------------------------------------------------------------------------

  private static Answer request(PluginTest app, String session, String filters, String services) {
    return app.call(
        "bluetooth.requestDevice", "session", session, "filters", filters, "services", services);
  }

  private static String device(PluginTest app, String session, String name) {
    Answer chosen =
        request(app, session, "[{\"name\":\"" + name + "\"}]", "[\"" + HEART_RATE + "\"]");
    ok(chosen);
    return (String) member(chosen.value().orElseThrow(), "id");
  }

  @Test
  void shouldReadAndFollowADeviceThatWasChosen() {
    try (PluginTest app = app("sensors = 3", "sensor_hertz = 100")) {
      Items events = events(app, "a");
      String device = device(app, "a", "sensor 2");
      Answer server = app.call("bluetooth.connect", "session", "a", "device", device);
      ok(server);
      int handle = handle(server);
      byte[] read =
          app.call("bluetooth.read", "session", "a", "device", device, "handle", handle).bytes();
      assertThat(read).hasSize(6);
      ok(notifications(app, device, handle, true));
      long before = 0;
      for (int i = 0; i < 50; i++) {
        long count = ByteBuffer.wrap(bytes(await(events, "value"))).getInt(2);
        if (before != 0) {
          assertThat(count).isEqualTo(before + 1);
        }
        before = count;
      }
      ok(notifications(app, device, handle, false));
      ok(app.call("bluetooth.disconnect", "session", "a", "device", device));
      assertThat(
              app.call("bluetooth.read", "session", "a", "device", device, "handle", handle)
                  .failure()
                  .code())
          .isEqualTo("DISCONNECTED");
    }
  }

  private static Answer notifications(PluginTest app, String device, int handle, boolean on) {
    return app.call(
        "bluetooth.notifications", "session", "a", "device", device, "handle", handle, "on", on);
  }

  private static int handle(Answer server) {
    Object service = first(member(server.value().orElseThrow(), "services"));
    return ((Number) member(first(member(service, "characteristics")), "handle")).intValue();
  }

  private static Object member(Object map, String name) {
    return Objects.requireNonNull(((Map<?, ?>) map).get(name), name);
  }

  private static Object first(Object list) {
    return Objects.requireNonNull(((List<?>) list).getFirst());
  }

  @Test
  void shouldFollowTwentyDevicesAtATime() {
    try (PluginTest app = app("sensors = 20", "sensor_hertz = 20")) {
      Items events = events(app, "a");
      Set<String> devices = new HashSet<>();
      for (int i = 1; i <= 20; i++) {
        String device = device(app, "a", "sensor " + i);
        devices.add(device);
        int handle = handle(app.call("bluetooth.connect", "session", "a", "device", device));
        ok(notifications(app, device, handle, true));
      }
      Set<Object> heard = new HashSet<>();
      while (heard.size() < 20) {
        heard.add(member(await(events, "value"), "device"));
      }
      assertThat(heard).isEqualTo(devices);
    }
  }

  @Test
  void shouldShowOnlyTheServicesThatWereAskedFor() {
    try (PluginTest app = app("sensors = 1")) {
      Answer chosen = request(app, "a", "[{\"name\":\"sensor 1\"}]", "[]");
      String device = (String) member(chosen.value().orElseThrow(), "id");
      assertThat(app.call("bluetooth.connect", "session", "a", "device", device).json())
          .endsWith("\"services\":[]}");
    }
  }

  @Test
  void shouldTellWhenNobodyChooses() {
    try (PluginTest app = app("sensors = 1", "choose = none")) {
      assertThat(request(app, "a", "[]", "[]").failure().code()).isEqualTo("CANCELLED");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{}]", "[{\"services\":[]}]", "[{\"services\":[\"x\"]}]", "{", "[1]"})
  void shouldRefuseAFilterThatIsNone(String filters) {
    try (PluginTest app = app()) {
      assertThat(request(app, "a", filters, "[]").failure().code()).isEqualTo("BAD_REQUEST");
    }
  }

  @Test
  void shouldNotFloodAPageWithTwoHundredDevices() {
    try (PluginTest app = app("sensors = 200")) {
      Items lists =
          app.call("bluetooth.scan", "session", "a", "services", List.of(HEART_RATE)).items();
      Set<Object> devices = new HashSet<>();
      int count = 0;
      while (devices.size() < 200) {
        for (Object heard : (List<?>) lists.next().orElseThrow()) {
          devices.add(member(heard, "device"));
        }
        count++;
      }
      assertThat(count).isLessThan(5);
      lists.cancel();
    }
  }
}
