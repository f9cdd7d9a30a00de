package com.example.greeter;

import org.socketplatform.plugin.Command;
import org.socketplatform.plugin.Plugin;

/** Greets people. */
@Plugin("greeter")
final class Greeter {
  /**
   * Greets somebody.
   *
   * @param name whom
   * @return the greeting
   */
  @Command
  String hello(String name) {
    return Words.greeting() + " " + name;
  }
}
