package org.socketplatform.bluetooth;

class LoopContractTest extends BluetoothContract {
  @Override
  protected Lab open() {
    return new LoopLab();
  }
}
