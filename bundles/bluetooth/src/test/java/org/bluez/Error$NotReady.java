package org.bluez;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/** See {@link Errors}. */
public final class Error$NotReady extends DBusExecutionException {
  public Error$NotReady(String message) {
    super(message);
  }
}
