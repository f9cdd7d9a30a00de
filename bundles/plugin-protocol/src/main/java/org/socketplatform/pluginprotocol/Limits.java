package org.socketplatform.pluginprotocol;

/** What both sides keep to. */
public final class Limits {
  /** Version of the protocol. */
  public static final int VERSION = 1;

  /** The longest frame in bytes, without its length. */
  public static final int FRAME = 1 << 20;

  /** The most payload that is put into one frame of a body, a value or bytes. */
  public static final int PART = 1 << 16;

  /** The longest value as JSON, in bytes. */
  public static final int VALUE = 16 << 20;

  /** The most credit for a body that may be open, in bytes. */
  public static final int CREDIT = 1 << 20;

  /** The most items of a stream that may be asked for and not yet there. */
  public static final int DEMAND = 128;

  /** The most routes of a plugin. */
  public static final int ROUTES = 1000;

  /** The most calls of the platform that are under way at once. */
  public static final int CALLS = 1024;

  /** The most calls of the plugin that are under way at once. */
  public static final int PLUGIN_CALLS = 256;

  /** The most files that a plugin has open at once. */
  public static final int FILES = 256;

  private Limits() {}
}
