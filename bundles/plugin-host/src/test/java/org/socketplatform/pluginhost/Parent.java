package org.socketplatform.pluginhost;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A platform that starts a plugin which hangs: {@code Parent SANDBOXED CLASSES}. */
final class Parent {
  private Parent() {}

  public static void main(String... line) throws IOException, InterruptedException {
    Path classes = Path.of(line[1]);
    ProcessCommand command =
        new ProcessCommand(
            Path.of(System.getProperty("java.home")),
            List.of("-cp", classes.toString(), Deaf.class.getName()),
            classes,
            Boolean.parseBoolean(line[0]));
    try (Spawner spawner = new Spawner()) {
      Process child = spawner.start(command.of(classes));
      System.exit(child.waitFor());
    }
  }
}
