package org.socketplatform.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;

/**
 * Answers the pages of the benchmarks and tells the harness on the standard output how far they
 * are. The floor, a program in C, answers the same calls.
 */
@Component
public final class Probe implements RouteProvider {
  private static final String PERMISSION = "probe:use";
  private static final int SOURCE_BYTES = 64 << 20;
  private static final int CHUNK_BYTES = 1 << 18;

  private final Clock clock;
  private final Laps laps = new Laps();

  /** Made when it is first asked for: a start-up is measured without it. */
  private static final class Source {
    static final ByteBuffer BYTES = ByteBuffer.allocateDirect(SOURCE_BYTES);
  }

  @Activate
  public Probe() {
    this(Clock.systemUTC());
  }

  Probe(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of("probe.dcl", PERMISSION, this::domContentLoaded),
        Route.of("probe.echo", PERMISSION, this::echo),
        Route.of("probe.laps", PERMISSION, call -> Reply.value(laps.take())),
        Route.of("probe.sink", PERMISSION, Probe::sink),
        Route.of("probe.source", PERMISSION, Probe::source),
        Route.of("probe.events", PERMISSION, Probe::events),
        Route.of("probe.phase", PERMISSION, call -> tell("PHASE", call.params().require("name"))),
        Route.of(
            "probe.result", PERMISSION, call -> tell("RESULT", call.params().require("json"))));
  }

  private Reply domContentLoaded(Call call) {
    return tell("DCL", Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant())));
  }

  private Reply echo(Call call) {
    laps.arrived();
    return Reply.value(call.params().require("value"));
  }

  private static Reply sink(Call call) throws IOException {
    Body body = call.body();
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    long bytes = 0;
    for (int count; (count = body.read(chunk.clear())) >= 0; ) {
      bytes += count;
    }
    return Reply.value(Map.of("bytes", bytes));
  }

  private static Reply source(Call call) {
    long bytes = Math.min(SOURCE_BYTES, call.params().requireLong("bytes"));
    return Reply.bytes(Source.BYTES.slice(0, (int) bytes));
  }

  private static Reply events(Call call) {
    return new Reply.Stream(new NumberedEvents(call.params().requireLong("count")));
  }

  private static Reply tell(String word, String text) {
    System.out.println(word + " " + text);
    return Reply.ok();
  }
}
