package org.socketplatform.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Router;

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
  private final Pipes pipes = new Pipes(this::routed);

  /** Made when it is first asked for: a start-up is measured without it. */
  private static final class Source {
    static final ByteBuffer BYTES = ByteBuffer.allocateDirect(SOURCE_BYTES);
  }

  /** It comes and goes as any bundle may; only what is about programs needs it. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile @Nullable Router router;

  @Activate
  public Probe() {
    this(Clock.systemUTC());
  }

  Probe(Clock clock) {
    this.clock = clock;
  }

  private Reply routed(Call call) {
    Router current = router;
    return current == null
        ? Reply.failed(Failure.notFound("The router is not there"))
        : current.call(call);
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
        Route.of("probe.pipe", PERMISSION, call -> Reply.value(pipes.throughput())),
        Route.of("probe.line", PERMISSION, call -> pipes.line()),
        Route.of("probe.expect", PERMISSION, this::expect),
        Route.of("probe.lines", PERMISSION, call -> Reply.value(pipes.linesPerSecond())),
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

  private Reply expect(Call call) {
    pipes.expectLines(call.params().requireLong("count"));
    return Reply.ok();
  }

  private static Reply events(Call call) {
    return new Reply.Stream(new NumberedEvents(call.params().requireLong("count")));
  }

  private static Reply tell(String word, String text) {
    System.out.println(word + " " + text);
    return Reply.ok();
  }
}
