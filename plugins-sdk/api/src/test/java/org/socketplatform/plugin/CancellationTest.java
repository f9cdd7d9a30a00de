package org.socketplatform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {
  @Test
  void shouldTellEachListenerOnce() {
    Cancellation cancellation = new Cancellation();
    AtomicInteger told = new AtomicInteger();
    cancellation.onCancel(told::incrementAndGet);
    cancellation.onCancel(told::incrementAndGet);
    assertThat(cancellation.isCancelled()).isFalse();

    cancellation.cancel();
    cancellation.cancel();

    assertThat(cancellation.isCancelled()).isTrue();
    assertThat(told).hasValue(2);
  }

  @Test
  void shouldTellALateListenerAtOnce() {
    Cancellation cancellation = new Cancellation();
    AtomicInteger told = new AtomicInteger();
    cancellation.cancel();

    cancellation.onCancel(told::incrementAndGet);

    assertThat(told).hasValue(1);
  }

  @Test
  void shouldLetAListenerListenAgain() {
    Cancellation cancellation = new Cancellation();
    AtomicInteger told = new AtomicInteger();
    cancellation.onCancel(() -> cancellation.onCancel(told::incrementAndGet));

    cancellation.cancel();

    assertThat(told).hasValue(1);
  }

  @Test
  void shouldTellEachListenerOnceWhenAllHappensAtOnce() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1000; i++) {
        Cancellation cancellation = new Cancellation();
        AtomicInteger told = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(3);
        Future<?> listener =
            threads.submit(() -> {
              start.await();
              cancellation.onCancel(told::incrementAndGet);
              return told;
            });
        Future<?> canceller =
            threads.submit(() -> {
              start.await();
              cancellation.cancel();
              return told;
            });
        start.await();
        listener.get();
        canceller.get();

        assertThat(told).hasValue(1);
      }
    }
  }
}
