package org.socketplatform.assembly;

/** The platform cannot be put together; the message says which file is at fault. */
final class AssemblyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AssemblyException(String message) {
    super(message);
  }

  AssemblyException(String message, Throwable cause) {
    super(message, cause);
  }
}
