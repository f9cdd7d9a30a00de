package org.socketplatform.boot;

/**
 * A run in which the JVM watches what it loads, to write the AOT cache when it exits. The property
 * {@code socket.training} is {@code page} for a whole app, or {@code boot} where no page can be
 * shown.
 */
final class Training {
  /** Writing the cache takes longer than an exit may. */
  static final boolean RUNNING = System.getProperty("socket.training") != null;

  static final boolean WITH_PAGE = "page".equals(System.getProperty("socket.training"));

  static final boolean WITHOUT_PAGE = "boot".equals(System.getProperty("socket.training"));

  private Training() {}
}
