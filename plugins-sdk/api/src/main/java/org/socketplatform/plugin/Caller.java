package org.socketplatform.plugin;

/**
 * Who makes a call.
 *
 * @param window index of the window, -1 where there is none; windows of the platform's own tools
 *     count from {@link #FIRST_TOOL}
 * @param origin origin of the calling document, such as {@code socket://com.example.app}; empty
 *     where the carrier has none
 * @param kind by which way the call came in
 */
public record Caller(int window, String origin, Kind kind) {
  /** Index of the first window that shows a tool of the platform rather than the app. */
  public static final int FIRST_TOOL = 1 << 16;

  /** The ways in. */
  public enum Kind {
    /** A document or worker in a window. */
    PAGE,
    /** A program that the app started and talks to over a pipe. */
    BACKEND,
    /** The platform itself, or a test. */
    PLATFORM
  }

  /** True for the window of a tool of the platform, such as the inspector. */
  public boolean isTool() {
    return window >= FIRST_TOOL;
  }
}
