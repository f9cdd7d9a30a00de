package org.socketplatform.relay.protocol.engine;

import org.jspecify.annotations.Nullable;

/**
 * Counts of several kinds by number, over a minute. The table is bounded and starts anew each
 * minute; numbers beyond its bound share one entry.
 */
final class Tally {
  private static final long MINUTE = 60_000;
  private static final int MAX_ENTRIES = 8192;
  private static final long THE_REST = -1;

  private final int kinds;
  private final LongMap<int[]> counts = new LongMap<>();
  private long minuteEnds;

  /** An empty table of kinds from 0 to {@code kinds - 1}. */
  Tally(int kinds) {
    this.kinds = kinds;
  }

  /** Counts one more of a kind for a number other than 0 and -1; how many there are now. */
  int add(long number, int kind, long now) {
    if (now >= minuteEnds) {
      counts.clear();
      minuteEnds = now + MINUTE;
    }
    int[] of = find(number);
    if (of == null) {
      of = new int[kinds];
      counts.put(isFull() ? THE_REST : number, of);
    }
    return ++of[kind];
  }

  /** How many of a kind were counted for a number in this minute. */
  int count(long number, int kind, long now) {
    int[] of = now >= minuteEnds ? null : find(number);
    return of == null ? 0 : of[kind];
  }

  private int @Nullable [] find(long number) {
    int[] of = counts.get(number);
    return of == null && isFull() ? counts.get(THE_REST) : of;
  }

  private boolean isFull() {
    return counts.size() >= MAX_ENTRIES;
  }
}
