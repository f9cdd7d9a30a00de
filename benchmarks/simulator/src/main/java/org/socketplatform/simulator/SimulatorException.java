package org.socketplatform.simulator;

/** Something that the user can mend; the message tells what. */
final class SimulatorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SimulatorException(String message) {
    super(message);
  }
}
