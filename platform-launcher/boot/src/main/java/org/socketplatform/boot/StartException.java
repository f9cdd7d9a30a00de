package org.socketplatform.boot;

/** The run cannot go on; the message is for people: what was wrong, where, and what to do. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
