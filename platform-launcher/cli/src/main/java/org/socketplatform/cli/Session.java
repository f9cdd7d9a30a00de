package org.socketplatform.cli;

import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.socketplatform.store.PluginStore;

/**
 * What a command works with.
 *
 * @param environment environment variables
 * @param root the folder of the platform's sources, where {@code ssc} lies
 * @param platform the folder of the built platform
 * @param out what was asked for
 * @param err what else is to say
 * @param ask asks a person a question; empty if nobody is there
 * @param askSecretly the same, without showing the answer
 */
record Session(
    Map<String, String> environment,
    Path root,
    Path platform,
    PrintStream out,
    PrintStream err,
    Function<String, Optional<String>> ask,
    Function<String, Optional<char[]>> askSecretly) {
  Session {
    environment = Map.copyOf(environment);
  }

  PluginStore store() {
    return PluginStore.ofUser(environment);
  }

  Keys keys() {
    return Keys.ofUser(environment);
  }

  /** Asks whoever sits at the terminal. */
  static Optional<String> askTerminal(String question) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(console -> console.readLine("%s", question));
  }

  /** Asks whoever sits at the terminal for something that nobody is to see. */
  static Optional<char[]> askTerminalSecretly(String question) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(console -> console.readPassword("%s", question));
  }

  void warn(String message) {
    err.println("warning: " + message);
  }
}
