package org.bluez;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/** See {@link Errors}. */
public final class Error$InProgress extends DBusExecutionException {
  public Error$InProgress(String message) {
    super(message);
  }
}
