package org.socketplatform.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one permission grants and denies of one kind of value. Immutable once made.
 *
 * @param <T> what is granted: a path, a host, a command line
 */
final class Lines<T> {
  private final Patterns<T> granted;
  private final Patterns<T> denied;
  private final List<String> problems = new ArrayList<>();
  private @Nullable Grant unreadableDenial;

  Lines(List<Grant> grants, List<Grant> denials, Patterns<T> granted, Patterns<T> denied) {
    this.granted = granted;
    this.denied = denied;
    grants.forEach(this::grant);
    denials.forEach(this::deny);
  }

  private void grant(Grant line) {
    try {
      granted.add(line);
    } catch (Patterns.NoEffect e) {
      problems.add(line + " has no effect: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      problems.add(line + " is ignored: " + e.getMessage());
    }
  }

  private void deny(Grant line) {
    try {
      denied.add(line);
    } catch (Patterns.NoEffect e) {
      problems.add(line + " has no effect: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      // It may have meant anything, so nothing is left.
      unreadableDenial = line;
      problems.add(
          line
              + " cannot be understood, so everything that it could mean is refused to "
              + line.plugin()
              + ": "
              + e.getMessage());
    }
  }

  /** A line that grants the value. */
  @Nullable Grant find(T value) {
    return granted.find(value);
  }

  /** A line that denies the value, whatever is granted. */
  @Nullable Grant denial(T value) {
    return unreadableDenial != null ? unreadableDenial : denied.find(value);
  }

  /** What is wrong with the lines, for the developer. */
  List<String> problems() {
    return problems;
  }
}
