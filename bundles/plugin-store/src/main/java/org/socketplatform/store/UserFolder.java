package org.socketplatform.store;

import java.nio.file.Path;
import java.util.Map;

/** The folders of a user after the XDG Base Directory Specification. */
public final class UserFolder {
  private UserFolder() {}

  /**
   * A base folder.
   *
   * @param environment environment variables
   * @param variable that names it if it is an absolute path
   * @param otherwise below the home folder
   */
  public static Path of(Map<String, String> environment, String variable, String otherwise) {
    String given = environment.getOrDefault(variable, "");
    if (given.startsWith("/")) {
      return Path.of(given).normalize();
    }
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.startsWith("/") ? home : System.getProperty("user.home"))
        .resolve(otherwise);
  }
}
