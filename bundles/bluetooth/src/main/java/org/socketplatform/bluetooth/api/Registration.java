package org.socketplatform.bluetooth.api;

/** Ends what was begun; a second time has no effect. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  @Override
  void close();
}
