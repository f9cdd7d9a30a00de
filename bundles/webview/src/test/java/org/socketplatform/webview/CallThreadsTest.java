package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallThreadsTest {
  @Test
  void shouldRunACallWhileTheFirstIsBlocked() throws Exception {
    try (CallThreads threads = CallThreads.start()) {
      CountDownLatch blocked = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      CompletableFuture<String> first = new CompletableFuture<>();
      threads.execute(() -> {
        blocked.countDown();
        await(release);
        first.complete("first");
      });
      blocked.await();

      CompletableFuture<String> second = new CompletableFuture<>();
      threads.execute(() -> second.complete("second"));

      assertThat(second).succeedsWithin(Duration.ofSeconds(10));
      assertThat(first).isNotDone();
      release.countDown();
      assertThat(first).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void shouldRunEveryCallOnceWhenManyThreadsSendThem() throws Exception {
    int senders = 4;
    int each = 5_000;
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(senders * each);
    try (CallThreads threads = CallThreads.start()) {
      for (int sender = 0; sender < senders; sender++) {
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < each; i++) {
                threads.execute(() -> {
                  runs.incrementAndGet();
                  done.countDown();
                });
              }
            });
      }
      assertThat(done.await(15, TimeUnit.SECONDS)).isTrue();
      assertThat(runs).hasValue(senders * each);
    }
  }

  @Test
  void shouldKeepItsFirstThreadWhenACallThrows() {
    try (CallThreads threads = CallThreads.start()) {
      Thread before = onFirstThread(threads, () -> {});
      Thread failing =
          onFirstThread(
              threads,
              () -> {
                throw new IllegalStateException("A test of what happens then");
              });

      assertThat(failing).isSameAs(before);
      assertThat(onFirstThread(threads, () -> {})).isSameAs(before);
    }
  }

  @Test
  void shouldNotHandAnInterruptToTheNextCall() {
    try (CallThreads threads = CallThreads.start()) {
      onFirstThread(threads, () -> Thread.currentThread().interrupt());

      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      onFirstThread(threads, () -> interrupted.complete(Thread.currentThread().isInterrupted()));
      assertThat(interrupted).isCompletedWithValue(false);
    }
  }

  @Test
  void shouldInterruptTheCallsUnderWayWhenClosed() throws Exception {
    CallThreads threads = CallThreads.start();
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch started = new CountDownLatch(2);
    CountDownLatch interrupted = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      threads.execute(() -> {
        started.countDown();
        try {
          never.await();
        } catch (InterruptedException e) {
          interrupted.countDown();
        }
      });
    }
    started.await();

    threads.close();

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Runs the call on the waiting thread, trying again while that still finishes another call. */
  private static Thread onFirstThread(CallThreads threads, Runnable call) {
    while (true) {
      CompletableFuture<Thread> ran = new CompletableFuture<>();
      threads.execute(() -> {
        Thread current = Thread.currentThread();
        try {
          if (!current.isVirtual()) {
            call.run();
          }
        } finally {
          ran.complete(current);
        }
      });
      Thread thread = ran.join();
      if (!thread.isVirtual()) {
        return thread;
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
