package org.socketplatform.bluetooth;

import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.loop.Air;
import org.socketplatform.bluetooth.loop.AirTime;
import org.socketplatform.bluetooth.loop.LoopProvider;
import org.socketplatform.bluetooth.loop.Radio;

/** Machines whose radios are in memory. */
public final class LoopLab implements Lab {
  private final Air air = new Air(AirTime.real());

  @Override
  public Machine machine(String name) {
    Radio radio = air.radio(name);
    return new LoopMachine(radio, new LoopProvider(radio));
  }

  @Override
  public void close() {
    air.close();
  }

  private record LoopMachine(Radio radio, BluetoothProvider provider) implements Machine {
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

    @Override
    public void restart() {
      radio.plug(false);
      radio.plug(true);
    }
  }
}
