package org.socketplatform.plugin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The decoded parameters of a call, in order; of a repeated name the last value counts. Immutable.
 */
public final class Params {
  /** No parameters. */
  public static final Params EMPTY = new Params(Map.of());

  private final Map<String, String> values;

  private Params(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  public static Params of(Map<String, String> values) {
    return values.isEmpty() ? EMPTY : new Params(new LinkedHashMap<>(values));
  }

  /** All parameters, in order. */
  public Map<String, String> asMap() {
    return values;
  }

  /** A parameter; an empty one counts as absent. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * A parameter that must be there and not empty.
   *
   * @throws FailureException bad request
   */
  public String require(String name) {
    return text(name)
        .orElseThrow(() ->
            new FailureException(Failure.badRequest("Expecting '" + name + "' in parameters")));
  }

  /**
   * A whole number that must be there.
   *
   * @throws FailureException bad request
   */
  public long requireLong(String name) {
    return parseLong(name, require(name));
  }

  /**
   * A whole number.
   *
   * @throws FailureException bad request if it is there and no number
   */
  public long longOr(String name, long otherwise) {
    return text(name).map(value -> parseLong(name, value)).orElse(otherwise);
  }

  /**
   * {@code true} or {@code false}.
   *
   * @throws FailureException bad request if it is there and neither
   */
  public boolean flag(String name, boolean otherwise) {
    return text(name)
        .map(value ->
            switch (value) {
              case "true" -> true;
              case "false" -> false;
              default -> throw invalid(name);
            })
        .orElse(otherwise);
  }

  private static long parseLong(String name, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw invalid(name);
    }
  }

  private static FailureException invalid(String name) {
    return new FailureException(Failure.badRequest("Invalid '" + name + "' given in parameters"));
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
