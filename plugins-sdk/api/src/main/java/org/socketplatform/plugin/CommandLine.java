package org.socketplatform.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * A program that the caller may start, with its arguments. There is no shell between.
 *
 * @param program absolute path of the program, links followed
 * @param arguments without the name of the program
 */
public record CommandLine(Path program, List<String> arguments) {
  public CommandLine {
    arguments = List.copyOf(arguments);
  }
}
