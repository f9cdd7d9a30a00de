package org.socketplatform.store;

import org.osgi.framework.VersionRange;

/** What an app writes for a plugin under {@code [plugins]}. */
public sealed interface Declaration {
  /** An installed plugin: the highest version in a range. */
  record Installed(VersionRange range) implements Declaration {}

  /** The folder of a project, which development builds and follows; nobody else runs it. */
  record Project(String folder) implements Declaration {}

  /**
   * Reads a value, such as {@code [1,2)} or {@code ./greeter}.
   *
   * @throws StoreException if it is neither
   */
  static Declaration of(String value) {
    String text = value.strip();
    if (text.startsWith("./") || text.startsWith("../") || text.startsWith("/")) {
      return new Project(text);
    }
    try {
      return new Installed(VersionRange.valueOf(text.equals("*") ? "0" : text));
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          "'%s' is no range of versions; write \"[1,2)\" for any version 1".formatted(text), e);
    }
  }
}
