package org.bluez;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/** See {@link Errors}. */
public final class Error$InvalidValueLength extends DBusExecutionException {
  public Error$InvalidValueLength(String message) {
    super(message);
  }
}
