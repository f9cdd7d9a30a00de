package org.socketplatform.itest.bundles;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.WindowMode;

/** The app for bundles that run without the launcher; it may use the files of one folder. */
record TestApplication(Path folder, Map<String, String> values) implements Application {
  static TestApplication withFilesIn(Path folder) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("capabilities.fs.read", "$DATA/**");
    values.put("capabilities.fs.write", "$DATA/**");
    return new TestApplication(folder, values);
  }

  /** The same, and it may ask for all that is not about files, and send packets on this host. */
  static TestApplication withAllIn(Path folder) {
    TestApplication application = withFilesIn(folder);
    application.values().put("capabilities.os.info", "true");
    application.values().put("capabilities.udp.bind", "127.0.0.1:*");
    application.values().put("capabilities.udp.send", "127.0.0.1:*");
    return application;
  }

  @Override
  public String id() {
    return "com.example.bundles";
  }

  @Override
  public String title() {
    return "Bundles";
  }

  @Override
  public Path profile() {
    return folder;
  }

  @Override
  public Map<String, Path> paths() {
    return Map.of("data", folder);
  }

  @Override
  public Settings settings() {
    return new Settings() {
      @Override
      public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key));
      }

      @Override
      public List<String> list(String key) {
        return text(key).stream().toList();
      }

      @Override
      public Set<String> keys() {
        return values.keySet();
      }

      @Override
      public boolean hasSection(String name) {
        return values.keySet().stream().anyMatch(key -> key.startsWith(name + "."));
      }
    };
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
    throw new UnsupportedOperationException("The bundles want to exit with " + status);
  }
}
