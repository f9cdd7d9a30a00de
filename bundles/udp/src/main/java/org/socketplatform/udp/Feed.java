package org.socketplatform.udp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Writable;

/**
 * What one document or worker is told of all its sockets, as one stream. Items are numbered, and
 * kept until the page has acknowledged them: a page that opens the stream anew, because the plugin
 * was replaced, gets what it has not seen. How much may be unacknowledged is bounded, which is the
 * credit of the page. A feed without a reader ends after a while. Safe for use by many threads.
 */
final class Feed {
  /** Characters of Base64 that may be unacknowledged. */
  static final int MOST_UNACKNOWLEDGED = 1024 * 1024;

  /** What an item counts beside its text. */
  private static final int OVERHEAD = 64;

  private static final String NUMBER = "n";

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final Set<PageSocket> ready = new LinkedHashSet<>();
  private final Deque<Map<String, Object>> unacknowledged = new ArrayDeque<>();
  private int unacknowledgedSize;
  private long last;
  private @Nullable Reader reader;
  private boolean closed;

  /** A reader of the stream; what is asked for is remembered until it is there. */
  private final class Reader implements Flow.Subscription {
    private final Flow.Subscriber<? super Writable> target;
    private final Deque<Map<String, Object>> again = new ArrayDeque<>();
    private long asked;

    Reader(Flow.Subscriber<? super Writable> target) {
      this.target = target;
    }

    @Override
    public void request(long count) {
      lock.lock();
      try {
        asked = asked + count < 0 ? Long.MAX_VALUE : asked + count;
        drain();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void cancel() {
      lock.lock();
      try {
        if (reader == this) {
          reader = null;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    private void tell(Map<String, Object> item) {
      asked--;
      target.onNext(Writable.of(item));
    }
  }

  /**
   * Gives the stream to a new reader.
   *
   * @param after number of the last item that it has seen
   * @param open ids of the sockets that are open, which it is told first
   */
  Flow.Publisher<Writable> open(long after, List<String> open) {
    return subscriber -> {
      Reader next = new Reader(subscriber);
      lock.lock();
      try {
        acknowledged(after);
        next.again.add(Map.of(NUMBER, 0L, "open", open));
        next.again.addAll(unacknowledged);
        Reader before = reader;
        reader = next;
        changed.signalAll();
        if (before != null) {
          before.target.onComplete();
        }
      } finally {
        lock.unlock();
      }
      subscriber.onSubscribe(next);
    };
  }

  /** A socket has something to tell. */
  void offer(PageSocket socket) {
    lock.lock();
    try {
      ready.add(socket);
      drain();
    } finally {
      lock.unlock();
    }
  }

  /** A socket has gone. */
  void remove(PageSocket socket) {
    lock.lock();
    try {
      ready.remove(socket);
    } finally {
      lock.unlock();
    }
  }

  /** The page has seen all items up to this one. */
  void acknowledge(long number) {
    lock.lock();
    try {
      acknowledged(number);
      drain();
    } finally {
      lock.unlock();
    }
  }

  private void acknowledged(long number) {
    while (!unacknowledged.isEmpty() && numberOf(unacknowledged.getFirst()) <= number) {
      unacknowledgedSize -= sizeOf(unacknowledged.removeFirst());
    }
  }

  /** Tells what may be told; each socket in turn. The lock is held. */
  private void drain() {
    for (Reader current = reader; current != null && current.asked > 0; current = reader) {
      Map<String, Object> again = current.again.poll();
      if (again != null) {
        current.tell(again);
      } else if (!tellNext(current)) {
        return;
      }
    }
  }

  private boolean tellNext(Reader current) {
    while (unacknowledgedSize < MOST_UNACKNOWLEDGED && !ready.isEmpty()) {
      PageSocket socket = ready.iterator().next();
      ready.remove(socket);
      Optional<Map<String, Object>> next = socket.next();
      if (next.isPresent()) {
        Map<String, Object> item = next.get();
        item.put(NUMBER, ++last);
        unacknowledged.add(item);
        unacknowledgedSize += sizeOf(item);
        ready.add(socket); // behind the others
        current.tell(item);
        return true;
      }
    }
    return false;
  }

  private static long numberOf(Map<String, Object> item) {
    return item.get(NUMBER) instanceof Long number ? number : 0;
  }

  private static int sizeOf(Map<String, Object> item) {
    return OVERHEAD + (item.get("data") instanceof String text ? text.length() : 0);
  }

  /**
   * Runs something when nobody has read the feed for so long, unless it is closed before.
   *
   * @param patience how long
   */
  void whenAbandoned(Duration patience, Runnable then) {
    Thread.ofVirtual()
        .name("udp-feed")
        .start(() -> {
          if (isAbandoned(patience)) {
            then.run();
          }
        });
  }

  private boolean isAbandoned(Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!closed) {
        if (reader != null) {
          changed.await();
          left = patience.toNanos();
        } else if (left <= 0) {
          return true;
        } else {
          left = changed.awaitNanos(left);
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the feed and its stream. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      Reader ended = reader;
      reader = null;
      if (ended != null) {
        ended.target.onComplete();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What another version needs to go on, as types of the JDK; the feed is closed. */
  Map<String, Object> release() {
    lock.lock();
    try {
      close();
      for (PageSocket socket : List.copyOf(ready)) {
        for (var next = socket.next(); next.isPresent(); next = socket.next()) {
          next.get().put(NUMBER, ++last);
          unacknowledged.add(next.get());
        }
      }
      return Map.of("last", last, "items", new ArrayList<>(unacknowledged));
    } finally {
      lock.unlock();
    }
  }

  /** Goes on with what {@link #release} gave. */
  static Feed adopt(Map<?, ?> released) {
    Feed feed = new Feed();
    feed.last = Released.of(released, "last", Long.class);
    for (Object item : Released.of(released, "items", List.class)) {
      @SuppressWarnings("unchecked") // as it was released
      Map<String, Object> map = (Map<String, Object>) item;
      feed.unacknowledged.add(map);
      feed.unacknowledgedSize += sizeOf(map);
    }
    return feed;
  }
}
