package org.socketplatform.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.TestFile;
import org.socketplatform.plugin.WindowMode;

/** The app of this process, as plugins see it. */
record RunningApplication(
    String id,
    String title,
    Path folder,
    Path profile,
    Map<String, Path> paths,
    Settings settings,
    List<String> arguments,
    Map<String, String> environment,
    WindowMode window,
    Optional<TestFile> test,
    Exit end)
    implements Application {
  RunningApplication {
    paths = Map.copyOf(paths);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  @Override
  public void exit(int status) {
    end.ask(status);
  }
}
