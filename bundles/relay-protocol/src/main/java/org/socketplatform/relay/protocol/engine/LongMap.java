package org.socketplatform.relay.protocol.engine;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A map from numbers other than 0, which makes no objects when it is asked. */
final class LongMap<V> {
  private static final int FIRST_SIZE = 8;

  private long[] keys = {};
  private @Nullable Object[] values = {};
  private int size;

  int size() {
    return size;
  }

  @SuppressWarnings("unchecked") // only values of type V are put in
  @Nullable V get(long key) {
    if (size == 0) {
      return null;
    }
    return (V) values[find(key)];
  }

  void put(long key, V value) {
    if (2 * (size + 1) > keys.length) {
      grow();
    }
    int slot = find(key);
    if (values[slot] == null) {
      size++;
    }
    keys[slot] = key;
    values[slot] = value;
  }

  /** Takes a value out, if it is the one that is there. */
  void remove(long key, V value) {
    if (size == 0) {
      return;
    }
    int hole = find(key);
    if (!Objects.equals(values[hole], value)) {
      return;
    }
    values[hole] = null;
    size--;
    int mask = keys.length - 1;
    for (int slot = (hole + 1) & mask; values[slot] != null; slot = (slot + 1) & mask) {
      if (((slot - home(keys[slot])) & mask) >= ((slot - hole) & mask)) {
        keys[hole] = keys[slot];
        values[hole] = values[slot];
        values[slot] = null;
        hole = slot;
      }
    }
  }

  void clear() {
    Arrays.fill(values, null);
    size = 0;
  }

  private int home(long key) {
    return (int) ((key * 0x9e3779b97f4a7c15L) >>> 40) & (keys.length - 1);
  }

  /** The slot of a key, or the free one where it would be. */
  private int find(long key) {
    int slot = home(key);
    while (values[slot] != null && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    keys = new long[Math.max(FIRST_SIZE, 2 * oldKeys.length)];
    values = new Object[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null) {
        int slot = find(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
