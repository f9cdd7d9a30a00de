package org.socketplatform.pluginprotocol;

/**
 * Names of what a plugin asks the platform to do at a place that was granted, with the names of the
 * parameters. They are called like routes, but no route has a colon in its name.
 */
public final class Places {
  /** The path of a place below, checked. */
  public static final String RESOLVE = "place:resolve";

  /** What stands there. */
  public static final String ATTRIBUTES = "place:attributes";

  /** Opens a file; the answer is its number. */
  public static final String OPEN = "place:open";

  /** The names in a folder. */
  public static final String NAMES = "place:names";

  /** Makes a folder and those on the way. */
  public static final String CREATE_FOLDERS = "place:create-folders";

  /** Removes a file. */
  public static final String DELETE_FILE = "place:delete-file";

  /** Removes an empty folder. */
  public static final String DELETE_FOLDER = "place:delete-folder";

  /** Bytes of a file. */
  public static final String READ = "file:read";

  /** Writes the body to a file. */
  public static final String WRITE = "file:write";

  /** Size of a file. */
  public static final String SIZE = "file:size";

  /** Cuts a file off. */
  public static final String TRUNCATE = "file:truncate";

  /** Brings a file to the disk. */
  public static final String FORCE = "file:force";

  /** Closes a file. */
  public static final String CLOSE = "file:close";

  /** Number of the call of the platform that brought the place. */
  public static final String CALL = "call";

  /** Its parameter that is the place. */
  public static final String PARAM = "param";

  /** A relative path from the place; the place itself without it. */
  public static final String BELOW = "below";

  /** The options of {@code StandardOpenOption}, with commas between. */
  public static final String OPTIONS = "options";

  /** The most names, or bytes. */
  public static final String MOST = "most";

  /** Number of an open file. */
  public static final String FILE = "file";

  /** A place in a file, in bytes; -1 for the end of one that is only appended to. */
  public static final String POSITION = "position";

  /** True to bring times and the like to the disk as well. */
  public static final String METADATA = "metadata";

  private Places() {}
}
