package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Deadline;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Writable;
import org.socketplatform.webview.shell.PageRequest;
import org.socketplatform.webview.shell.PageResponse;
import org.socketplatform.webview.shell.PageResponse.Streamed;
import org.socketplatform.webview.shell.PageResponse.Whole;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PageTest {
  private static final String ORIGIN = "socket://com.example.app";
  private static final String SECRET = "5ec4e7";
  private static final String BODY_KEY = "b0d7";

  private final Queue<Runnable> waiting = new ArrayDeque<>();

  private FakeRouter router = new FakeRouter(call -> Reply.ok());

  /** A page whose calls run on the thread of the test. */
  private Page page(Route.Handler handler) {
    router = new FakeRouter(handler);
    AwaitedRouter awaited = new AwaitedRouter();
    awaited.set(router);
    return new Page(7, ORIGIN, SECRET, BODY_KEY, awaited, PageTest::runHere);
  }

  private static void runHere(Runnable call) {
    try {
      call.run();
    } catch (IllegalStateException | StackOverflowError e) {
      assertThat(e).hasMessage("A test of what happens then");
    }
  }

  /** A page whose calls wait until the test runs them. */
  private Page waitingPage(Route.Handler handler) {
    router = new FakeRouter(handler);
    AwaitedRouter awaited = new AwaitedRouter();
    awaited.set(router);
    return new Page(7, ORIGIN, SECRET, BODY_KEY, awaited, waiting::add);
  }

  private static FakeRequest get(String uri) {
    return FakeRequest.get(uri).with("Origin", ORIGIN);
  }

  private static FakeRequest post(String uri, String body) {
    return FakeRequest.of("POST", uri, body).with("Origin", ORIGIN).with("X-Socket-Secret", SECRET);
  }

  private static FakeRequest answer(Page page, FakeRequest request) {
    page.request(request);
    return request;
  }

  private static String message(Page page, String text) {
    List<String> replies = new ArrayList<>();
    page.message(text, replies::add);
    assertThat(replies).hasSize(1);
    return replies.getFirst();
  }

  @Test
  void shouldTellTheRouterHowLongThePageWaits() {
    Page page = page(_ -> Reply.ok());

    answer(page, get("ipc://fs.stat?__timeout__=60000"));
    answer(page, get("ipc://fs.stat?__timeout__=" + Long.MAX_VALUE));
    answer(page, get("ipc://fs.stat"));

    List<Deadline> deadlines = router.calls().stream().map(Call::deadline).toList();
    assertThat(deadlines.get(0).remainingNanos()).isBetween(1L, Duration.ofMinutes(1).toNanos());
    assertThat(deadlines.get(1).hasPassed()).isFalse();
    assertThat(deadlines.get(2)).isSameAs(Deadline.NONE);
  }

  @Test
  void shouldRefuseATimeoutThatIsNoNumber() {
    FakeRequest request = answer(page(_ -> Reply.ok()), get("ipc://fs.stat?__timeout__=soon"));

    assertThat(request.status()).isEqualTo(400);
    assertThat(router.calls()).isEmpty();
  }

  // Bodies

  @Test
  void shouldHandOverTheBodyOfARequestWithTheSecret() {
    Page page =
        page(call -> Reply.value(new String(call.body().bytes(100), StandardCharsets.UTF_8)));

    FakeRequest request = answer(page, post("ipc://fs.write?id=1", "grüße"));

    assertThat(request.status()).isEqualTo(200);
    assertThat(request.text()).contains("grüße");
  }

  @ParameterizedTest
  @CsvSource({
    "' 6', 6", "' 0', 0", "' 999999999999999', 999999999999999", "'', none", "' ', none",
    "' -1', none", "' 6 6', none", "' 1e3', none", "' 9999999999999999', none", "' 6,7', none",
  })
  void shouldTellTheSizeThatTheDocumentGivesWithTheSecret(String told, String size) {
    Page page =
        page(call -> {
          OptionalLong known = call.body().size();
          return Reply.value(known.isPresent() ? Long.toString(known.getAsLong()) : "none");
        });

    FakeRequest request =
        answer(
            page,
            FakeRequest.of("POST", "ipc://sink", "abcdef")
                .with("Origin", ORIGIN)
                .with("X-Socket-Secret", SECRET + told));

    assertThat(request.status()).isEqualTo(200);
    assertThat(request.text()).contains(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH"})
  void shouldNotTouchABodyWithoutTheSecret(String method) {
    Page page = page(call -> Reply.ok());
    for (String secret :
        List.of("", "5ec4e", "5ec4e70", "5EC4E7", " 5ec4e7", "null", "5ec4e 6", "5ec4e70 6")) {
      FakeRequest request =
          answer(
              page,
              FakeRequest.of(method, "ipc://fs.write", "evil")
                  .with("Origin", ORIGIN)
                  .with("X-Socket-Secret", secret));

      assertThat(request.bodyTaken()).isFalse();
      assertThat(request.status()).isEqualTo(403);
      assertThat(request.text()).contains("BODY_REFUSED");
    }
    assertThat(router.calls()).isEmpty();
  }

  @Test
  void shouldHandOverABodyWithTheKeyFromTheAppsOwnOrigin() {
    Page page =
        page(call -> Reply.value(new String(call.body().bytes(100), StandardCharsets.UTF_8)));
    FakeRequest request =
        FakeRequest.of("POST", "ipc://fs.write?id=1", "from a worker")
            .with("Origin", ORIGIN)
            .with("X-Socket-Body-Key", page.bodyKey());

    assertThat(answer(page, request).text()).contains("from a worker");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "http://127.0.0.1:8080", ORIGIN + ".evil", ORIGIN + "/"})
  void shouldNotTouchABodyWithTheKeyFromAnotherOrigin(String origin) {
    Page page = page(call -> Reply.ok());
    FakeRequest request =
        answer(
            page,
            FakeRequest.of("POST", "ipc://fs.write", "evil")
                .with("Origin", origin)
                .with("X-Socket-Body-Key", BODY_KEY));

    assertThat(request.bodyTaken()).isFalse();
    assertThat(request.status()).isEqualTo(403);
  }

  @Test
  void shouldNotTakeTheKeyForTheSecret() {
    Page page = page(call -> Reply.ok());

    message(page, BODY_KEY + "ipc://ping");

    assertThat(router.calls()).noneMatch(call -> call.caller().origin().equals(ORIGIN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "DELETE", "TRACE", "post", ""})
  void shouldNotTouchTheBodyOfOtherMethods(String method) {
    Page page = page(call -> Reply.value(call.body().bytes(100).length));

    FakeRequest request =
        answer(page, FakeRequest.of(method, "ipc://ping", "body").with("X-Socket-Secret", SECRET));

    assertThat(request.bodyTaken()).isFalse();
    assertThat(request.text()).endsWith("0");
  }

  @Test
  void shouldCloseTheBodyWhenTheHandlerDidNotReadIt() {
    CountDownLatch closed = new CountDownLatch(1);
    Page page = page(call -> Reply.ok());
    PageRequest request =
        new PageRequest() {
          @Override
          public String uri() {
            return "ipc://sink";
          }

          @Override
          public String method() {
            return "POST";
          }

          @Override
          public String header(String name) {
            return name.equals("X-Socket-Secret") ? SECRET : "";
          }

          @Override
          public Map<String, String> headers() {
            return Map.of();
          }

          @Override
          public Body takeBody() {
            return new Body() {
              @Override
              public int read(ByteBuffer target) throws IOException {
                throw new IOException("not to be read");
              }

              @Override
              public void close() {
                closed.countDown();
              }
            };
          }

          @Override
          public void respond(PageResponse response) {}
        };

    page.request(request);

    assertThat(closed.getCount()).isZero();
  }

  @Test
  void shouldTellWhichMethodsThereAre() {
    FakeRequest request =
        answer(page(call -> Reply.ok()), FakeRequest.of("OPTIONS", "ipc://x", ""));

    assertThat(request.status()).isEqualTo(204);
    assertThat(request.response().headers())
        .containsEntry("allow", "GET, POST, PATCH, PUT, DELETE, HEAD");
    assertThat(router.calls()).isEmpty();
  }

  // Who calls

  @ParameterizedTest
  @ValueSource(strings = {ORIGIN, "http://127.0.0.1:8080", "null", ""})
  void shouldPassTheOriginOfARequestToTheRouter(String origin) {
    answer(page(call -> Reply.ok()), FakeRequest.get("ipc://ping").with("Origin", origin));

    assertThat(router.calls())
        .singleElement()
        .extracting(Call::caller)
        .isEqualTo(new Caller(7, origin, Caller.Kind.PAGE));
  }

  @Test
  void shouldTakeAMessageWithTheSecretAsTheAppsOwn() {
    assertThat(message(page(call -> Reply.value("pong")), SECRET + "ipc://Ping?a=1"))
        .isEqualTo("ping = pong ");
    assertThat(router.calls())
        .singleElement()
        .satisfies(call -> {
          assertThat(call.caller().origin()).isEqualTo(ORIGIN);
          assertThat(call.params().asMap()).containsEntry("a", "1");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipc://ping", "5ec4eipc://ping", "", "{}", "undefined", SECRET})
  void shouldNotTakeAMessageWithoutTheSecretAsTheAppsOwn(String text) {
    assertThat(message(page(call -> Reply.ok()), text)).isNotEmpty();

    assertThat(router.calls())
        .allSatisfy(call -> assertThat(call.caller().origin()).isNotEqualTo(ORIGIN));
  }

  // Answers

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ipc://",
        "ipc:///",
        "ipc:ping",
        "ipc://a b",
        "ipc://a..b",
        "ipc://.a",
        "ipc://%",
        "ipc://ping?a=%",
        "ipc://ping?a=%zz",
        "ipc://ping?%=1",
        "ipc://user@host:80/ping",
        "ipc://../../etc/passwd",
        "ipc://\u0000",
        "http://ping"
      })
  void shouldRefuseAMalformedAddress(String uri) {
    Page page = page(call -> Reply.ok());

    FakeRequest request = answer(page, get(uri));

    assertThat(request.status()).isEqualTo(400);
    assertThat(request.text()).contains("BAD_REQUEST");
    assertThat(message(page, SECRET + uri)).contains("BAD_REQUEST");
    assertThat(router.calls()).isEmpty();
  }

  @Test
  void shouldAnswerWithTheStatusOfTheFailure() {
    Page page =
        page(call -> Reply.failed(new Failure("Error", call.params().require("code"), "why")));

    assertThat(answer(page, get("ipc://x?code=BAD_REQUEST")).status()).isEqualTo(400);
    assertThat(answer(page, get("ipc://x?code=NOT_ALLOWED")).status()).isEqualTo(403);
    assertThat(answer(page, get("ipc://x?code=NOT_FOUND")).status()).isEqualTo(404);
    assertThat(answer(page, get("ipc://x?code=ENOENT")).status()).isEqualTo(200);
  }

  @Test
  void shouldAnswerWhenTheRouterThrows() {
    Page page =
        page(call -> {
          throw new IllegalStateException("A test of what happens then");
        });

    FakeRequest request = answer(page, get("ipc://ping"));

    assertThat(request.status()).isEqualTo(500);
    assertThat(request.text()).contains("INTERNAL").doesNotContain("A test");
    assertThat(message(page, SECRET + "ipc://ping")).contains("INTERNAL");
  }

  @Test
  void shouldAnswerWhenTheStackOverflows() {
    Page page =
        page(call -> {
          throw new StackOverflowError("A test of what happens then");
        });

    assertThat(answer(page, get("ipc://ping")).status()).isEqualTo(500);
    assertThat(message(page, SECRET + "ipc://ping")).contains("INTERNAL");
  }

  @Test
  void shouldSendBytesWithTheirHeaders() {
    Page page =
        page(call ->
            new Reply.Bytes(
                ByteBuffer.wrap(new byte[] {1, 2, 3}), Map.of("x-name", "value"), () -> {}));

    Whole response = (Whole) answer(page, get("ipc://fs.read")).response();

    assertThat(response.content()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(response.headers())
        .containsEntry("content-type", "application/octet-stream")
        .containsEntry("content-length", "3")
        .containsEntry("x-name", "value");
  }

  @Test
  void shouldReleaseBytesThatAMessageCannotCarry() {
    CountDownLatch released = new CountDownLatch(1);
    Page page =
        page(call -> new Reply.Bytes(ByteBuffer.allocate(1), Map.of(), released::countDown));

    assertThat(message(page, SECRET + "ipc://fs.read")).contains("WRONG_LANE");
    assertThat(released.getCount()).isZero();
  }

  @Test
  void shouldRefuseAStreamThatAMessageCannotCarry() {
    Page page = page(call -> new Reply.Stream(subscriber -> {}));

    assertThat(message(page, SECRET + "ipc://ticks")).contains("WRONG_LANE");
  }

  // Streams

  @Test
  void shouldSendAStreamAsLines() throws Exception {
    Page page = page(call -> new Reply.Stream(new Endless()));

    Streamed response = (Streamed) answer(page, get("ipc://ticks")).response();

    assertThat(response.headers())
        .containsEntry("content-type", "application/x-ndjson")
        .containsKey("x-socket-stream");
    assertThat(firstBytes(response)).startsWith("\n{data:tick }\n");
  }

  @Test
  void shouldWaitForTheAcknowledgementOfAStream() throws Exception {
    Page page = page(call -> new Reply.Stream(new Endless()));
    Streamed response = (Streamed) answer(page, get("ipc://ticks?credit=10")).response();
    String id = response.headers().getOrDefault("x-socket-stream", "");
    List<Integer> writes = new ArrayList<>();
    CompletableFuture<Void> ended =
        CompletableFuture.runAsync(() -> {
          try {
            response
                .source()
                .writeTo(bytes -> {
                  writes.add(bytes.remaining());
                  page.acknowledge("unknown", 1_000_000);
                  page.acknowledge(id, 1_000_000);
                  if (writes.size() > 5) {
                    throw new IOException("enough");
                  }
                });
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });

    assertThat(ended).failsWithin(java.time.Duration.ofSeconds(10));
    assertThat(writes).hasSize(6);
  }

  @Test
  void shouldEndAStreamThatIsCancelledByItsSequence() throws Exception {
    Endless ticks = new Endless();
    Page page = page(call -> new Reply.Stream(ticks));
    Streamed response = (Streamed) answer(page, get("ipc://ticks?seq=R1")).response();

    page.cancel("R1");

    response.source().writeTo(bytes -> {});
    assertThat(ticks.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldEndAllStreamsWhenThePageNavigates() throws Exception {
    Page page = page(call -> new Reply.Stream(new Endless()));
    Streamed one = (Streamed) answer(page, get("ipc://ticks?seq=R1")).response();
    Streamed same = (Streamed) answer(page, get("ipc://ticks?seq=R1")).response();
    Streamed none = (Streamed) answer(page, get("ipc://ticks")).response();

    page.cancelAll();

    one.source().writeTo(bytes -> {});
    same.source().writeTo(bytes -> {});
    none.source().writeTo(bytes -> {});
  }

  @Test
  void shouldAnswerAndForgetAStreamWhosePublisherThrows() {
    Page page =
        page(call ->
            new Reply.Stream(subscriber -> {
              throw new IllegalStateException("A test of what happens then");
            }));

    assertThat(answer(page, get("ipc://ticks?seq=R1")).status()).isEqualTo(500);
  }

  // Cancellation

  @Test
  void shouldCancelTheCallOfASequence() {
    List<Call> cancelled = new ArrayList<>();
    List<Page> self = new ArrayList<>();
    Page page =
        page(call -> {
          if (call.route().equals("slow")) {
            call.cancellation().onCancel(() -> cancelled.add(call));
            answer(self.getFirst(), get("ipc://platform.cancel?seq=R9"));
          } else {
            self.getFirst().cancel(call.params().require("seq"));
          }
          return Reply.ok();
        });
    self.add(page);

    answer(page, get("ipc://slow?seq=R9"));

    assertThat(cancelled).extracting(Call::route).containsExactly("slow");
  }

  @Test
  void shouldTellWhatIsUnderWay() {
    CompletableFuture<Page> own = new CompletableFuture<>();
    List<Object> during = new ArrayList<>();
    Page page =
        page(call -> {
          during.add(own.join().diagnostics());
          return Reply.ok();
        });
    own.complete(page);

    page.message(SECRET + "ipc://a.b", text -> {});

    Map<String, Object> none = Map.of("count", 0, "ids", List.of());
    assertThat(during)
        .containsExactly(
            Map.of(
                "posts", Map.of("handles", none),
                "uv", Map.of("activeRequests", 1, "handles", none)));
    assertThat(page.diagnostics().get("uv"))
        .isEqualTo(Map.of("activeRequests", 0, "handles", none));
  }

  @Test
  void shouldCancelNothingOnceTheCallIsAnswered() {
    Page page = page(call -> Reply.ok());
    answer(page, get("ipc://ping?seq=R1"));

    page.cancel("R1");
    page.cancel("never");
    page.cancelAll();

    assertThat(router.calls())
        .allSatisfy(call -> assertThat(call.cancellation().isCancelled()).isFalse());
  }

  @Test
  void shouldCancelEveryCallUnderWayWhenThePageNavigates() {
    List<Page> self = new ArrayList<>();
    List<Boolean> cancelled = new ArrayList<>();
    Page page =
        page(call -> {
          int depth = (int) call.params().longOr("depth", 0);
          if (depth < 3) {
            // The same sequence again, as from two frames that count on their own.
            answer(self.getFirst(), get("ipc://slow?seq=R1&depth=" + (depth + 1)));
          } else {
            self.getFirst().cancelAll();
          }
          cancelled.add(call.cancellation().isCancelled());
          return Reply.ok();
        });
    self.add(page);

    answer(page, get("ipc://slow?seq=R1"));

    assertThat(cancelled).containsExactly(true, true, true, true);
  }

  @Test
  void shouldAbortEveryCallOnceTheAppEnds() {
    Page page = page(call -> Reply.ok());

    page.close();

    assertThat(answer(page, get("ipc://ping")).text()).contains("ABORTED");
    assertThat(router.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipc://slow", "ipc://slow?seq=R1"})
  void shouldRefuseMoreCallsThanItCanKeep(String uri) throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(16_384);
    Page page =
        pageOnThreads(call -> {
          inside.countDown();
          release.await();
          return Reply.ok();
        });
    List<FakeRequest> kept = new ArrayList<>();
    for (int i = 0; i < 16_384; i++) {
      kept.add(answer(page, get(uri)));
    }
    assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(answer(page, get("ipc://one.more")).text()).contains("TOO_MANY_CALLS");

    release.countDown();
    assertThat(kept).allSatisfy(request -> assertThat(request.status()).isEqualTo(200));
    assertThat(answer(page, get("ipc://again")).status()).isEqualTo(200);
  }

  private Page pageOnThreads(Route.Handler handler) {
    router = new FakeRouter(handler);
    AwaitedRouter awaited = new AwaitedRouter();
    awaited.set(router);
    return new Page(7, ORIGIN, SECRET, BODY_KEY, awaited, Thread::startVirtualThread);
  }

  // The UI thread

  @Test
  void shouldCallTheRouterOnAThreadOfTheCallOnly() {
    Page page = waitingPage(call -> Reply.ok());

    FakeRequest request = answer(page, post("ipc://fs.write", "body"));
    List<String> replies = new ArrayList<>();
    page.message(SECRET + "ipc://ping", replies::add);

    assertThat(router.calls()).isEmpty();
    assertThat(request.isAnswered()).isFalse();
    waiting.forEach(Runnable::run);
    assertThat(request.status()).isEqualTo(200);
    assertThat(replies).hasSize(1);
  }

  private static String firstBytes(Streamed response) {
    StringBuilder text = new StringBuilder();
    try {
      response
          .source()
          .writeTo(bytes -> {
            text.append(StandardCharsets.UTF_8.decode(bytes));
            if (text.length() > 10) {
              throw new IOException("enough");
            }
          });
    } catch (IOException e) {
      // as asked for
    }
    return text.toString();
  }

  /** Ticks as often as it is asked to. */
  private static final class Endless implements Flow.Publisher<Writable> {
    private final CountDownLatch cancelled = new CountDownLatch(1);

    @Override
    public void subscribe(Flow.Subscriber<? super Writable> subscriber) {
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long count) {
              for (long i = 0; i < count && cancelled.getCount() > 0; i++) {
                subscriber.onNext(Writable.of("tick"));
              }
            }

            @Override
            public void cancel() {
              cancelled.countDown();
            }
          });
    }
  }
}
