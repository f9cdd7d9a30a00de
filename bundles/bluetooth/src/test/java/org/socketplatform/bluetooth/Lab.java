package org.socketplatform.bluetooth;

import org.socketplatform.bluetooth.api.BluetoothProvider;

/** Machines with Bluetooth that hear each other, for tests. */
public interface Lab extends AutoCloseable {
  /** A new machine, switched on and near the others. */
  Machine machine(String name);

  @Override
  void close();

  /** One of them. */
  interface Machine {
    /** What is tested. */
    BluetoothProvider provider();

    /** Switches its adapter on or off. */
    void power(boolean on);

    /** Plugs its adapter in, or pulls it out. */
    void plug(boolean in);

    /** Carries it away, or back. */
    void near(boolean near);

    /** The largest packet of connections from now on. */
    void mtu(int bytes);

    /** Ends what stands between the provider and the radio, and starts it again. */
    void restart();
  }
}
