package org.bluez;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/**
 * Errors that BlueZ alone makes. The D-Bus library names an error by its class, and makes it anew
 * at the other end if the class is public.
 */
public final class Errors {
  private Errors() {}

  /** The error {@code org.bluez.Error.NAME}. */
  public static DBusExecutionException of(String name, String message) {
    return switch (name) {
      case "NotReady" -> new Error$NotReady(message);
      case "NotPermitted" -> new Error.NotPermitted(message);
      case "NotConnected" -> new Error$NotConnected(message);
      case "AlreadyConnected" -> new Error$AlreadyConnected(message);
      case "AlreadyExists" -> new Error$AlreadyExists(message);
      case "DoesNotExist" -> new Error$DoesNotExist(message);
      case "InProgress" -> new Error$InProgress(message);
      case "InvalidLength" -> new Error$InvalidLength(message);
      case "InvalidValueLength" -> new Error$InvalidValueLength(message);
      default -> new Error.Failed(message);
    };
  }
}
