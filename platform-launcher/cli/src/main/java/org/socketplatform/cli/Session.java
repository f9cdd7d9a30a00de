package org.socketplatform.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.socketplatform.store.PluginStore;

/**
 * What a command works with.
 *
 * @param environment environment variables
 * @param root the folder of the platform's sources, where {@code ssc} lies
 * @param platform the folder of the built platform
 * @param out what was asked for
 * @param err what else is to say
 */
record Session(
    Map<String, String> environment, Path root, Path platform, PrintStream out, PrintStream err) {
  Session {
    environment = Map.copyOf(environment);
  }

  PluginStore store() {
    return PluginStore.ofUser(environment);
  }

  Keys keys() {
    return Keys.ofUser(environment);
  }

  void warn(String message) {
    err.println("warning: " + message);
  }
}
