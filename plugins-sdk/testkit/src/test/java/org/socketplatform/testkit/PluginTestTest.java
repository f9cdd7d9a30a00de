package org.socketplatform.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Writable;

class PluginTestTest {
  @TempDir Path data;

  private final Shop shop = new Shop();
  private final PluginTest app =
      PluginTest.with(shop).allow("[capabilities.shop]", "use = true").start();

  @AfterEach
  void close() throws Exception {
    app.close();
  }

  /** Serves one route of each kind. */
  private static final class Shop implements RouteProvider, AutoCloseable {
    private final AtomicLong asked = new AtomicLong();
    private final CountDownLatch left = new CountDownLatch(1);
    private boolean closed;

    @Override
    public String name() {
      return "shop";
    }

    @Override
    public List<Route> routes() {
      return List.of(
          Route.of("shop.echo", "shop:use", call -> Reply.value(call.params().asMap())),
          Route.of("shop.text", "shop:use", call -> Reply.value("text")),
          Route.of("shop.nothing", "shop:use", call -> Reply.value(Optional.empty().isPresent())),
          Route.of("shop.body", "shop:use", this::body),
          Route.of("shop.count", "shop:use", call -> new Reply.Stream(this::count)),
          Route.of("shop.wait", "shop:use", this::waitForTheEnd),
          Route.of("shop.fail", "shop:use", this::fail),
          Route.of("shop.secret", "shop:other", call -> Reply.ok()),
          Route.ofPath(
              "shop.file",
              "shop:read",
              "path",
              call -> Reply.value(call.path("path").path().toString())));
    }

    private Reply body(Call call) throws Exception {
      return Reply.bytes(ByteBuffer.wrap(call.body().bytes(100)));
    }

    private void count(Flow.Subscriber<? super Writable> subscriber) {
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long n) {
              for (long i = 0; i < n; i++) {
                subscriber.onNext(Writable.of(asked.incrementAndGet()));
              }
            }

            @Override
            public void cancel() {
              left.countDown();
            }
          });
    }

    private Reply waitForTheEnd(Call call) throws InterruptedException {
      call.cancellation().onCancel(left::countDown);
      left.await();
      throw new FailureException(Failure.aborted());
    }

    private Reply fail(Call call) {
      throw new FailureException(
          new Failure("SoldOutError", "SOLD_OUT", "No more").with("left", 0));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void shouldSendArgumentsAsAPageDoes() {
    assertThat(
            app.call(
                    "shop.Echo",
                    "text",
                    "a&b",
                    "number",
                    5,
                    "list",
                    List.of(1, 2),
                    "map",
                    Map.of("k", "v"),
                    "time",
                    Duration.ofMillis(1500),
                    "place",
                    Path.of("/a"),
                    "missing",
                    null,
                    "empty",
                    Optional.empty(),
                    "full",
                    Optional.of(true))
                .value()
                .orElseThrow())
        .isEqualTo(
            Map.of(
                "text", "a&b",
                "number", "5",
                "list", "[1,2]",
                "map", "{\"k\":\"v\"}",
                "time", "1500.0",
                "place", "/a",
                "full", "true"));
    assertThat(app.call("shop.body", "bytes", new byte[] {1, 2}).bytes()).containsExactly(1, 2);
  }

  @Test
  void shouldRefuseWhatTheTestDidNotAllow() {
    assertThat(app.call("shop.secret").failure().code()).isEqualTo("NOT_ALLOWED");
    assertThat(app.log().getLast())
        .contains("shop.secret needs the permission shop:other")
        .contains("other = true");
    assertThat(app.call("shop.unknown").failure().code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void shouldLimitPathsToWhatTheTestAllowed() throws Exception {
    try (PluginTest limited =
        PluginTest.with(new Shop())
            .path("data", data)
            .allow("[capabilities.shop]", "read[] = \"$DATA/**\"")
            .start()) {
      assertThat(limited.call("shop.file", "path", data.resolve("a")).isOk()).isTrue();
      assertThat(limited.call("shop.file", "path", "/etc/passwd").failure().code())
          .isEqualTo("NOT_ALLOWED");
    }
  }

  @Test
  void shouldAskForOneItemAtATime() throws Exception {
    Items items = app.call("shop.count").items();

    assertThat(items.take(3)).containsExactly(1L, 2L, 3L);
    assertThat(shop.asked).hasValue(3);
    items.cancel();
    shop.left.await();
  }

  @Test
  void shouldCancelACall() {
    PendingCall call = app.start("shop.wait");
    assertThat(call.isAnswered()).isFalse();

    call.cancel();

    assertThat(call.answer().failure().code()).isEqualTo("ABORTED");
  }

  @Test
  void shouldTellAFailureWithAllThatItSays() {
    assertThat(app.call("shop.fail").failure())
        .isEqualTo(new Failure("SoldOutError", "SOLD_OUT", "No more", false, Map.of("left", 0L)));
  }

  @Test
  void shouldSayWhatWasAnsweredWhenItIsNotWhatTheTestWants() {
    assertThatThrownBy(() -> app.call("shop.secret").text())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("shop.secret was to answer a string, but it failed with NOT_ALLOWED")
        .hasMessageContaining("other = true");
    assertThatThrownBy(() -> app.call("shop.text").failure())
        .hasMessageContaining("was to answer a failure, but it answered \"text\"");
  }

  @Test
  void shouldRefuseSettingsThatItCannotRead() {
    PluginTest.Builder builder = PluginTest.with(shop).allow("[capabilities", "nonsense");

    assertThatThrownBy(builder::start).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldCloseThePluginsWithTheApp() throws Exception {
    Shop other = new Shop();
    PluginTest.with(other).start().close();

    assertThat(other.closed).isTrue();
  }
}
