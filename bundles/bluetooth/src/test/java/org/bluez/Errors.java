package org.bluez;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/** Errors that BlueZ alone makes; the D-Bus library names an error by its class. */
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

final class Error$NotReady extends DBusExecutionException {
  Error$NotReady(String message) {
    super(message);
  }
}

final class Error$NotConnected extends DBusExecutionException {
  Error$NotConnected(String message) {
    super(message);
  }
}

final class Error$AlreadyConnected extends DBusExecutionException {
  Error$AlreadyConnected(String message) {
    super(message);
  }
}

final class Error$AlreadyExists extends DBusExecutionException {
  Error$AlreadyExists(String message) {
    super(message);
  }
}

final class Error$DoesNotExist extends DBusExecutionException {
  Error$DoesNotExist(String message) {
    super(message);
  }
}

final class Error$InProgress extends DBusExecutionException {
  Error$InProgress(String message) {
    super(message);
  }
}

final class Error$InvalidLength extends DBusExecutionException {
  Error$InvalidLength(String message) {
    super(message);
  }
}

final class Error$InvalidValueLength extends DBusExecutionException {
  Error$InvalidValueLength(String message) {
    super(message);
  }
}
