package org.socketplatform.bluetooth.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.socketplatform.bluetooth.api.DeviceId;

/**
 * What radios share. Signals fade with the distance, by the log-distance model with an exponent of
 * 2.5, and are lost below {@link #FAINTEST}. Safe for use by many threads.
 */
public final class Air implements AutoCloseable {
  /** How often a device advertises. */
  public static final Duration INTERVAL = Duration.ofMillis(100);

  /** Weaker signals are not heard, in dBm. */
  public static final int FAINTEST = -100;

  private static final int AT_ONE_METRE = -40;

  private final AirTime time;

  // Guarded by this, as is all that radios and links say of themselves.
  private final List<Radio> radios = new ArrayList<>();
  private int numbers;

  public Air(AirTime time) {
    this.time = time;
  }

  /** A new radio that is switched on, at the origin. */
  public synchronized Radio radio(String name) {
    numbers++;
    DeviceId id =
        new DeviceId("00:AA:01:00:%02X:%02X".formatted(numbers >> 8 & 0xff, numbers & 0xff));
    Radio radio = new Radio(this, name, id);
    radios.add(radio);
    return radio;
  }

  AirTime time() {
    return time;
  }

  synchronized List<Radio> radios() {
    return List.copyOf(radios);
  }

  synchronized Optional<Radio> radio(DeviceId id) {
    return radios.stream().filter(radio -> radio.id().equals(id)).findFirst();
  }

  synchronized void remove(Radio radio) {
    radios.remove(radio);
  }

  /** The strength at which one radio hears the other, in dBm. */
  static int rssi(Radio one, Radio other) {
    double metres = Math.max(1, Math.abs(one.position() - other.position()));
    return (int) Math.round(AT_ONE_METRE - 25 * Math.log10(metres));
  }

  static boolean reaches(Radio one, Radio other) {
    return one.isOn() && other.isOn() && rssi(one, other) >= FAINTEST;
  }

  /** Time stands still. */
  @Override
  public void close() {
    time.close();
  }
}
