package org.socketplatform.plugin;

/** A parameter of a route whose value the router checks against what the app was granted. */
public sealed interface Scope {
  /** Name of the parameter. */
  String param();

  /** Under whose grant the value must lie; a route may need several, as a copy does. */
  String permission();

  /**
   * A path.
   *
   * @param follow true if the path is resolved through every symbolic link before it is checked and
   *     handed over; false if its last name is kept as it is and only the folders before it are
   *     resolved, as renaming or removing a link needs
   * @param access what the plugin may do there, if it runs in a process of its own
   */
  record Place(String param, String permission, boolean follow, Access access) implements Scope {
    /** A path to do anything with. */
    public Place(String param, String permission, boolean follow) {
      this(param, permission, follow, Access.ANY);
    }
  }

  /** What is done with a path. */
  enum Access {
    /** Files are read, folders listed. */
    READ,
    /** Files and folders are made, written and removed. */
    WRITE,
    /** All of it. */
    ANY
  }

  /** A host with a port, as {@code example.com:443} or {@code [::1]:80}. */
  record Host(String param, String permission) implements Scope {}

  /** A program with its arguments, as a JSON array of strings. */
  record Program(String param, String permission) implements Scope {}
}
