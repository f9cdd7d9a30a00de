package org.bluez;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/**
 * The errors that BlueZ knows. They stand in this package because the D-Bus library makes the name
 * of an error from that of its class.
 */
@SuppressWarnings("AvoidCommonTypeNames") // it is BlueZ that chose it
public final class Error {
  private Error() {}

  /** {@code org.bluez.Error.Failed}. */
  public static final class Failed extends DBusExecutionException {
    public Failed(String message) {
      super(message);
    }
  }

  /** {@code org.bluez.Error.NotPermitted}. */
  public static final class NotPermitted extends DBusExecutionException {
    public NotPermitted(String message) {
      super(message);
    }
  }

  /** {@code org.bluez.Error.InvalidOffset}. */
  public static final class InvalidOffset extends DBusExecutionException {
    public InvalidOffset(String message) {
      super(message);
    }
  }
}
