package org.socketplatform.bluetooth.api;

/** Whether there is a radio to work with. */
public enum AdapterState {
  /** This system has no Bluetooth that the platform can use, or its service does not run. */
  UNSUPPORTED,
  /** There is an adapter, and it is switched off. */
  POWERED_OFF,
  /** Ready. */
  POWERED_ON
}
