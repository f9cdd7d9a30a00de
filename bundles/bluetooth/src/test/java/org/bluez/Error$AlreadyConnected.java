package org.bluez;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/** See {@link Errors}. */
public final class Error$AlreadyConnected extends DBusExecutionException {
  public Error$AlreadyConnected(String message) {
    super(message);
  }
}
