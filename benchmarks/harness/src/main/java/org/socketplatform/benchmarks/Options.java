package org.socketplatform.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the command line asks for.
 *
 * @param benchmark {@code start}, {@code ipc}, {@code fs}, {@code udp}, {@code net}, {@code
 *     bluetooth}, {@code router}, {@code swap}, {@code host}, {@code pipe} or {@code relay}
 * @param json print the figures as the last line
 * @param rounds how often each side is measured, if not as usual
 */
record Options(String benchmark, boolean json, OptionalInt rounds) {
  private static final List<String> BENCHMARKS =
      List.of(
          "start",
          "ipc",
          "fs",
          "udp",
          "net",
          "bluetooth",
          "router",
          "swap",
          "host",
          "pipe",
          "relay");
  private static final String USAGE =
      "usage: bench start|ipc|fs|udp|net|bluetooth|router|swap|host|pipe|relay"
          + " [--json] [--rounds N]";

  static Options parse(String... line) {
    Deque<String> rest = new ArrayDeque<>(List.of(line));
    Optional<String> benchmark = Optional.empty();
    boolean json = false;
    OptionalInt rounds = OptionalInt.empty();
    while (!rest.isEmpty()) {
      String word = rest.pop();
      switch (word) {
        case "--json" -> json = true;
        case "--rounds" -> rounds = OptionalInt.of(count(rest));
        default -> {
          if (benchmark.isPresent() || !BENCHMARKS.contains(word)) {
            throw new BenchmarkException("unexpected '" + word + "'; " + USAGE);
          }
          benchmark = Optional.of(word);
        }
      }
    }
    return new Options(benchmark.orElseThrow(() -> new BenchmarkException(USAGE)), json, rounds);
  }

  private static int count(Deque<String> rest) {
    try {
      int count = Integer.parseInt(rest.isEmpty() ? "" : rest.pop());
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // The message below covers it.
    }
    throw new BenchmarkException("--rounds needs a number above 0; " + USAGE);
  }

  int roundsOr(int usual) {
    return rounds.orElse(usual);
  }
}
