package org.socketplatform.bluetooth;

import java.util.Optional;

/** What a page is told. Bytes are in base 64; a {@code uuid} is the system's id of a device. */
sealed interface Event {
  /** First of all: what happens from now on is told. */
  record Ready() implements Event {}

  /**
   * The adapter is in another state.
   *
   * @param state as Core Bluetooth names it: {@code poweredOn}, {@code poweredOff}, {@code
   *     unsupported}
   */
  record State(String state) implements Event {}

  /** A peer of a service was connected to. */
  record Connect(String serviceId, Optional<String> name, String uuid) implements Event {}

  /** A peer of a service is gone. */
  record Disconnect(String serviceId, Optional<String> name, String uuid) implements Event {}

  /** A peer of a service has told a value, or written one. */
  record Data(
      String serviceId, String characteristicId, Optional<String> name, String uuid, String value)
      implements Event {}

  /** Something went wrong that nobody waited for. */
  record Problem(String serviceId, String code, String message) implements Event {}

  /** A device that the page has connected to has told a value. */
  record Value(String device, int handle, String value) implements Event {}

  /** A device that the page has connected to is gone. */
  record Disconnected(String device) implements Event {}

  /**
   * The page did not read, and missed events.
   *
   * @param count how many, since the beginning
   */
  record Lost(long count) implements Event {}
}
