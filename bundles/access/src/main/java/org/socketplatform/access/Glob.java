package org.socketplatform.access;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of absolute paths: a literal folder, then segments in which {@code *} stands for any
 * characters, {@code ?} for one, and {@code **} alone for any number of segments, none included.
 * Compared character by character: no case folding, no Unicode normalisation.
 */
final class Glob {
  private static final String ANY_DEPTH = "**";

  private final Path base;
  private final List<String> segments;

  private Glob(Path base, List<String> segments) {
    this.base = base;
    this.segments = segments;
  }

  /**
   * Reads a pattern.
   *
   * @param base taken literally, whatever characters are in it
   * @param pattern segments below it
   * @throws IllegalArgumentException what is wrong with it
   */
  static Glob of(Path base, String pattern) {
    Path literal = base;
    List<String> segments = new ArrayList<>();
    for (String segment : pattern.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".")) {
        continue;
      }
      if (!segments.isEmpty() || isWild(segment)) {
        segments.add(checked(segment));
      } else {
        literal = literal.resolve(segment);
      }
    }
    return new Glob(literal.normalize(), List.copyOf(segments));
  }

  private static String checked(String segment) {
    if (segment.equals("..")) {
      throw new IllegalArgumentException(".. behind a wildcard leads anywhere; remove it");
    }
    if (segment.contains(ANY_DEPTH) && !segment.equals(ANY_DEPTH)) {
      throw new IllegalArgumentException("** must stand alone between slashes, as in a/**/b");
    }
    return segment;
  }

  private static boolean isWild(String segment) {
    return segment.indexOf('*') >= 0 || segment.indexOf('?') >= 0;
  }

  /** The folder without wildcards that all matches lie in. */
  Path base() {
    return base;
  }

  /** The same pattern below another folder. */
  Glob rebased(Path other) {
    return new Glob(other, segments);
  }

  /** True for a path that is absolute and has no {@code .} and {@code ..} in it. */
  boolean matches(Path path) {
    if (!path.startsWith(base)) {
      return false;
    }
    if (segments.size() == 1 && segments.getFirst().equals(ANY_DEPTH)) {
      return true;
    }
    List<String> names = new ArrayList<>(path.getNameCount());
    for (int i = base.getNameCount(); i < path.getNameCount(); i++) {
      names.add(path.getName(i).toString());
    }
    return matchesBelow(names);
  }

  /** Linear in practice: on a mismatch only the latest {@code **} takes one segment more. */
  private boolean matchesBelow(List<String> names) {
    int name = 0;
    int segment = 0;
    int retrySegment = -1;
    int retryName = 0;
    while (name < names.size()) {
      if (segment < segments.size() && segments.get(segment).equals(ANY_DEPTH)) {
        retrySegment = ++segment;
        retryName = name;
      } else if (segment < segments.size()
          && matchesSegment(segments.get(segment), names.get(name))) {
        segment++;
        name++;
      } else if (retrySegment >= 0) {
        segment = retrySegment;
        name = ++retryName;
      } else {
        return false;
      }
    }
    while (segment < segments.size() && segments.get(segment).equals(ANY_DEPTH)) {
      segment++;
    }
    return segment == segments.size();
  }

  private static boolean matchesSegment(String pattern, String name) {
    int p = 0;
    int n = 0;
    int retryPattern = -1;
    int retryName = 0;
    while (n < name.length()) {
      char wanted = p < pattern.length() ? pattern.charAt(p) : '\0';
      if (wanted == '*') {
        retryPattern = ++p;
        retryName = n;
      } else if (wanted == '?') {
        p++;
        n += Character.charCount(name.codePointAt(n));
      } else if (wanted == name.charAt(n)) {
        p++;
        n++;
      } else if (retryPattern >= 0) {
        p = retryPattern;
        n = ++retryName;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return base + "/" + String.join("/", segments);
  }
}
