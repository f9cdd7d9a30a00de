package org.socketplatform.bluetooth.bluez;

import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;

/** What errors on the bus mean. */
final class Failures {
  private static final String BLUEZ = "org.bluez.Error.";
  private static final String DBUS = "org.freedesktop.DBus.Error.";

  private Failures() {}

  /** The name of an error, such as {@code org.bluez.Error.Failed}. */
  @SuppressWarnings("removal") // there is no other way yet to an error that has no class
  static String name(DBusExecutionException error) {
    String type = error.getType();
    return (type != null ? type : error.getClass().getName())
        .replace("org.freedesktop.dbus.errors.", DBUS)
        .replace('$', '.');
  }

  static boolean is(DBusExecutionException error, String name) {
    return name(error).equals(BLUEZ + name);
  }

  /**
   * The failure that an error stands for.
   *
   * @param otherwise what an error means that says no more than that it failed
   */
  static BluetoothException of(DBusExecutionException error, Code otherwise) {
    String name = name(error);
    Code code =
        switch (name) {
          case BLUEZ + "NotReady" -> Code.POWERED_OFF;
          case BLUEZ + "NotPermitted", BLUEZ + "NotSupported" -> Code.NOT_PERMITTED;
          case BLUEZ + "NotAuthorized",
              BLUEZ + "AuthenticationFailed",
              BLUEZ + "AuthenticationCanceled",
              BLUEZ + "AuthenticationRejected" ->
              Code.NOT_PAIRED;
          case BLUEZ + "InvalidValueLength", BLUEZ + "InvalidLength" -> Code.VALUE_TOO_LONG;
          case BLUEZ + "NotConnected" -> Code.DISCONNECTED;
          case BLUEZ + "DoesNotExist" -> Code.NOT_FOUND;
          case BLUEZ + "InProgress", BLUEZ + "AlreadyExists" -> Code.IN_PROGRESS;
          case BLUEZ + "AuthenticationTimeout", DBUS + "NoReply", DBUS + "Timeout" -> Code.TIMEOUT;
          case DBUS + "UnknownObject", DBUS + "UnknownMethod" -> Code.DISCONNECTED;
          case DBUS + "ServiceUnknown", DBUS + "NameHasNoOwner" -> Code.UNSUPPORTED;
          default -> otherwise;
        };
    return new BluetoothException(
        code, "BlueZ says " + name.substring(name.lastIndexOf('.') + 1) + message(error));
  }

  private static String message(DBusExecutionException error) {
    String message = error.getMessage();
    return message == null || message.isBlank() ? "" : ": " + message;
  }

  /** The bus itself does not answer. */
  static BluetoothException noBus(DBusException error) {
    return new BluetoothException(
        Code.UNSUPPORTED, "BlueZ cannot be reached over D-Bus: " + error.getMessage());
  }
}
