package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Writable;
import org.socketplatform.webview.Registration.Address;
import org.socketplatform.webview.shell.PageRequest;
import org.socketplatform.webview.shell.PageResponse;
import org.socketplatform.webview.shell.PageResponse.Broken;
import org.socketplatform.webview.shell.PageResponse.Streamed;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScriptHostTest {
  private static final String ORIGIN = "socket://com.example.app";
  private static final Address ALL = new Address("socket", "/", "/sw.js", "");
  private static final Map<String, String> POLICY =
      Map.of("content-security-policy", "object-src 'none'");

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger opened = new AtomicInteger();
  private final List<String> withoutScript = new CopyOnWriteArrayList<>();
  private final Registrations registrations = new Registrations(ORIGIN);
  private ScriptHost host = host(Duration.ofSeconds(20));

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private ScriptHost host(Duration limit) {
    return new ScriptHost(registrations, limit, threads, opened::incrementAndGet);
  }

  /** The document, as far as it reads. */
  private static final class Reader implements Flow.Subscriber<Writable> {
    private final FakeRouter json = new FakeRouter(call -> Reply.ok());
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Writable event) {
      events.add(json.json(event));
    }

    @Override
    public void onError(Throwable error) {
      throw new AssertionError(error);
    }

    @Override
    public void onComplete() {
      events.add("end");
    }

    String next() throws InterruptedException {
      String event = events.poll(10, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("The document is told nothing");
      }
      return event;
    }

    void leave() {
      if (subscription != null) {
        subscription.cancel();
      }
    }
  }

  private Reader open() {
    Reader reader = new Reader();
    host.feed().subscribe(reader);
    return reader;
  }

  private Registration active() {
    Registration registration = host.add(ALL);
    registration.update(1, "installing", "");
    registration.update(1, "activated", "");
    return registration;
  }

  private FakeRequest ask(Registration registration) {
    FakeRequest request = FakeRequest.get(ORIGIN + "/a");
    host.handle(
        registration,
        request,
        new Exchange.Received("GET", Map.of("accept", "*/*"), Body.EMPTY, "0"),
        POLICY,
        this::otherwise);
    return request;
  }

  private void otherwise(
      PageRequest request, Exchange.Received received, @Nullable PageResponse missing) {
    withoutScript.add(missing == null ? "file" : "file or " + missing.status());
    request.respond(missing == null ? PageResponse.text(200, "text/plain", "file") : missing);
  }

  private static Body body(String text) {
    return Body.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void shouldOpenTheDocumentForTheFirstScriptAndTellItOfAll() throws Exception {
    Registration one = host.add(ALL);
    Registration two = host.add(new Address("socket", "/two/", "/sw.js", ""));
    assertThat(opened).hasValue(2);

    Reader reader = open();

    assertThat(List.of(reader.next(), reader.next()))
        .allSatisfy(event -> assertThat(event).contains("type:register", "restart:false"))
        .anySatisfy(event -> assertThat(event).contains("id:" + one.id()))
        .anySatisfy(event -> assertThat(event).contains("id:" + two.id()));
    host.add(new Address("socket", "/three/", "/sw.js", ""));
    assertThat(reader.next()).contains("scope:" + ORIGIN + "/three/");
    assertThat(opened).as("it is open").hasValue(2);
  }

  @Test
  void shouldLeaveRequestsToTheFilesBeforeTheScriptIsActive() {
    Registration registration = host.add(ALL);

    assertThat(ask(registration).text()).isEqualTo("file");
  }

  @Test
  void shouldLetTheScriptAnswer() throws Exception {
    Reader reader = open();
    FakeRequest request = ask(active());
    assertThat(reader.next()).contains("type:register");
    assertThat(reader.next()).contains("type:fetch", "url:" + ORIGIN + "/a", "accept:*/*");

    Exchange exchange = host.exchange("1");
    exchange.write(
        203,
        Map.of("content-type", "text/x", "content-security-policy", "img-src *"),
        body("b"),
        true);

    assertThat(request.status()).isEqualTo(203);
    assertThat(request.text()).isEqualTo("b");
    assertThat(request.response().headers())
        .containsEntry("content-security-policy", "img-src *, object-src 'none'")
        .containsEntry("content-type", "text/x");
    assertThatThrownBy(() -> exchange.write(200, Map.of(), body("again"), true))
        .isInstanceOf(FailureException.class);
    host.forget(exchange);
    assertThatThrownBy(() -> host.exchange("1")).isInstanceOf(FailureException.class);
  }

  @Test
  void shouldStreamWhatTheScriptAnswersBitByBit() throws Exception {
    open();
    FakeRequest request = ask(active());
    Exchange exchange = awaitExchange();
    CompletableFuture<Void> script =
        CompletableFuture.runAsync(
            () -> {
              try {
                exchange.write(200, Map.of(), body("one "), false);
                exchange.write(0, Map.of(), body("x".repeat(1_000_000)), false);
                exchange.write(0, Map.of(), body(" end"), true);
              } catch (java.io.IOException e) {
                throw new AssertionError(e);
              }
            },
            threads);

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ((Streamed) request.response())
        .source()
        .writeTo(piece -> {
          byte[] bytes = new byte[piece.remaining()];
          piece.get(bytes);
          out.writeBytes(bytes);
        });

    script.join();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("one x").endsWith("x end");
    assertThat(out.size()).isEqualTo(1_000_008);
  }

  @Test
  void shouldAskForAStatusFirst() {
    open();
    ask(active());

    assertThatThrownBy(() -> awaitExchange().write(0, Map.of(), body(""), true))
        .hasMessageContaining("statusCode");
  }

  private Exchange awaitExchange() {
    return host.exchange("1");
  }

  @Test
  void shouldFailAndPassAsTheScriptSays() {
    open();
    Registration registration = active();
    FakeRequest failing = ask(registration);
    FakeRequest passing = ask(registration);

    host.exchange("1").fail("it says so");
    host.exchange("2").pass();

    assertThat(failing.response()).isEqualTo(new Broken("it says so"));
    assertThat(passing.text()).isEqualTo("file");
  }

  @Test
  void shouldAnswerWithoutAScriptThatIsLate() throws Exception {
    host = host(Duration.ofMillis(30));
    Reader reader = open();

    FakeRequest request = ask(active());

    assertThat(request.status()).isEqualTo(408);
    assertThat(withoutScript).containsExactly("file or 408");
    assertThat(List.of(reader.next(), reader.next(), reader.next()).getLast())
        .contains("type:late");
  }

  @Test
  void shouldAnswerWhatALostDocumentLeavesBehindAndBeginAnew() throws Exception {
    Reader reader = open();
    Registration registration = active();
    FakeRequest request = ask(registration);
    FakeRequest begun = ask(registration);
    host.exchange("2").write(200, Map.of(), body("a"), false);

    reader.leave();

    assertThat(request.status()).isEqualTo(502);
    Streamed streamed = (Streamed) begun.response();
    assertThatThrownBy(() -> streamed.source().writeTo(piece -> {}))
        .hasMessageContaining("broken off");
    assertThat(registration.active()).isNotDone();
    FakeRequest waiting = ask(registration);
    Reader next = open();
    assertThat(next.next()).contains("type:register", "restart:true");
    registration.update(2, "activated", "");
    assertThat(next.next()).contains("type:fetch");
    host.exchange("3").write(200, Map.of(), body("after all"), true);
    assertThat(waiting.text()).isEqualTo("after all");
  }

  @Test
  void shouldNotLetAReaderKeepTheOneBeforeIt() throws Exception {
    Reader first = open();
    FakeRequest request = ask(active());

    open();

    assertThat(request.status()).isEqualTo(502);
    first.leave();
    assertThat(host.add(new Address("socket", "/b/", "/sw.js", ""))).isNotNull();
  }

  @Test
  void shouldTellWhyAScriptDoesNotStart() {
    open();
    CompletableFuture<Registration> registering =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return host.register(ALL);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            threads);
    while (registrations.all().isEmpty()) {
      Thread.onSpinWait();
    }

    registrations.all().getFirst().update(1, "redundant", "SyntaxError");

    assertThatThrownBy(registering::join).hasMessageContaining("does not start: SyntaxError");
    assertThat(registrations.all()).isEmpty();
  }

  @Test
  void shouldReplaceTheScriptOfAScope() throws Exception {
    Reader reader = open();
    Registration first = active();
    assertThat(host.add(ALL)).isSameAs(first);
    assertThat(List.of(reader.next(), reader.next()).getLast()).contains("type:update");

    Registration second = host.add(new Address("socket", "/", "/other.js", ""));

    assertThat(second).isNotSameAs(first);
    assertThat(reader.next()).contains("type:unregister", "id:" + first.id());
    assertThat(registrations.all()).containsExactly(second);
  }

  @Test
  void shouldBoundHowManyThereAre() {
    open();
    for (int i = 0; i < Registrations.MAX; i++) {
      host.add(new Address("socket", "/" + i + "/", "/sw.js", ""));
    }

    assertThatThrownBy(() -> host.add(ALL)).hasMessageContaining("64 service workers");
  }

  @Test
  void shouldLeaveAllToTheFilesWhenThereWillBeNoDocument() {
    open();
    Registration registration = active();
    FakeRequest request = ask(registration);

    host.end("it keeps ending");

    assertThat(host.covering(ORIGIN + "/a")).isEmpty();
    host.exchange("1").pass();
    assertThat(request.text()).isEqualTo("file");
  }
}
