package org.socketplatform.bluetooth.loop;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.socketplatform.bluetooth.api.Registration;

/** When radios speak. */
public interface AirTime extends AutoCloseable {
  /** Runs the task again and again, the first time after one period. It must be quick. */
  Registration every(Duration period, Runnable task);

  /** Nothing runs any more. */
  @Override
  void close();

  /** The time that passes by itself. */
  static AirTime real() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("bluetooth-air").factory());
    timer.setRemoveOnCancelPolicy(true);
    return new AirTime() {
      @Override
      public Registration every(Duration period, Runnable task) {
        long nanos = period.toNanos();
        var running = timer.scheduleAtFixedRate(task, nanos, nanos, TimeUnit.NANOSECONDS);
        return () -> running.cancel(false);
      }

      @Override
      public void close() {
        timer.shutdownNow();
      }
    };
  }
}
