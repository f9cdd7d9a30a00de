package org.socketplatform.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.socketplatform.plugin.Writable;

final class NumberedEventsTest {
  @Test
  void shouldSendNoMoreThanAskedFor() {
    Reader reader = new Reader();

    new NumberedEvents(10).subscribe(reader);
    reader.ask(4);

    assertThat(reader.received).isEqualTo(4);
    assertThat(reader.completed).isFalse();
  }

  @Test
  void shouldCompleteAfterTheLastEvent() {
    Reader reader = new Reader();

    new NumberedEvents(10).subscribe(reader);
    reader.ask(4);
    reader.ask(Long.MAX_VALUE);

    assertThat(reader.received).isEqualTo(10);
    assertThat(reader.completed).isTrue();
  }

  @Test
  void shouldSendNothingWhenCancelled() {
    Reader reader = new Reader();

    new NumberedEvents(10).subscribe(reader);
    reader.cancel();
    reader.ask(4);

    assertThat(reader.received).isZero();
    assertThat(reader.completed).isFalse();
  }

  private static final class Reader implements Flow.Subscriber<Writable> {
    private Flow.@Nullable Subscription subscription;
    private int received;
    private boolean completed;

    void ask(long more) {
      source().request(more);
    }

    void cancel() {
      source().cancel();
    }

    private Flow.Subscription source() {
      if (subscription == null) {
        throw new IllegalStateException("not subscribed");
      }
      return subscription;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(Writable item) {
      received++;
    }

    @Override
    public void onError(Throwable error) {
      throw new AssertionError(error);
    }

    @Override
    public void onComplete() {
      completed = true;
    }
  }
}
