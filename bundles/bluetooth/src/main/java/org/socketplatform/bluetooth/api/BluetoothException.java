package org.socketplatform.bluetooth.api;

/** Why something could not be done over Bluetooth. */
public final class BluetoothException extends RuntimeException {
  private final Code code;

  public BluetoothException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** Stable; what programs decide by. */
  public Code code() {
    return code;
  }

  /** The kinds of reasons. */
  public enum Code {
    /** No Bluetooth on this system, its service does not run, or it cannot do this. */
    UNSUPPORTED(true),
    /** The adapter is switched off. */
    POWERED_OFF(true),
    /** There is no such device, service, characteristic or descriptor. */
    NOT_FOUND(false),
    /**
     * The device does not answer: out of range, switched off, or it does not advertise any more.
     */
    UNREACHABLE(true),
    /** The connection is gone. */
    DISCONNECTED(true),
    /** The attribute does not allow this. */
    NOT_PERMITTED(false),
    /** The device wants to be paired with first. */
    NOT_PAIRED(false),
    /** A value of more bytes than can be sent. */
    VALUE_TOO_LONG(false),
    /** The device refused; its program has an error of its own. */
    REJECTED(false),
    /** Asked for something that is under way, or is there already. */
    IN_PROGRESS(true),
    /** More than can be kept at a time. */
    TOO_MANY(true),
    /** No answer in time. */
    TIMEOUT(true);

    private final boolean retryable;

    Code(boolean retryable) {
      this.retryable = retryable;
    }

    /** True if the same may work later. */
    public boolean retryable() {
      return retryable;
    }
  }
}
