package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Router;

class AwaitedRouterTest {
  private final AwaitedRouter awaited = new AwaitedRouter();
  private final Router one = new FakeRouter(call -> Reply.ok());
  private final Router two = new FakeRouter(call -> Reply.ok());

  @Test
  void shouldGiveTheRouterToWhoeverWaitedForIt() {
    CompletableFuture<Router> waiting = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> waiting.complete(awaited.get()));

    awaited.set(one);

    assertThat(waiting).succeedsWithin(Duration.ofSeconds(5)).isSameAs(one);
  }

  @Test
  void shouldGiveTheNewRouterAfterASwap() {
    awaited.set(one);
    awaited.set(two);
    awaited.unset(one);

    assertThat(awaited.get()).isSameAs(two);
  }

  @Test
  void shouldWaitAgainWhenTheRouterWentAway() {
    awaited.set(one);
    awaited.unset(one);
    CompletableFuture<Router> waiting = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> waiting.complete(awaited.get()));

    awaited.set(two);

    assertThat(waiting).succeedsWithin(Duration.ofSeconds(5)).isSameAs(two);
  }

  @Test
  void shouldNotWaitOnAThreadThatIsToEnd() {
    Thread.currentThread().interrupt();

    assertThatIllegalStateException().isThrownBy(awaited::get).withMessageContaining("router");

    assertThat(Thread.interrupted()).isTrue();
  }
}
