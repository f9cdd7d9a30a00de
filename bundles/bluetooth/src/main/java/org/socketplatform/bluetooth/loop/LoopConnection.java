package org.socketplatform.bluetooth.loop;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.Connection;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Registration;

/** A link as its central has it. */
final class LoopConnection implements Connection {
  private final Link link;
  private final Runnable disconnected;
  private final Set<Registration> subscriptions = ConcurrentHashMap.newKeySet();

  LoopConnection(Link link, Runnable disconnected) {
    this.link = link;
    this.disconnected = disconnected;
    link.onEnd(disconnected);
  }

  @Override
  public DeviceId device() {
    return link.peripheral().id();
  }

  @Override
  public List<Gatt.Service> services() {
    return link.services();
  }

  @Override
  public int mtu() {
    return link.mtu();
  }

  @Override
  public byte[] read(int handle) {
    return link.read(handle);
  }

  @Override
  public void write(int handle, byte[] value, Gatt.Write how) {
    link.write(handle, value, how);
  }

  @Override
  public Registration subscribe(int handle, Consumer<byte[]> listener) {
    Consumer<byte[]> own = value -> listener.accept(value); // told from the same listener elsewhere
    link.subscribe(handle, own);
    Registration made = () -> link.unsubscribe(handle, own);
    subscriptions.add(made);
    return () -> {
      subscriptions.remove(made);
      made.close();
    };
  }

  @Override
  public void pair() {
    if (!link.isOpen()) {
      throw new BluetoothException(Code.DISCONNECTED, "The connection is gone");
    }
  }

  @Override
  public boolean isOpen() {
    return link.isOpen();
  }

  @Override
  public void close() {
    link.forget(disconnected);
    subscriptions.forEach(Registration::close);
    subscriptions.clear();
    link.end();
  }
}
