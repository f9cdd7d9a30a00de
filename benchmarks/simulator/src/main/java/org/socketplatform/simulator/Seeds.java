package org.socketplatform.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/** Runs an experiment with many seeds, several at once. */
final class Seeds {
  private final int jobs;
  private final Progress progress;

  Seeds(int jobs, Progress progress) {
    this.jobs = jobs;
    this.progress = progress;
  }

  /**
   * Results of {@code count} seeds from the first one on, in their order.
   *
   * @throws IllegalStateException if a run fails
   */
  <T> List<T> run(int first, int count, LongFunction<T> experiment) throws InterruptedException {
    progress.begin(count);
    try (ExecutorService executor =
        Executors.newFixedThreadPool(
            jobs, Thread.ofPlatform().name("seed-", 0).daemon().factory())) {
      List<Future<T>> runs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long seed = (long) first + i;
        runs.add(
            executor.submit(() -> {
              T result = experiment.apply(seed);
              progress.done();
              return result;
            }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> run : runs) {
        results.add(result(run, first + results.size()));
      }
      return results;
    } finally {
      progress.end();
    }
  }

  private static <T> T result(Future<T> run, int seed) throws InterruptedException {
    try {
      return run.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the run with seed " + seed + " failed", e.getCause());
    }
  }
}
