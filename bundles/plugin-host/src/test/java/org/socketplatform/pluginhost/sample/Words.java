package org.socketplatform.pluginhost.sample;

/** A second component of the sample's bundle. */
public final class Words {
  /** A greeting. */
  public String greet(String name) {
    return "Hello " + name;
  }
}
