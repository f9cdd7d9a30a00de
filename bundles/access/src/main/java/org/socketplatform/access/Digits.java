package org.socketplatform.access;

/** Reads numbers of ASCII digits, and nothing that a number could otherwise look like. */
final class Digits {
  private Digits() {}

  /** The decimal number in a part of a text; -1 if it is none, or larger than the most. */
  static int decimal(String text, int start, int end, int most) {
    int number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
      if (number > most) {
        return -1;
      }
    }
    return start < end ? number : -1;
  }

  /** One to four hexadecimal digits; -1 if it is anything else. */
  static int hexadecimal(String text) {
    if (text.isEmpty() || text.length() > 4) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      number = number * 16 + digit;
    }
    return number;
  }
}
