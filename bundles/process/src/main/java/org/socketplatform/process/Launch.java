package org.socketplatform.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is to be started.
 *
 * @param command the program, by its path, and its arguments
 * @param environment all variables that it gets
 * @param folder where it starts
 * @param descriptors by the number that they get, one of this process each; {@link #NULL} for
 *     {@code /dev/null}
 * @param detached gets a session of its own
 */
record Launch(
    List<String> command,
    Map<String, String> environment,
    Path folder,
    List<Integer> descriptors,
    boolean detached) {
  static final int NULL = -1;

  Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    descriptors = List.copyOf(descriptors);
  }

  /** The same by way of other programs. */
  Launch through(List<String> prefix) {
    List<String> longer = new ArrayList<>(prefix);
    longer.addAll(command);
    return new Launch(longer, environment, folder, descriptors, detached);
  }
}
