package org.socketplatform.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Writable;

/**
 * The values of a stream, asked for one by one as a page that reads slowly does. For one thread.
 */
public final class Items {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String route;
  private final Cancellation cancellation;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Flow.Subscription> subscription = new LinkedBlockingQueue<>();
  private Flow.@Nullable Subscription source;
  private @Nullable Event end;

  /** What a publisher says. */
  private sealed interface Event {
    record Item(@Nullable Object value) implements Event {}

    record End(Optional<Failure> failure) implements Event {}
  }

  Items(
      String route,
      Cancellation cancellation,
      Flow.Publisher<? extends Writable> publisher,
      Function<Writable, String> json) {
    this.route = route;
    this.cancellation = cancellation;
    publisher.subscribe(
        new Flow.Subscriber<Writable>() {
          @Override
          public void onSubscribe(Flow.Subscription given) {
            cancellation.onCancel(given::cancel);
            subscription.add(given);
          }

          @Override
          public void onNext(Writable item) {
            try {
              events.add(new Event.Item(JsonText.parse(json.apply(item))));
            } catch (RuntimeException e) {
              onError(e);
            }
          }

          @Override
          public void onError(Throwable error) {
            Failure failure =
                error instanceof FailureException known
                    ? known.failure()
                    : Failure.internal("The stream").with("cause", String.valueOf(error));
            events.add(new Event.End(Optional.of(failure)));
          }

          @Override
          public void onComplete() {
            events.add(new Event.End(Optional.empty()));
          }
        });
  }

  /** The next value, as {@link Answer#value} has it; empty at the end. */
  public Optional<Object> next() {
    if (!(event() instanceof Event.Item(var value))) {
      return Optional.empty();
    }
    return Optional.of(value == null ? "null" : value);
  }

  /** So many values. */
  public List<Object> take(int count) {
    List<Object> items = new ArrayList<>();
    while (items.size() < count) {
      items.add(
          next()
              .orElseThrow(() ->
                  new AssertionError(
                      "%s was to send %d values, but ended after %s; %s"
                          .formatted(route, count, items, end))));
    }
    return items;
  }

  /** All values to the end. */
  public List<Object> all() {
    List<Object> items = new ArrayList<>();
    for (Optional<Object> next = next(); next.isPresent(); next = next()) {
      items.add(next.get());
    }
    return items;
  }

  /** Why the stream ended; empty if all was said. Waits for the end, asking for no more values. */
  public Optional<Failure> failure() {
    while (end == null) {
      if (poll() instanceof Event.End last) {
        end = last;
      }
    }
    return ((Event.End) end).failure();
  }

  /** Leaves the stream, as a page does that is closed. */
  public void cancel() {
    cancellation.cancel();
  }

  private Event event() {
    if (end != null) {
      return end;
    }
    if (source == null) {
      source = poll(subscription);
    }
    source.request(1);
    Event event = poll();
    if (event instanceof Event.End) {
      end = event;
    }
    return event;
  }

  private Event poll() {
    return poll(events);
  }

  private <T> T poll(BlockingQueue<T> queue) {
    try {
      @Nullable T next = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        throw new AssertionError(route + " sent nothing for " + PATIENCE.toSeconds() + " s");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + route, e);
    }
  }
}
