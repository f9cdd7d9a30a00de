package org.socketplatform.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** When calls arrived, for calls that follow one another; what does not fit is not counted. */
final class Laps {
  private static final int MOST = 1 << 15;

  private final long[] arrivals = new long[MOST];
  private final AtomicInteger count = new AtomicInteger();

  /** A call has arrived. */
  void arrived() {
    long now = System.nanoTime();
    int index = count.getAndIncrement();
    if (index < MOST) {
      arrivals[index] = now;
    }
  }

  /** The nanoseconds between one arrival and the next since this was last asked for. */
  List<Long> take() {
    int taken = Math.min(MOST, count.getAndSet(0));
    List<Long> laps = new ArrayList<>(taken);
    for (int i = 1; i < taken; i++) {
      laps.add(arrivals[i] - arrivals[i - 1]);
    }
    return laps;
  }
}
