package org.socketplatform.router;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The streams of a plugin that have a reader. Safe for use by many threads. */
final class OpenStreams {
  private final Set<StreamRelay> open = new HashSet<>();
  private boolean ended;

  /** Takes a stream up; false if the plugin has gone. */
  synchronized boolean add(StreamRelay stream) {
    return !ended && open.add(stream);
  }

  synchronized void remove(StreamRelay stream) {
    open.remove(stream);
  }

  /** Ends all streams, now and from now on: the plugin goes. */
  void end() {
    List<StreamRelay> due;
    synchronized (this) {
      ended = true;
      due = new ArrayList<>(open);
      open.clear();
    }
    due.forEach(StreamRelay::reloaded);
  }
}
