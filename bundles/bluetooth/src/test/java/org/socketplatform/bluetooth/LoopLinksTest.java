package org.socketplatform.bluetooth;

class LoopLinksTest extends GattLinksContract {
  @Override
  protected Lab open() {
    return new LoopLab();
  }
}
