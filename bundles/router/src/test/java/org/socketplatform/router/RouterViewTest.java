package org.socketplatform.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.router.api.FinishedCall;
import org.socketplatform.router.api.Latency;
import org.socketplatform.router.api.RouteStatistics;

/** What the router tells of itself. */
@Timeout(60)
class RouterViewTest {
  private final PluginRouter router =
      new PluginRouter(new TestApp(Map.of()), new TestLog(), Duration.ofSeconds(5));
  private final RouteProvider plugin =
      new PluginRouterTest.TestPlugin(
          "a",
          List.of(
              Route.of("a.good", "a:b", _ -> Reply.ok()),
              Route.of("a.bad", "a:b", _ -> Reply.failed(Failure.notFound("no")))));

  RouterViewTest() {
    router.add(plugin, new Provider.Origin("test", 1));
  }

  private void call(String route, String origin) {
    router.call(
        new Call(
            route,
            Params.EMPTY,
            Body.EMPTY,
            new Caller(3, origin, Caller.Kind.PAGE),
            new Cancellation()));
  }

  private void call(String route) {
    call(route, "socket://com.example.app");
  }

  private RouteStatistics statistics(String route) {
    return router.routes().stream()
        .filter(one -> one.route().equals(route))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldCountCallsFailuresAndRefusals() {
    call("a.good");
    call("a.bad");
    call("a.bad");
    call("a.bad", "https://example.com");
    call("no.such");

    assertThat(statistics("a.good").calls()).isEqualTo(1);
    assertThat(statistics("a.good").failures()).isZero();
    assertThat(statistics("a.bad").calls()).isEqualTo(2);
    assertThat(statistics("a.bad").failures()).isEqualTo(2);
    assertThat(statistics("a.bad").refusals()).isEqualTo(1);
    assertThat(router.routes()).hasSize(2);
  }

  @Test
  void shouldKeepItsCountsWhenThePluginGoes() {
    call("a.good");
    assertThat(statistics("a.good").served()).isTrue();

    router.removePlugin(plugin);

    assertThat(statistics("a.good").served()).isFalse();
    assertThat(statistics("a.good").calls()).isEqualTo(1);
  }

  @Test
  void shouldTellHowLongCallsTook() {
    Latencies latencies = new Latencies();
    assertThat(latencies.read()).isEqualTo(new Latencies.Reading(0, Latency.NONE));
    for (int i = 1; i <= 10; i++) {
      latencies.record(i * 1_000_000L);
    }

    Latencies.Reading few = latencies.read();
    assertThat(few.count()).isEqualTo(10);
    assertThat(few.latency().p50()).isBetween(Duration.ofMillis(5), Duration.ofMillis(6));

    for (int i = 11; i <= 100; i++) {
      latencies.record(i * 1_000_000L);
    }
    Latencies.Reading many = latencies.read();
    assertThat(many.count()).isEqualTo(100);
    assertThat(many.latency().p50()).isBetween(Duration.ofMillis(47), Duration.ofMillis(53));
    assertThat(many.latency().p90()).isBetween(Duration.ofMillis(85), Duration.ofMillis(96));
    assertThat(many.latency().max()).isBetween(Duration.ofMillis(95), Duration.ofMillis(106));
  }

  @Test
  void shouldBearTimesOutOfRange() {
    Latencies latencies = new Latencies();
    for (int i = 0; i < 20; i++) {
      latencies.record(-1);
      latencies.record(Long.MAX_VALUE);
    }

    assertThat(latencies.read().count()).isEqualTo(40);
    assertThat(latencies.read().latency().max()).isGreaterThan(Duration.ofSeconds(55));
  }

  @Test
  void shouldLoseNoCountAmongManyThreads() {
    Latencies latencies = new Latencies();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        threads.execute(() -> {
          for (int call = 0; call < 10_000; call++) {
            latencies.record(call);
          }
        });
      }
    }

    assertThat(latencies.read().count()).isEqualTo(80_000);
  }

  @Test
  void shouldKeepTheLatestCallsFromTheFirstLookOn() {
    call("a.good");
    assertThat(router.recentCalls()).isEmpty();

    call("a.bad");
    assertThat(router.recentCalls())
        .singleElement()
        .satisfies(call -> {
          assertThat(call.route()).isEqualTo("a.bad");
          assertThat(call.outcome()).isEqualTo("NOT_FOUND");
          assertThat(call.caller().window()).isEqualTo(3);
        });
    for (int i = 0; i < 1000; i++) {
      call("a.good");
    }
    assertThat(router.recentCalls()).hasSize(Latest.MOST);
    assertThat(router.recentCalls()).extracting(FinishedCall::outcome).containsOnly("ok");
  }

  @Test
  void shouldBeSeenInAFlightRecording(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("calls.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("org.socketplatform.Call").withoutThreshold();
      recording.enable("org.socketplatform.Refusal");
      recording.enable("org.socketplatform.Swap");
      recording.start();
      call("a.bad");
      call("a.good", "https://example.com");
      router.add(PluginRouterTest.TestPlugin.named("a", "a.good"), new Provider.Origin("test", 2));
      recording.stop();
      recording.dump(file);
    }

    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("org.socketplatform."))
            .toList();
    assertThat(events)
        .extracting(event -> event.getEventType().getLabel())
        .containsExactlyInAnyOrder("Call", "Refusal", "Swap");
    assertThat(events)
        .filteredOn(event -> event.getEventType().getLabel().equals("Call"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getString("route")).isEqualTo("a.bad");
          assertThat(event.getString("outcome")).isEqualTo("NOT_FOUND");
          assertThat(event.getDuration()).isPositive();
        });
  }
}
