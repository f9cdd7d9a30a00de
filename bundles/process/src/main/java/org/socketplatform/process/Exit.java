package org.socketplatform.process;

/**
 * How a process ended.
 *
 * @param code its exit status, 0 to 255; -1 if a signal ended it
 * @param signal the number of that signal; 0 if it ended by itself
 */
record Exit(int code, int signal) {
  /** What a process is said to have ended with whose end nobody can tell. */
  static final Exit UNKNOWN = new Exit(255, 0);
}
