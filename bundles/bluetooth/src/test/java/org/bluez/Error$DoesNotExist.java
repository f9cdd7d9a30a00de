package org.bluez;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/** See {@link Errors}. */
public final class Error$DoesNotExist extends DBusExecutionException {
  public Error$DoesNotExist(String message) {
    super(message);
  }
}
