package org.socketplatform.dev;

/** A project cannot be worked on; the message says what is wrong with which file. */
final class ProjectException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProjectException(String message) {
    super(message);
  }

  ProjectException(String message, Throwable cause) {
    super(message, cause);
  }
}
