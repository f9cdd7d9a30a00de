package org.socketplatform.plugin;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the code that the annotation processor makes turns results into a {@link Reply}. */
public final class Answers {
  private Answers() {}

  /**
   * Waits for a result, and cancels it when the call is.
   *
   * @return null if that is the result
   * @throws Exception of the stage; {@link FailureException} if the call was cancelled
   */
  public static <T> @Nullable T await(Call call, CompletionStage<T> stage) throws Exception {
    CompletableFuture<T> future = stage.toCompletableFuture();
    call.cancellation().onCancel(() -> future.cancel(true));
    try {
      return future.get();
    } catch (CancellationException e) {
      throw call.cancellation().isCancelled() ? new FailureException(Failure.aborted()) : e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    }
  }

  /** Items as values that write themselves. */
  public static <T> Reply stream(
      Flow.Publisher<? extends T> items, Function<? super T, ? extends Writable> writable) {
    return new Reply.Stream(subscriber -> items.subscribe(new Items<T>(subscriber, writable)));
  }

  /** Hands each item on in its written form; one that has none ends the stream. */
  private static final class Items<T> implements Flow.Subscriber<T> {
    private final Flow.Subscriber<? super Writable> target;
    private final Function<? super T, ? extends Writable> writable;
    private Flow.@Nullable Subscription source;
    private boolean ended;

    Items(
        Flow.Subscriber<? super Writable> target,
        Function<? super T, ? extends Writable> writable) {
      this.target = target;
      this.writable = writable;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      source = subscription;
      target.onSubscribe(subscription);
    }

    @Override
    public void onNext(T item) {
      if (ended) {
        return;
      }
      Writable written;
      try {
        written = writable.apply(item);
      } catch (RuntimeException e) {
        Objects.requireNonNull(source).cancel();
        onError(e);
        return;
      }
      target.onNext(written);
    }

    @Override
    public void onError(Throwable error) {
      if (!ended) {
        ended = true;
        target.onError(error);
      }
    }

    @Override
    public void onComplete() {
      if (!ended) {
        ended = true;
        target.onComplete();
      }
    }
  }
}
