package org.socketplatform.plugin;

/**
 * Thrown by a handler whose plugin is about to go, before it has done anything: the call then waits
 * for the next plugin that serves the route, as during a swap. It carries no stack trace.
 */
public final class NotServingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NotServingException(String plugin) {
    super("The plugin " + plugin + " is going", null, false, false);
  }
}
