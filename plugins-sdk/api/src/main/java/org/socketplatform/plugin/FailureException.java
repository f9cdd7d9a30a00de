package org.socketplatform.plugin;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown by a handler to answer with a {@link Failure}; it carries no stack trace. */
public final class FailureException extends RuntimeException {
  private final transient Failure failure;
  private final @Nullable String explanation;

  public FailureException(Failure failure) {
    super(failure.message(), null, false, false);
    this.failure = failure;
    this.explanation = null;
  }

  /**
   * A failure of which the developer is told more than the caller.
   *
   * @param explanation for the terminal: what happened, and what to do about it
   */
  public FailureException(Failure failure, String explanation) {
    super(failure.message(), null, false, false);
    this.failure = failure;
    this.explanation = explanation;
  }

  /** What to answer. */
  public Failure failure() {
    return failure;
  }

  /** What to tell the developer, if it is more than the caller may know. */
  public Optional<String> explanation() {
    return Optional.ofNullable(explanation);
  }
}
