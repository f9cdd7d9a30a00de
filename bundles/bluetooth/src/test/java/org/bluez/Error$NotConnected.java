package org.bluez;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/** See {@link Errors}. */
public final class Error$NotConnected extends DBusExecutionException {
  public Error$NotConnected(String message) {
    super(message);
  }
}
