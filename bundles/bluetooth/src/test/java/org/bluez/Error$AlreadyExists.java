package org.bluez;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/** See {@link Errors}. */
public final class Error$AlreadyExists extends DBusExecutionException {
  public Error$AlreadyExists(String message) {
    super(message);
  }
}
