package org.socketplatform.relay.protocol.cache;

import java.util.Arrays;

/**
 * The names of the packets that a cache holds and somebody wants, in order, with sums over them, so
 * that any range of them is summed up in one step. A name is the first eight bytes of an id, taken
 * as a number without a sign.
 *
 * <p>What is summed are hashes of the names with a key that is chosen by chance when two peers
 * begin to compare: nobody can make packets beforehand that make different ranges look equal.
 */
public final class Index {
  private static final long HIGHEST_BIT = Long.MIN_VALUE;

  // With the highest bit turned over, so that their order is that of numbers with a sign.
  private long[] names = {};
  private int size;

  /** At each place the sum of all hashes before it. */
  private long[] sums = {0};

  private int madeOf = -1;
  private long key;

  /**
   * Makes it anew, if it is not of what a cache holds now, or of another key.
   *
   * @param nonce what the peers that compare have chosen by chance
   */
  public void update(Cache cache, long nonce) {
    boolean isStale = madeOf != cache.changes();
    if (isStale) {
      madeOf = cache.changes();
      names = cache.names();
      sort();
    }
    if (isStale || key != nonce) {
      key = nonce;
      sum();
    }
  }

  /** Two packets of one name count as one: by it, they cannot be told apart. */
  private void sort() {
    for (int i = 0; i < names.length; i++) {
      names[i] ^= HIGHEST_BIT;
    }
    Arrays.sort(names);
    size = 0;
    for (int i = 0; i < names.length; i++) {
      if (i == 0 || names[i] != names[i - 1]) {
        names[size++] = names[i];
      }
    }
  }

  private void sum() {
    SipHash hash = new SipHash(Long.reverseBytes(key), 0);
    if (sums.length != size + 1) {
      sums = new long[size + 1];
    }
    for (int i = 0; i < size; i++) {
      sums[i + 1] = sums[i] + hash.of(Long.reverseBytes(name(i)));
    }
  }

  /** How many names there are. */
  public int size() {
    return size;
  }

  /** The name at a place. */
  public long name(int place) {
    return names[place] ^ HIGHEST_BIT;
  }

  /** The names from a place up to another. */
  public long[] names(int from, int to) {
    long[] some = Arrays.copyOfRange(names, from, to);
    for (int i = 0; i < some.length; i++) {
      some[i] ^= HIGHEST_BIT;
    }
    return some;
  }

  /** The place of the first name that is not below a bound. */
  public int find(long bound) {
    int place = Arrays.binarySearch(names, 0, size, bound ^ HIGHEST_BIT);
    return place < 0 ? -(place + 1) : place;
  }

  /** The sum of the hashes of the names from a place up to another. */
  public long sum(int from, int to) {
    return sums[to] - sums[from];
  }

  /** The shortest bound between the name before a place and the one at it, zeros at its end. */
  public long boundAt(int place) {
    long name = name(place);
    int equalBytes = Long.numberOfLeadingZeros(name(place - 1) ^ name) / Byte.SIZE;
    return name & -1L << (Long.SIZE - Byte.SIZE * (equalBytes + 1));
  }
}
