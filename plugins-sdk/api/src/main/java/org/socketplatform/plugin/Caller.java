package org.socketplatform.plugin;

/**
 * Who makes a call.
 *
 * @param window index of the window, -1 where there is none
 * @param origin origin of the calling document, such as {@code socket://com.example.app}; empty
 *     where the carrier has none
 * @param kind by which way the call came in
 */
public record Caller(int window, String origin, Kind kind) {
  /** The ways in. */
  public enum Kind {
    /** A document or worker in a window. */
    PAGE,
    /** A program that the app started and talks to over a pipe. */
    BACKEND,
    /** The platform itself, or a test. */
    PLATFORM
  }
}
