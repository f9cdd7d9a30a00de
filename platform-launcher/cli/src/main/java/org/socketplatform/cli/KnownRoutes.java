package org.socketplatform.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;

/** The routes that an app can call, known without starting it. */
final class KnownRoutes {
  private static final String FILE = "platform.routes";
  private static final int WORDS_OF_A_SCOPE = 3;

  private final Map<String, Route> routes = new HashMap<>();

  /** Adds those of the platform, which were written down when it was built. */
  void addPlatform(Path platform) {
    Path file = platform.resolve(FILE);
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split("\t", -1);
        List<Scope> scopes = new ArrayList<>();
        for (int i = 2; i + WORDS_OF_A_SCOPE <= words.length; i += WORDS_OF_A_SCOPE) {
          scopes.add(scope(words[i], words[i + 1], words[i + 2], !words[i].equals("link")));
        }
        add(words[0], words[1], scopes);
      }
    } catch (IOException | RuntimeException e) {
      throw new CommandException(
          "cannot use %s (%s); run 'ssc build --clean' and heed its warnings".formatted(file, e),
          e);
    }
  }

  /** Adds those of an installed plugin. */
  void add(PluginManifest plugin) {
    try {
      for (PluginManifest.Route route : plugin.commands()) {
        add(
            route.name(),
            route.permission(),
            route.scopes().stream()
                .map(one -> scope(one.kind(), one.param(), one.permission(), one.follow()))
                .toList());
      }
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          "the manifest of the plugin %s is damaged (%s); install it again"
              .formatted(plugin.name(), e.getMessage()),
          e);
    }
  }

  private void add(String name, String permission, List<Scope> scopes) {
    routes.put(name, new Route(name, permission, scopes, _ -> Reply.ok()));
  }

  private static Scope scope(String kind, String param, String permission, boolean follow) {
    return switch (kind) {
      case "path", "link" -> new Scope.Place(param, permission, follow);
      case "host" -> new Scope.Host(param, permission);
      case "program" -> new Scope.Program(param, permission);
      default -> throw new IllegalArgumentException("unknown kind of scope '" + kind + "'");
    };
  }

  Optional<Route> find(String name) {
    return Optional.ofNullable(routes.get(name));
  }
}
