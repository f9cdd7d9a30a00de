package org.socketplatform.relay.protocol.engine;

/**
 * Which counters of a session have come: those of the last 16,384 one by one, and those before as
 * if they had. A ring of words, as in RFC 6479, so that moving on never shifts anything.
 */
final class ReplayWindow {
  private static final int WORDS = 256;
  private static final int BITS = Long.SIZE;

  /** How many counters before the highest are still told apart. */
  static final int SIZE = (WORDS - 1) * BITS;

  private final long[] words = new long[WORDS];
  private long highest = -1;

  /** Whether a counter has not come, as far as is known. */
  boolean isNew(long counter) {
    return counter >= 0
        && (counter > highest
            || (highest - counter < SIZE && (words[word(counter)] & bit(counter)) == 0));
  }

  /** Remembers that a counter has come. */
  void add(long counter) {
    if (counter > highest) {
      long from = highest < 0 ? -1 : highest / BITS;
      long to = counter / BITS;
      for (long each = Math.max(from + 1, to - WORDS + 1); each <= to; each++) {
        words[(int) (each % WORDS)] = 0;
      }
      highest = counter;
    }
    words[word(counter)] |= bit(counter);
  }

  private static int word(long counter) {
    return (int) (counter / BITS % WORDS);
  }

  private static long bit(long counter) {
    return 1L << (counter % BITS);
  }
}
