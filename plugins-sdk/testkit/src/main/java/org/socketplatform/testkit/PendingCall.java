package org.socketplatform.testkit;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.socketplatform.plugin.Cancellation;

/** A call that is under way. Safe for use by many threads. */
public final class PendingCall {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String route;
  private final Cancellation cancellation;
  private final Future<Answer> answer;

  PendingCall(String route, Cancellation cancellation, Future<Answer> answer) {
    this.route = route;
    this.cancellation = cancellation;
    this.answer = answer;
  }

  /** Gives the call up, as a page does that aborts or is closed. */
  public void cancel() {
    cancellation.cancel();
  }

  /** True once the call was answered. */
  public boolean isAnswered() {
    return answer.isDone();
  }

  /** Waits for the answer, up to ten seconds. */
  public Answer answer() {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(route + " did not answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new AssertionError(route + " failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + route, e);
    }
  }
}
