package org.socketplatform.router;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest of many things. Safe for use by many threads. */
final class Latest<T> {
  static final int MOST = 256;

  private final Deque<T> items = new ArrayDeque<>();

  synchronized void add(T item) {
    if (items.size() == MOST) {
      items.removeFirst();
    }
    items.addLast(item);
  }

  /** All of them, the newest last. */
  synchronized List<T> all() {
    return List.copyOf(items);
  }
}
