package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResponseBodyTest {
  private final ResponseBody body = new ResponseBody();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private CompletableFuture<Void> run(Runnable task) {
    return CompletableFuture.runAsync(task, threads);
  }

  private CompletableFuture<Void> reader() {
    return run(() -> {
      try {
        body.writeTo(piece -> {
          while (piece.hasRemaining()) {
            written.write(piece.get());
          }
        });
      } catch (IOException e) {
        throw new CompletionException(e);
      }
    });
  }

  private static ByteBuffer piece(int value, int size) {
    byte[] bytes = new byte[size];
    java.util.Arrays.fill(bytes, (byte) value);
    return ByteBuffer.wrap(bytes);
  }

  @Test
  void shouldDeliverThePiecesInOrder() throws Exception {
    CompletableFuture<Void> reader = reader();
    for (int i = 0; i < 100; i++) {
      body.add(piece(i, 1000));
    }
    body.finish();
    reader.join();

    assertThat(written.size()).isEqualTo(100_000);
    assertThat(written.toByteArray()[55_555]).isEqualTo((byte) 55);
    assertThatThrownBy(() -> body.add(piece(0, 1))).isInstanceOf(IOException.class);
  }

  @Test
  void shouldHoldTheScriptUpWhileThePageIsSlow() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    CompletableFuture<Void> reader =
        run(() -> {
          try {
            body.writeTo(piece -> {
              try {
                slow.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            });
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
    CountDownLatch added = new CountDownLatch(3);
    CompletableFuture<Void> script =
        run(() -> {
          try {
            for (int i = 0; i < 3; i++) {
              body.add(piece(i, 10));
              added.countDown();
            }
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
    while (added.getCount() > 1) {
      Thread.onSpinWait();
    }

    assertThat(script).isNotDone();
    slow.countDown();
    script.join();
    body.finish();
    reader.join();
  }

  @Test
  void shouldTellTheScriptThatThePageIsGone() {
    CompletableFuture<Void> reader =
        run(() -> {
          try {
            body.writeTo(piece -> {
              throw new IOException("gone");
            });
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 3; i++) {
                body.add(piece(i, 10));
              }
            })
        .isInstanceOf(IOException.class);
    assertThatThrownBy(reader::join).hasMessageContaining("gone");
  }

  @Test
  void shouldTellThePageThatTheScriptIsGone() throws Exception {
    CompletableFuture<Void> reader = reader();
    body.add(piece(1, 10));

    body.breakOff();

    assertThatThrownBy(reader::join).hasMessageContaining("broken off");
  }
}
