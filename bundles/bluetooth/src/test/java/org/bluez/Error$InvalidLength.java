package org.bluez;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/** See {@link Errors}. */
public final class Error$InvalidLength extends DBusExecutionException {
  public Error$InvalidLength(String message) {
    super(message);
  }
}
