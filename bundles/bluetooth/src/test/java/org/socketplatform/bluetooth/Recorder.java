package org.socketplatform.bluetooth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.PeripheralListener;

/** A peripheral that keeps what is written, and remembers what happened. */
final class Recorder implements PeripheralListener {
  final Map<UUID, byte[]> values = new ConcurrentHashMap<>();
  final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  final BlockingQueue<DeviceId> centrals = new LinkedBlockingQueue<>();
  volatile boolean refuses;

  @Override
  public byte[] onRead(DeviceId central, UUID service, UUID characteristic) {
    centrals.add(central);
    refuse();
    return values.getOrDefault(characteristic, new byte[0]);
  }

  @Override
  public void onWrite(DeviceId central, UUID service, UUID characteristic, byte[] value) {
    centrals.add(central);
    refuse();
    values.put(characteristic, value);
    events.add("write " + new String(value, UTF_8));
  }

  @Override
  public void onSubscription(UUID service, UUID characteristic, boolean subscribed) {
    events.add(subscribed ? "subscribed" : "unsubscribed");
  }

  private void refuse() {
    if (refuses) {
      throw new BluetoothException(Code.NOT_PERMITTED, "No");
    }
  }
}
