package org.socketplatform.access;

import java.util.List;

/** The variables that a path rule may begin with. */
final class Variables {
  static final List<String> NAMES =
      List.of(
          "CONFIG",
          "DATA",
          "DESKTOP",
          "DOCUMENTS",
          "DOWNLOADS",
          "HOME",
          "LOG",
          "MEDIA",
          "MUSIC",
          "PICTURES",
          "RESOURCES",
          "TMP",
          "VIDEOS");

  private Variables() {}

  static String list() {
    return "$" + String.join(" $", NAMES);
  }
}
