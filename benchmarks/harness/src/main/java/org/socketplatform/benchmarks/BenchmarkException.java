package org.socketplatform.benchmarks;

/** Why nothing could be measured, for people. */
final class BenchmarkException extends RuntimeException {
  BenchmarkException(String message) {
    super(message);
  }
}
