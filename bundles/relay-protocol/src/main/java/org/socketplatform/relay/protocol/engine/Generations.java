package org.socketplatform.relay.protocol.engine;

import java.util.Arrays;

/**
 * A set of numbers that forgets: what was added stays for at least one generation and at most two.
 * A generation ends after a time, or when it has as many numbers as it may.
 */
final class Generations {
  private static final int FIRST_SIZE = 16;
  private static final long[] EMPTY = {};

  private final int most;
  private final long millis;
  private long[] young = EMPTY;
  private long[] old = EMPTY;
  private int count;
  private long turn;

  /**
   * An empty set.
   *
   * @param most how many numbers a generation may have
   * @param millis how long one lasts, in ms
   */
  Generations(int most, long millis) {
    this.most = most;
    this.millis = millis;
  }

  /** Adds a number other than 0; false if it was there. */
  boolean add(long number, long now) {
    age(now);
    if (has(young, number) || has(old, number)) {
      return false;
    }
    if (2 * (count + 1) > young.length) {
      long[] before = young;
      young = new long[Math.max(FIRST_SIZE, 2 * before.length)];
      for (long each : before) {
        put(each);
      }
    }
    put(number);
    count++;
    return true;
  }

  /** Whether a number is there. */
  boolean contains(long number, long now) {
    age(now);
    return has(young, number) || has(old, number);
  }

  private void age(long now) {
    if (now >= turn || count >= most) {
      long[] before = old;
      boolean isOver = now >= turn + millis;
      old = isOver ? EMPTY : young;
      young = !isOver && before.length == old.length ? before : EMPTY;
      Arrays.fill(young, 0);
      count = 0;
      turn = now + millis;
    }
  }

  private void put(long number) {
    if (number != 0) {
      int slot = slot(young, number);
      while (young[slot] != 0) {
        slot = (slot + 1) & (young.length - 1);
      }
      young[slot] = number;
    }
  }

  private static boolean has(long[] table, long number) {
    if (table.length == 0) {
      return false;
    }
    for (int slot = slot(table, number); ; slot = (slot + 1) & (table.length - 1)) {
      if (table[slot] == number) {
        return true;
      }
      if (table[slot] == 0) {
        return false;
      }
    }
  }

  private static int slot(long[] table, long number) {
    return (int) ((number * 0x9e3779b97f4a7c15L) >>> 40) & (table.length - 1);
  }
}
