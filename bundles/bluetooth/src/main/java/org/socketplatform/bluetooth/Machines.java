package org.socketplatform.bluetooth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.bluez.BluezProvider;
import org.socketplatform.bluetooth.loop.Air;
import org.socketplatform.bluetooth.loop.AirTime;
import org.socketplatform.bluetooth.loop.LoopProvider;
import org.socketplatform.bluetooth.loop.Sensors;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Settings;

/**
 * Whose Bluetooth is used: that of the system, which all share, or with {@code [bluetooth] provider
 * = loop} a machine of their own for each, on one air in memory.
 */
final class Machines implements AutoCloseable {
  private static final int MOST_SENSORS = 1000;
  private static final int MOST_HERTZ = 1000;

  private final Settings settings;

  // Guarded by this; opened when first used.
  private @Nullable BluetoothProvider system;
  private @Nullable Air air;
  private final List<BluetoothProvider> opened = new ArrayList<>();
  private int numbers;

  Machines(Settings settings) {
    this.settings = settings;
  }

  /** What one user may have; it is not to be closed if it is shared. */
  record Machine(BluetoothProvider provider, boolean isShared) implements AutoCloseable {
    @Override
    public void close() {
      if (!isShared) {
        provider.close();
      }
    }
  }

  synchronized Machine open() {
    String name = settings.text("bluetooth.provider").orElseGet(Machines::ofThisSystem);
    return switch (name) {
      case "loop" -> new Machine(onAir(), false);
      case "bluez", "none" -> new Machine(system(name), true);
      default ->
          throw new FailureException(
              Failure.badRequest(
                  "[bluetooth] provider in socket.ini must be bluez, loop or none; it is '"
                      + name
                      + "'"));
    };
  }

  private static String ofThisSystem() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")
        ? "bluez"
        : "none";
  }

  private BluetoothProvider system(String name) {
    BluetoothProvider known = system;
    if (known == null) {
      known = name.equals("bluez") ? BluezProvider.onSystemBus() : new NoProvider();
      system = known;
    }
    return known;
  }

  private BluetoothProvider onAir() {
    Air shared = air;
    if (shared == null) {
      shared = new Air(AirTime.real());
      air = shared;
      int sensors = number("bluetooth.sensors", 0, MOST_SENSORS);
      if (sensors > 0) {
        Sensors.add(shared, sensors, number("bluetooth.sensor_hertz", 1, MOST_HERTZ));
      }
    }
    LoopProvider made = new LoopProvider(shared.radio("machine " + ++numbers));
    opened.add(made);
    return made;
  }

  private int number(String key, int otherwise, int most) {
    String text = settings.text(key).orElse("" + otherwise);
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > most) {
      throw new FailureException(
          Failure.badRequest(key + " in socket.ini must be a number up to " + most));
    }
    return Integer.parseInt(text);
  }

  @Override
  public synchronized void close() {
    opened.forEach(BluetoothProvider::close);
    opened.clear();
    if (system != null) {
      system.close();
      system = null;
    }
    if (air != null) {
      air.close();
      air = null;
    }
  }
}
