package org.socketplatform.bluetooth.api;

/**
 * A device as one provider knows it. Opaque: some systems give addresses, others names of their
 * own. The same device has the same id for as long as the provider is open.
 */
public record DeviceId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
