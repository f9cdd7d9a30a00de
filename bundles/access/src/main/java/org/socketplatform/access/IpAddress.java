package org.socketplatform.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as the 128 bits of IPv6; those of IPv4 are mapped into it (RFC 4291, 2.5.5.2), so
 * that both spellings are one address. Written as RFC 5952 asks.
 */
record IpAddress(long high, long low) {
  private static final int GROUPS = 8;
  private static final long MAPPED = 0xffffL;

  /** Four decimal numbers without leading zeros. */
  static Optional<IpAddress> parse4(String text) {
    long bits = 0;
    int start = 0;
    for (int i = 0; i < 4; i++) {
      int end = i < 3 ? text.indexOf('.', start) : text.length();
      int number = end < 0 ? -1 : Digits.decimal(text, start, end, 255);
      if (number < 0 || (end - start > 1 && text.charAt(start) == '0')) {
        return Optional.empty();
      }
      bits = bits << 8 | number;
      start = end + 1;
    }
    return Optional.of(new IpAddress(0, MAPPED << 32 | bits));
  }

  /** RFC 4291, 2.2: groups of hexadecimal digits, {@code ::} once, an IPv4 address at the end. */
  static Optional<IpAddress> parse6(String text) {
    if (text.length() > 45) {
      return Optional.empty();
    }
    String whole = text;
    int dot = text.indexOf('.');
    if (dot >= 0) {
      int start = text.lastIndexOf(':') + 1;
      Optional<IpAddress> tail = parse4(text.substring(start));
      if (tail.isEmpty() || start == 0) {
        return Optional.empty();
      }
      long bits = tail.get().low();
      whole =
          text.substring(0, start)
              + Long.toHexString(bits >> 16 & 0xffff)
              + ":"
              + Long.toHexString(bits & 0xffff);
    }
    int gap = whole.indexOf("::");
    if (gap < 0) {
      int @Nullable [] groups = groups(whole);
      return groups != null && groups.length == GROUPS ? Optional.of(of(groups)) : Optional.empty();
    }
    int @Nullable [] before = groups(whole.substring(0, gap));
    int @Nullable [] after = groups(whole.substring(gap + 2));
    if (before == null || after == null || before.length + after.length >= GROUPS) {
      return Optional.empty();
    }
    int[] groups = new int[GROUPS];
    System.arraycopy(before, 0, groups, 0, before.length);
    System.arraycopy(after, 0, groups, GROUPS - after.length, after.length);
    return Optional.of(of(groups));
  }

  /** The groups of a text; null if one is wrong. */
  private static int @Nullable [] groups(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    int[] groups = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      groups[i] = Digits.hexadecimal(parts[i]);
      if (groups[i] < 0) {
        return null;
      }
    }
    return groups;
  }

  private static IpAddress of(int[] groups) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[4 + i];
    }
    return new IpAddress(high, low);
  }

  boolean is4() {
    return high == 0 && low >>> 32 == MAPPED;
  }

  /** The number of bits that a prefix of this family can have. */
  int bits() {
    return is4() ? 32 : 128;
  }

  /** The address with only its first bits kept; counted as in its family. */
  IpAddress prefix(int length) {
    int kept = is4() ? 96 + length : length;
    return new IpAddress(high & mask(kept), low & mask(kept - 64));
  }

  private static long mask(int length) {
    return length <= 0 ? 0 : length >= 64 ? -1 : -1L << (64 - length);
  }

  @Override
  public String toString() {
    if (is4()) {
      return (low >> 24 & 255)
          + "."
          + (low >> 16 & 255)
          + "."
          + (low >> 8 & 255)
          + "."
          + (low & 255);
    }
    int start = -1;
    int longest = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && group(end) == 0) {
        end++;
      }
      if (end - i > longest) {
        longest = end - i;
        start = i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i += longest - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
            .append(Integer.toHexString(group(i)));
      }
    }
    return text.toString();
  }

  private int group(int index) {
    return (int) ((index < 4 ? high : low) >>> (16 * (3 - (index & 3)))) & 0xffff;
  }
}
