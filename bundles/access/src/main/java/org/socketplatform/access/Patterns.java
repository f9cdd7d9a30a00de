package org.socketplatform.access;

import org.jspecify.annotations.Nullable;

/**
 * Lines of {@code socket.ini} compiled for one kind of value, so that finding the line for a value
 * does not take longer the more lines there are.
 *
 * @param <T> what is looked for
 */
interface Patterns<T> {
  /**
   * Takes a line in.
   *
   * @throws NoEffect if it can match nothing on this system
   * @throws IllegalArgumentException what is wrong with it
   */
  void add(Grant grant) throws NoEffect;

  /** A line that matches the value. */
  @Nullable Grant find(T value);

  /** A line is right but names something that this system does not have. */
  final class NoEffect extends Exception {
    NoEffect(String message) {
      super(message);
    }
  }
}
