package org.socketplatform.process;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The signals of Linux by their names and numbers, the same on x86-64 and ARM64. */
final class Signals {
  static final int SIGKILL = 9;
  static final int SIGTERM = 15;
  static final int SIGCONT = 18;

  private static final int LAST = 64;

  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("SIGHUP", 1),
          Map.entry("SIGINT", 2),
          Map.entry("SIGQUIT", 3),
          Map.entry("SIGILL", 4),
          Map.entry("SIGTRAP", 5),
          Map.entry("SIGABRT", 6),
          Map.entry("SIGBUS", 7),
          Map.entry("SIGFPE", 8),
          Map.entry("SIGKILL", SIGKILL),
          Map.entry("SIGUSR1", 10),
          Map.entry("SIGSEGV", 11),
          Map.entry("SIGUSR2", 12),
          Map.entry("SIGPIPE", 13),
          Map.entry("SIGALRM", 14),
          Map.entry("SIGTERM", SIGTERM),
          Map.entry("SIGSTKFLT", 16),
          Map.entry("SIGCHLD", 17),
          Map.entry("SIGCONT", SIGCONT),
          Map.entry("SIGSTOP", 19),
          Map.entry("SIGTSTP", 20),
          Map.entry("SIGTTIN", 21),
          Map.entry("SIGTTOU", 22),
          Map.entry("SIGURG", 23),
          Map.entry("SIGXCPU", 24),
          Map.entry("SIGXFSZ", 25),
          Map.entry("SIGVTALRM", 26),
          Map.entry("SIGPROF", 27),
          Map.entry("SIGWINCH", 28),
          Map.entry("SIGIO", 29),
          Map.entry("SIGPWR", 30),
          Map.entry("SIGSYS", 31));

  private Signals() {}

  /** The number of a name or number as text; 0 asks whether the process is there. */
  static Optional<Integer> number(String text) {
    if (text.matches("[0-9]{1,2}")) {
      int number = Integer.parseInt(text);
      return number <= LAST ? Optional.of(number) : Optional.empty();
    }
    return Optional.ofNullable(NUMBERS.get(text.toUpperCase(Locale.ROOT)));
  }

  /** The name of a number, such as {@code SIGTERM}; the number itself if it has none. */
  static String name(int number) {
    for (Map.Entry<String, Integer> entry : NUMBERS.entrySet()) {
      if (entry.getValue() == number) {
        return entry.getKey();
      }
    }
    return "SIG" + number;
  }
}
