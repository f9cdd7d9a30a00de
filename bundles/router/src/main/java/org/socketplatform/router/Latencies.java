package org.socketplatform.router;

import java.time.Duration;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.socketplatform.router.api.Latency;

/**
 * How long calls took. Most routes are called a few times in the life of an app: their times are
 * only noted, and histograms, some kilobytes of them, are made for what is called more often. Safe
 * for use by many threads; recording takes no lock then.
 */
final class Latencies {
  private static final int NOTED = 16;
  private static final int STRIPES = 4; // a power of two: threads that record at once

  /** Shorter times are not told apart. */
  private static final long UNIT_NANOS = 64;

  private static final long LONGEST_NANOS = 60_000_000_000L; // a minute
  private static final int DIGITS = 1;

  private volatile Histogram @Nullable [] histograms;

  // Guarded by this.
  private long @Nullable [] noted;
  private int count;

  /** What was recorded. */
  record Reading(long count, Latency latency) {}

  void record(long nanos) {
    Histogram[] made = histograms;
    if (made == null) {
      made = note(nanos);
      if (made == null) {
        return;
      }
    }
    made[(int) Thread.currentThread().threadId() & (STRIPES - 1)].recordValue(bounded(nanos));
  }

  private static long bounded(long nanos) {
    return Math.clamp(nanos, 0, LONGEST_NANOS);
  }

  /** Notes the time of an early call; the histograms, if this is not one. */
  private synchronized Histogram @Nullable [] note(long nanos) {
    if (histograms != null) {
      return histograms;
    }
    if (noted == null) {
      noted = new long[NOTED];
    }
    if (count < NOTED) {
      noted[count++] = nanos;
      return null;
    }
    Histogram[] made = new Histogram[STRIPES];
    for (int i = 0; i < STRIPES; i++) {
      made[i] = new AtomicHistogram(UNIT_NANOS, LONGEST_NANOS, DIGITS);
    }
    for (long early : noted) {
      made[0].recordValue(bounded(early));
    }
    noted = null;
    histograms = made;
    return made;
  }

  Reading read() {
    Histogram all = new Histogram(UNIT_NANOS, LONGEST_NANOS, DIGITS);
    Histogram[] made;
    synchronized (this) {
      made = histograms;
      if (noted != null) {
        for (int i = 0; i < count; i++) {
          all.recordValue(bounded(noted[i]));
        }
      }
    }
    if (made != null) {
      for (Histogram stripe : made) {
        all.add(stripe);
      }
    }
    long total = all.getTotalCount();
    return new Reading(
        total,
        total == 0
            ? Latency.NONE
            : new Latency(
                percentile(all, 50),
                percentile(all, 90),
                percentile(all, 99),
                Duration.ofNanos(all.getMaxValue())));
  }

  private static Duration percentile(Histogram histogram, double percent) {
    return Duration.ofNanos(histogram.getValueAtPercentile(percent));
  }
}
