package org.socketplatform.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Deadline;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.NotServingException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Writable;

/** Real processes, each a JVM of its own. */
@Timeout(180)
class HostedPluginTest {
  private static final String NOT_BEGUN = "not begun";

  private static final int MIB_64 = 64 << 20;

  @TempDir static Path folder;

  private Workshop workshop;

  @BeforeEach
  void open() throws IOException {
    workshop = new Workshop(folder);
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  private RouteProvider sample() throws IOException {
    workshop.startSample();
    return workshop.offered.getFirst();
  }

  private static String shown(Reply reply) {
    return switch (reply) {
      case Reply.Value(Writable value) -> Json.text(value);
      case Reply.Bytes bytes ->
          bytes.headers() + " " + bytes.data().remaining() + " " + bytes.data().hashCode();
      case Reply.Failed(var failure) -> failure.toString();
      case Reply.Stream(var items) -> new Listener(items, Long.MAX_VALUE).all().toString();
    };
  }

  /** In the process a handler throws; the router makes of it what is compared here. */
  private static String answer(RouteProvider plugin, Call call) throws Exception {
    try {
      return shown(Workshop.call(plugin, call));
    } catch (FailureException e) {
      return e.failure().toString();
    } catch (NotServingException e) {
      return NOT_BEGUN;
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("waiting").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void shouldAnswerAsInTheProcess() throws Exception {
    RouteProvider out = sample();
    RouteProvider in = Workshop.sampleHere(Workshop.NO_ROUTER);

    for (Call call :
        List.of(
            Workshop.call("sample.greet", Map.of("name", "Ada ä😀\u2028")),
            Workshop.call("sample.greet", Map.of()),
            Workshop.call("sample.caller", Map.of()),
            Workshop.call("sample.sum", Map.of("numbers", "[1,2,9007199254740993]")),
            Workshop.call("sample.sum", Map.of("numbers", "[1,")),
            Workshop.call("sample.fail", Map.of()),
            Workshop.call("sample.down", Map.of("length", "0")),
            Workshop.call("sample.down", Map.of("length", "70000")),
            Workshop.call("sample.long", Map.of("length", "3000000")),
            Workshop.call("sample.count", Map.of("to", "0")),
            Workshop.call("sample.count", Map.of("to", "1000")),
            Workshop.call("sample.count", Map.of("to", "10", "fails", "true")),
            Workshop.call("sample.deadline", Map.of()))) {
      assertThat(answer(out, call)).as(call.route()).isEqualTo(answer(in, call));
    }
    assertThat(answer(out, Workshop.call("sample.io", Map.of()))).contains("EIO");
    assertThat(answer(out, Workshop.call("sample.break", Map.of()))).contains("INTERNAL");
    assertThat(out.routes())
        .extracting(route -> route.name() + " " + route.permission())
        .isEqualTo(
            in.routes().stream().map(route -> route.name() + " " + route.permission()).toList());
  }

  @Test
  void shouldCarry64MiBBothWays() throws Exception {
    RouteProvider plugin = sample();
    String length = Integer.toString(MIB_64);

    Reply down = Workshop.call(plugin, Workshop.call("sample.down", Map.of("length", length)));

    assertThat(down)
        .isInstanceOfSatisfying(
            Reply.Bytes.class,
            bytes -> {
              assertThat(bytes.data().remaining()).isEqualTo(MIB_64);
              for (int i = 0; i < MIB_64; i += 4099) {
                assertThat(bytes.data().get(i)).isEqualTo((byte) ((i * 31) >> 3));
              }
              bytes.release().run();
            });
    ByteBuffer source = ByteBuffer.allocate(MIB_64);
    source.put(997, (byte) 1);
    Call up =
        Workshop.call("sample.up", Map.of(), Body.of(source), new Cancellation(), Deadline.NONE);
    assertThat(answer(plugin, up)).startsWith("[" + MIB_64);
  }

  @Test
  void shouldNotReadABodyThatIsNotAskedFor() throws Exception {
    RouteProvider plugin = sample();
    Body untouched =
        _ -> {
          throw new AssertionError("the body was read");
        };
    Call call =
        Workshop.call("sample.early", Map.of(), untouched, new Cancellation(), Deadline.NONE);

    assertThat(answer(plugin, call)).isEqualTo("\"not read\"");
  }

  @Test
  void shouldProduceNoMoreOfAStreamThanIsAskedFor() throws Exception {
    RouteProvider plugin = sample();
    Reply reply = Workshop.call(plugin, Workshop.call("sample.count", Map.of("to", "1000000")));
    Listener listener = new Listener(((Reply.Stream) reply).items(), 10);

    for (int i = 0; i < 10; i++) {
      assertThat(listener.items.poll(60, TimeUnit.SECONDS)).isEqualTo("{\"n\":" + i + "}");
    }
    assertThat(answer(plugin, Workshop.call("sample.streamed", Map.of()))).isEqualTo("10");
    listener.subscription().cancel();
    await(() -> says(plugin, "sample.cancelled", "1"));
    assertThat(answer(plugin, Workshop.call("sample.streamed", Map.of()))).isEqualTo("10");
  }

  private static boolean says(RouteProvider plugin, String route, String expected) {
    try {
      return answer(plugin, Workshop.call(route, Map.of())).equals(expected);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldCancelInTheProcessOfThePlugin() throws Exception {
    RouteProvider plugin = sample();
    Cancellation cancellation = new Cancellation();
    CompletableFuture<String> answer =
        inBackground(
            plugin,
            Workshop.call("sample.wait", Map.of(), Body.EMPTY, cancellation, Deadline.NONE));
    await(() -> says(plugin, "sample.waiting", "1"));

    cancellation.cancel();

    assertThat(answer.get(60, TimeUnit.SECONDS)).contains("ABORTED");
    await(() -> says(plugin, "sample.cancelled", "1"));
  }

  @Test
  void shouldEndACallAtItsDeadline() throws Exception {
    RouteProvider plugin = sample();
    Call call =
        Workshop.call(
            "sample.wait",
            Map.of(),
            Body.EMPTY,
            new Cancellation(),
            Deadline.in(Duration.ofMillis(200)));

    assertThat(answer(plugin, call)).contains("DEADLINE_EXCEEDED");
    await(() -> says(plugin, "sample.cancelled", "1"));
  }

  private static CompletableFuture<String> inBackground(RouteProvider plugin, Call call) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(answer(plugin, call));
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  @Test
  void shouldLoseOnlyItsOwnCallsWhenItIsKilled() throws Exception {
    HostedPlugin killed = workshop.startSample();
    RouteProvider first = workshop.offered.getFirst();
    workshop.startSample();
    RouteProvider second = workshop.offered.get(1);
    Cancellation end = new Cancellation();
    List<CompletableFuture<String>> lost = new ArrayList<>();
    List<CompletableFuture<String>> kept = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lost.add(inBackground(first, Workshop.call("sample.wait", Map.of())));
      kept.add(
          inBackground(
              second, Workshop.call("sample.wait", Map.of(), Body.EMPTY, end, Deadline.NONE)));
    }
    await(() -> says(first, "sample.waiting", "100") && says(second, "sample.waiting", "100"));

    long pid = killed.pid().orElseThrow();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();

    for (CompletableFuture<String> answer : lost) {
      assertThat(answer.get(60, TimeUnit.SECONDS)).contains("PLUGIN_CRASHED", "retryable=true");
    }
    assertThat(kept).noneMatch(CompletableFuture::isDone);
    end.cancel();
    for (CompletableFuture<String> answer : kept) {
      assertThat(answer.get(60, TimeUnit.SECONDS)).contains("ABORTED");
    }
    await(() -> !workshop.offered.contains(first));
    await(() -> workshop.offered.size() == 2);
    assertThat(killed.pid().orElseThrow()).isNotEqualTo(pid);
    assertThat(answer(workshop.offered.get(1), Workshop.call("sample.greet", Map.of("name", "b"))))
        .isEqualTo("\"Hello b\"");
    assertThat(workshop.log)
        .anyMatch(line -> line.startsWith("ERROR The plugin sample crashed: its process ended"));
  }

  @Test
  void shouldEndItsProcessWhenItIsClosed() throws Exception {
    HostedPlugin plugin = workshop.startSample();
    ProcessHandle process = ProcessHandle.of(plugin.pid().orElseThrow()).orElseThrow();

    plugin.close();

    await(() -> !process.isAlive());
    assertThat(workshop.offered).isEmpty();
    assertThat(workshop.log).noneMatch(line -> line.contains("crashed"));
  }

  @ParameterizedTest
  @CsvSource({
    "dies, its process ended",
    "silent, did not get ready within 2 s",
    "garbage, broke the protocol: a frame of",
    "huge, broke the protocol: a frame of 2147483647 bytes",
    "foreign, announces the route fs.read",
    "permission, which is not its own",
    "another, calls itself another name",
    "unannounced, otherwise than its manifest",
    "wider, otherwise than its manifest",
    "permitted, otherwise than its manifest",
    "early, does not begin with ready"
  })
  void shouldSayWhyAPluginDoesNotStart(String mode, String why) {
    assertThatThrownBy(() -> workshop.startHostile(mode))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo("PLUGIN_START_FAILED"))
        .hasMessageContaining(why);
    assertThat(workshop.offered).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "unasked, answers a call that nobody made",
    "order, in a wrong order",
    "nojson, with no JSON",
    "credit, more of a body than is allowed",
    "longer, with more than it said",
    "deaf, has not answered a ping",
    "body, more of a body than was asked for",
    "endlesscalls, makes calls without end",
    "checked, with checked parameters",
    "twice, two calls of one number",
    "greedy, more of a stream than is allowed"
  })
  void shouldEndAPluginThatBreaksTheProtocol(String mode, String why) throws Exception {
    workshop.startHostile(mode);
    RouteProvider plugin = workshop.offered.getFirst();

    assertThat(answer(plugin, Workshop.call("hostile.a", Map.of())))
        .containsAnyOf("PLUGIN_CRASHED", NOT_BEGUN);
    await(() -> workshop.log.stream().anyMatch(line -> line.contains(why)));
  }

  @Test
  void shouldEndAPluginThatFloods() throws Exception {
    workshop.startHostile("floods");
    RouteProvider plugin = workshop.offered.getFirst();

    assertThat(answer(plugin, Workshop.call("hostile.a", Map.of())))
        .containsAnyOf("PLUGIN_CRASHED", NOT_BEGUN);
    await(() ->
        workshop.log.stream()
            .anyMatch(line -> line.contains("more of a stream than was asked for")));
  }

  @ParameterizedTest
  @CsvSource({"large", "endless"})
  void shouldNotKeepMoreThanIsAllowed(String mode) throws Exception {
    workshop.startHostile(mode);
    RouteProvider plugin = workshop.offered.getFirst();

    assertThat(answer(plugin, Workshop.call("hostile.a", Map.of()))).contains("REPLY_TOO_LARGE");
  }

  @Test
  void shouldNotDrownInTheLogOfAPlugin() throws Exception {
    workshop.startHostile("chatty");
    RouteProvider plugin = workshop.offered.getFirst();

    assertThat(answer(plugin, Workshop.call("hostile.a", Map.of()))).isEqualTo("1");
    workshop.close();
    assertThat(workshop.log).hasSizeLessThan(10_000).noneMatch(line -> line.contains("\u001b"));
  }

  /** A subscriber that asks for so many items at first. */
  private static final class Listener implements Flow.Subscriber<Writable> {
    final BlockingQueue<String> items = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final long first;
    private volatile Flow.@Nullable Subscription subscription;

    Listener(Flow.Publisher<? extends Writable> publisher, long first) {
      this.first = first;
      publisher.subscribe(this);
    }

    Flow.Subscription subscription() {
      Flow.Subscription given = subscription;
      if (given == null) {
        throw new IllegalStateException("There is no subscription yet");
      }
      return given;
    }

    Map<String, Object> all() {
      Map<String, Object> all = new LinkedHashMap<>();
      String ended = end.orTimeout(60, TimeUnit.SECONDS).join();
      all.put("items", List.copyOf(items));
      all.put("end", ended);
      return all;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(first);
    }

    @Override
    public void onNext(Writable item) {
      items.add(Json.text(item));
    }

    @Override
    public void onError(Throwable cause) {
      end.complete(cause instanceof FailureException e ? e.failure().toString() : cause.toString());
    }

    @Override
    public void onComplete() {
      end.complete("complete");
    }
  }
}
