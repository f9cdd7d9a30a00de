package org.socketplatform.plugin;

/** Thrown by a handler to answer with a {@link Failure}; it carries no stack trace. */
public final class FailureException extends RuntimeException {
  private final transient Failure failure;

  public FailureException(Failure failure) {
    super(failure.message(), null, false, false);
    this.failure = failure;
  }

  /** What to answer. */
  public Failure failure() {
    return failure;
  }
}
