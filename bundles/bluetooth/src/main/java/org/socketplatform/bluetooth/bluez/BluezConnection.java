package org.socketplatform.bluetooth.bluez;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.Connection;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Registration;

/** One use of a {@link BluezDevice}. */
final class BluezConnection implements Connection {
  private final BluezProvider provider;
  private final BluezDevice device;
  private final Runnable disconnected;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final Set<Registration> subscriptions = ConcurrentHashMap.newKeySet();

  BluezConnection(BluezProvider provider, BluezDevice device, Runnable disconnected) {
    this.provider = provider;
    this.device = device;
    this.disconnected = disconnected;
  }

  /** It has ended by itself. */
  void lost() {
    if (open.compareAndSet(true, false)) {
      provider.inbox().run(disconnected);
    }
  }

  @Override
  public DeviceId device() {
    return device.id();
  }

  @Override
  public List<Gatt.Service> services() {
    return device.services();
  }

  @Override
  public int mtu() {
    return device.mtu();
  }

  @Override
  public byte[] read(int handle) {
    requireOpen();
    return device.read(handle);
  }

  @Override
  public void write(int handle, byte[] value, Gatt.Write how) {
    requireOpen();
    device.write(handle, value, how);
  }

  @Override
  public Registration subscribe(int handle, Consumer<byte[]> listener) {
    requireOpen();
    Consumer<byte[]> own = value -> listener.accept(value); // told from the same listener elsewhere
    device.subscribe(handle, own);
    AtomicBoolean ended = new AtomicBoolean();
    Registration made =
        () -> {
          if (ended.compareAndSet(false, true)) {
            device.unsubscribe(handle, own);
          }
        };
    subscriptions.add(made);
    return () -> {
      subscriptions.remove(made);
      made.close();
    };
  }

  @Override
  public void pair() {
    requireOpen();
    device.pair();
  }

  private void requireOpen() {
    if (!open.get()) {
      throw new BluetoothException(Code.DISCONNECTED, "The connection is gone");
    }
  }

  @Override
  public boolean isOpen() {
    return open.get();
  }

  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      subscriptions.forEach(Registration::close);
      provider.closed(device, this);
    }
  }
}
