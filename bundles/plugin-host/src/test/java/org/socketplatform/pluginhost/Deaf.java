package org.socketplatform.pluginhost;

import java.util.concurrent.CountDownLatch;

/** The process of a plugin that hangs: it does not notice the end of its input. */
final class Deaf {
  private Deaf() {}

  public static void main(String... line) throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
