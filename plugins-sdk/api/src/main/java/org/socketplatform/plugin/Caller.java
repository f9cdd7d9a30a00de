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

  /**
   * For calls that a plugin makes of its own accord. In the process of the platform a plugin is
   * trusted, and may call everything. One in a process of its own may say what it likes here: the
   * platform puts {@link Kind#PLUGIN} and its name in the place of whatever it says.
   */
  public static final Caller SELF = new Caller(-1, "", Kind.PLATFORM);

  /** The ways in. */
  public enum Kind {
    /** A document or worker in a window. */
    PAGE,
    /** A program that the app started and talks to over a pipe. */
    BACKEND,
    /** The platform itself, a plugin in its process, or a test. */
    PLATFORM,
    /**
     * A plugin in a process of its own, which may do what it was granted when it was installed. The
     * origin is {@code plugin:NAME}.
     */
    PLUGIN
  }

  /** True for the window of a tool of the platform, such as the inspector. */
  public boolean isTool() {
    return window >= FIRST_TOOL;
  }
}
