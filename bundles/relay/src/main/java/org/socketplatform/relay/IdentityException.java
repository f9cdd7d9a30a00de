package org.socketplatform.relay;

/** An identity cannot be read or kept; the message is for people: what was wrong and what to do. */
public final class IdentityException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What was wrong, for programs. */
  public enum Code {
    /** The identity is sealed with a passphrase, and none was given. */
    PASSPHRASE_NEEDED,
    /** The passphrase is another one. */
    WRONG_PASSPHRASE,
    /** The file is not as it was written. */
    DAMAGED,
    /** A newer version of the platform wrote the file. */
    TOO_NEW,
    /** Others can read a file that is not sealed. */
    EXPOSED,
    /** There is a file already. */
    EXISTS
  }

  private final Code code;

  IdentityException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** What was wrong. */
  public Code code() {
    return code;
  }
}
