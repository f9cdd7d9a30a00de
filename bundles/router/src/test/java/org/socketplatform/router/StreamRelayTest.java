package org.socketplatform.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Writable;

/** Streams end with their plugin, and tell their readers so. */
@Timeout(60)
class StreamRelayTest {
  private final PluginRouter router =
      new PluginRouter(new TestApp(Map.of()), new TestLog(), Duration.ofSeconds(30));
  private final Source source = new Source();
  private final PluginRouterTest.TestPlugin plugin =
      new PluginRouterTest.TestPlugin(
          "a", List.of(Route.of("a.b", "a:b", _ -> new Reply.Stream(source))));

  /** A stream that says what it is told. */
  private static final class Source implements Flow.Publisher<Writable>, Flow.Subscription {
    final List<String> told = new CopyOnWriteArrayList<>();
    volatile Flow.@Nullable Subscriber<? super Writable> reader;

    @Override
    public void subscribe(Flow.Subscriber<? super Writable> subscriber) {
      reader = subscriber;
      subscriber.onSubscribe(this);
    }

    void send(Object item) {
      Flow.Subscriber<? super Writable> current = reader;
      if (current != null) {
        current.onNext(Writable.of(item));
      }
    }

    @Override
    public void request(long n) {
      told.add("request " + n);
    }

    @Override
    public void cancel() {
      told.add("cancel");
    }
  }

  private static class Reader implements Flow.Subscriber<Writable> {
    final List<String> told = new CopyOnWriteArrayList<>();
    volatile Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(5);
    }

    @Override
    public void onNext(Writable item) {
      told.add("item");
    }

    @Override
    public void onError(Throwable error) {
      told.add(error instanceof FailureException known ? known.failure().code() : "error");
    }

    @Override
    public void onComplete() {
      told.add("complete");
    }
  }

  private Flow.Publisher<? extends Writable> opened() {
    Reply reply =
        router.call(
            new Call(
                "a.b",
                Params.EMPTY,
                Body.EMPTY,
                new Caller(0, "socket://com.example.app", Caller.Kind.PAGE),
                new Cancellation()));
    assertThat(reply).isInstanceOf(Reply.Stream.class);
    return ((Reply.Stream) reply).items();
  }

  private <R extends Reader> R read(R reader) {
    router.add(plugin, new Provider.Origin("test", 1));
    opened().subscribe(reader);
    return reader;
  }

  @Test
  void shouldPassItemsDemandAndTheEndOn() {
    Reader reader = read(new Reader());
    source.send("x");
    Objects.requireNonNull(source.reader).onComplete();
    source.send("late");

    assertThat(source.told).containsExactly("request 5");
    assertThat(reader.told).containsExactly("item", "complete");
    router.removePlugin(plugin);
    assertThat(reader.told).hasSize(2);
  }

  @Test
  void shouldFailWithAReasonToTryAgainWhenThePluginGoes() {
    Reader reader = read(new Reader());
    source.send("x");

    router.removePlugin(plugin);
    source.send("late");

    assertThat(reader.told).containsExactly("item", "PLUGIN_RELOADED");
    assertThat(source.told).containsExactly("request 5", "cancel");
  }

  @Test
  void shouldStayOpenWhenThePluginIsReplacedUntilItGoes() {
    Reader reader = read(new Reader());
    router.add(PluginRouterTest.TestPlugin.named("a", "a.b"), new Provider.Origin("test", 2));
    source.send("x");
    assertThat(reader.told).containsExactly("item");

    router.removePlugin(plugin);

    assertThat(reader.told).containsExactly("item", "PLUGIN_RELOADED");
  }

  @Test
  void shouldFailAStreamThatIsReadOnlyAfterThePluginWent() {
    router.add(plugin, new Provider.Origin("test", 1));
    Flow.Publisher<? extends Writable> items = opened();
    router.removePlugin(plugin);
    Reader reader = new Reader();

    items.subscribe(reader);

    assertThat(reader.told).containsExactly("PLUGIN_RELOADED");
    assertThat(source.told).isEmpty();
  }

  @Test
  void shouldCancelAtTheSourceWhenTheReaderLeaves() {
    Reader reader = read(new Reader());

    Objects.requireNonNull(reader.subscription).cancel();
    source.send("late");
    router.removePlugin(plugin);

    assertThat(source.told).containsExactly("request 5", "cancel");
    assertThat(reader.told).isEmpty();
  }

  @Test
  void shouldNotTellAReaderOfTheEndWhileItTakesAnItem() throws Exception {
    CountDownLatch taking = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Reader reader =
        read(
            new Reader() {
              @Override
              public void onNext(Writable item) {
                taking.countDown();
                try {
                  go.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                super.onNext(item);
              }
            });
    Thread sender = Thread.ofVirtual().start(() -> source.send("x"));
    taking.await();

    router.removePlugin(plugin); // does not wait for the reader
    assertThat(reader.told).isEmpty();
    go.countDown();
    sender.join();

    assertThat(reader.told).containsExactly("item", "PLUGIN_RELOADED");
  }

  @Test
  void shouldLetASourceSendInsideOfARequest() {
    Reader reader =
        read(
            new Reader() {
              @Override
              public void onNext(Writable item) {
                super.onNext(item);
                if (told.size() < 3) {
                  source.send("nested");
                }
              }
            });
    source.send("x");

    assertThat(reader.told).containsExactly("item", "item", "item");
  }
}
