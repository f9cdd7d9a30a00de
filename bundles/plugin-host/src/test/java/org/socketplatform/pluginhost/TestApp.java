package org.socketplatform.pluginhost;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.WindowMode;

/** An app whose data folder is given, and with these settings. */
record TestApp(Path data, Map<String, List<String>> values) implements Application, Settings {
  @Override
  public String id() {
    return "com.example.app";
  }

  @Override
  public String title() {
    return "App";
  }

  @Override
  public Path folder() {
    return Path.of("/nonexistent/app");
  }

  @Override
  public Path profile() {
    return Path.of("/nonexistent/profile");
  }

  @Override
  public Map<String, Path> paths() {
    return Map.of("data", data);
  }

  @Override
  public Settings settings() {
    return this;
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
  public void exit(int status) {}

  @Override
  public Optional<String> text(String key) {
    return list(key).stream().reduce((a, b) -> a + " " + b);
  }

  @Override
  public List<String> list(String key) {
    return values.getOrDefault(key, List.of());
  }

  @Override
  public Set<String> keys() {
    return values.keySet();
  }

  @Override
  public boolean hasSection(String name) {
    return keys().stream().anyMatch(key -> key.startsWith(name + "."));
  }
}
