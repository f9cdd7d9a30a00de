package org.socketplatform.webview;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.webview.shell.WebShell;

/** Lets calls ask the thread of the windows, which made this. Safe for use by many threads. */
final class UiThread {
  private static final int PATIENCE_SECONDS = 10;

  private final WebShell shell;
  private final Thread thread = Thread.currentThread();

  UiThread(WebShell shell) {
    this.shell = shell;
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws FailureException what the question throws, or that there is no answer
   */
  <T> T ask(Supplier<T> question) {
    if (thread.equals(Thread.currentThread())) {
      return question.get();
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    shell.post(() -> {
      try {
        answer.complete(question.get());
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof FailureException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new FailureException(
          new Failure("TimeoutError", "TIMEOUT", "The windows do not answer"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(Failure.aborted());
    }
  }
}
