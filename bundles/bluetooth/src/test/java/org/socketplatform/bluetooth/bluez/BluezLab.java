package org.socketplatform.bluetooth.bluez;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.freedesktop.dbus.exceptions.DBusException;
import org.socketplatform.bluetooth.Lab;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.loop.Air;
import org.socketplatform.bluetooth.loop.AirTime;
import org.socketplatform.bluetooth.loop.Radio;

/** Machines of which each has a system bus and an emulated BlueZ of its own. */
public final class BluezLab implements Lab {
  private final Air air = new Air(AirTime.real());
  private final List<BluezMachine> machines = new ArrayList<>();

  @Override
  public BluezMachine machine(String name) {
    try {
      BluezMachine machine = new BluezMachine(air.radio(name));
      machines.add(machine);
      return machine;
    } catch (IOException | DBusException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    machines.forEach(BluezMachine::close);
    air.close();
  }

  /** One of them. */
  public static final class BluezMachine implements Machine {
    private final Radio radio;
    private final MessageBus bus;
    private final BluezProvider provider;
    private EmulatedBluez bluez;

    BluezMachine(Radio radio) throws IOException, DBusException {
      this.radio = radio;
      this.bus = new MessageBus();
      this.bluez = new EmulatedBluez(radio, bus.address());
      this.provider = BluezProvider.at(bus.address());
    }

    /** Its system bus. */
    public MessageBus bus() {
      return bus;
    }

    @Override
    public BluetoothProvider provider() {
      return provider;
    }

    @Override
    public void power(boolean on) {
      radio.power(on);
    }

    @Override
    public void plug(boolean in) {
      radio.plug(in);
    }

    @Override
    public void near(boolean near) {
      radio.moveTo(near ? 0 : 10_000);
    }

    @Override
    public void mtu(int bytes) {
      radio.mtu(bytes);
    }

    /** Ends BlueZ. */
    public void stopBluez() {
      bluez.close();
    }

    /** Starts BlueZ. */
    public void startBluez() {
      try {
        bluez = new EmulatedBluez(radio, bus.address());
      } catch (DBusException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void restart() {
      stopBluez();
      startBluez();
    }

    void close() {
      provider.close();
      bluez.close();
      bus.close();
    }
  }
}
