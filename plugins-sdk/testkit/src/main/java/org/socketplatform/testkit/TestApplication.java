package org.socketplatform.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.WindowMode;

/** The app that the plugin serves: no window, and the folders that the test gives. */
record TestApplication(Path folder, Map<String, Path> paths, Settings settings)
    implements Application {
  static final String ID = "com.example.test";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return "Test";
  }

  @Override
  public Path profile() {
    return folder.resolve("profile");
  }

  @Override
  public List<String> arguments() {
    return List.of();
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public WindowMode window() {
    return new WindowMode(true, Optional.empty());
  }

  @Override
  public void exit(int status) {
    throw new UnsupportedOperationException("The plugin ended the app with the status " + status);
  }
}
