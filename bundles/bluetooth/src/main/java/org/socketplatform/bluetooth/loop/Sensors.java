package org.socketplatform.bluetooth.loop;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Gatt.Property;
import org.socketplatform.bluetooth.api.Peripheral;
import org.socketplatform.bluetooth.api.PeripheralListener;

/**
 * Simulated heart rate sensors (Bluetooth Heart Rate Service 1.0), for demos and load tests: while
 * somebody has subscribed, each tells a flag, a rate, and a number of four bytes that counts its
 * measurements.
 */
public final class Sensors {
  private static final UUID SERVICE = Gatt.uuid(0x180d);
  private static final UUID MEASUREMENT = Gatt.uuid(0x2a37);
  private static final int LENGTH = 6;

  private Sensors() {}

  /**
   * Adds sensors to an air, a metre from each other.
   *
   * @param hertz measurements a second
   */
  public static void add(Air air, int count, int hertz) {
    for (int i = 1; i <= count; i++) {
      Radio radio = air.radio("sensor " + i);
      radio.moveTo(i % 100);
      Sensor sensor = new Sensor(i);
      Peripheral served =
          new LoopProvider(radio)
              .serve(
                  List.of(
                      new Gatt.ServiceSpec(
                          SERVICE,
                          List.of(
                              Gatt.CharacteristicSpec.of(
                                  MEASUREMENT, Property.READ, Property.NOTIFY)))),
                  Optional.empty(),
                  true,
                  sensor);
      air.time()
          .every(
              Duration.ofSeconds(1).dividedBy(hertz),
              () -> {
                if (sensor.subscribed.get()) {
                  served.publish(SERVICE, MEASUREMENT, sensor.measure());
                }
              });
    }
  }

  private static final class Sensor implements PeripheralListener {
    private final int rate;
    private final AtomicInteger measurements = new AtomicInteger();
    private final AtomicBoolean subscribed = new AtomicBoolean();

    Sensor(int number) {
      rate = 60 + number % 40;
    }

    byte[] measure() {
      return ByteBuffer.allocate(LENGTH)
          .put((byte) 0)
          .put((byte) rate)
          .putInt(measurements.incrementAndGet())
          .array();
    }

    @Override
    public byte[] onRead(DeviceId central, UUID service, UUID characteristic) {
      return measure();
    }

    @Override
    public void onWrite(DeviceId central, UUID service, UUID characteristic, byte[] value) {}

    @Override
    public void onSubscription(UUID service, UUID characteristic, boolean now) {
      subscribed.set(now);
    }
  }
}
