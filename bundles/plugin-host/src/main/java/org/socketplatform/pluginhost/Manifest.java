package org.socketplatform.pluginhost;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Scope;
import org.socketplatform.plugin.ValueReader;
import org.socketplatform.pluginprotocol.Frame;

/**
 * What a plugin says about itself in {@code plugin/NAME.json}, which is what its user was shown
 * when it was installed. Its process may announce that and nothing else.
 *
 * @param routes as they may be announced
 * @param needs what it calls of its own accord, a line for each permission or pattern of one
 */
record Manifest(List<Frame.RouteEntry> routes, List<String> needs) {
  private static final int LONGEST = 1 << 20;

  /** What its user was shown as it is. */
  private static final Pattern SHOWN = Pattern.compile("\\P{C}+");

  private static final Pattern PERMISSION = Pattern.compile("[a-z0-9_-]+:[a-z0-9_-]+");

  Manifest {
    routes = List.copyOf(routes);
    needs = List.copyOf(needs);
  }

  /**
   * Reads that of a plugin.
   *
   * @throws IOException if there is none, or it cannot be understood
   */
  static Manifest of(String plugin, Path bundle) throws IOException {
    String entry = "plugin/" + plugin + ".json";
    try (ZipFile jar = new ZipFile(bundle.toFile())) {
      @Nullable ZipEntry found = jar.getEntry(entry);
      if (found == null) {
        throw new IOException("it has no " + entry);
      }
      try (InputStream in = jar.getInputStream(found)) {
        byte[] json = in.readNBytes(LONGEST + 1);
        if (json.length > LONGEST) {
          throw new IOException("its " + entry + " is larger than 1 MiB");
        }
        return parse(new String(json, StandardCharsets.UTF_8));
      }
    } catch (FailureException | IllegalArgumentException e) {
      throw new IOException("its " + entry + " cannot be understood: " + e.getMessage());
    }
  }

  /**
   * Reads a text.
   *
   * @throws FailureException if it is no manifest
   * @throws IllegalArgumentException as above
   */
  static Manifest parse(String json) {
    ValueReader reader = Json.reader(json, "manifest");
    List<Frame.RouteEntry> routes = new ArrayList<>();
    List<String> needs = new ArrayList<>();
    reader.beginObject();
    for (String name; (name = reader.nextName()) != null; ) {
      switch (name) {
        case "commands" -> {
          reader.beginArray();
          while (reader.nextItem()) {
            routes.add(route(reader));
          }
        }
        case "needs" -> {
          reader.beginArray();
          while (reader.nextItem()) {
            needs.addAll(need(reader));
          }
        }
        default -> reader.skip();
      }
    }
    return new Manifest(routes, needs);
  }

  private static Frame.RouteEntry route(ValueReader reader) {
    String route = "";
    String permission = "";
    List<Scope> scopes = new ArrayList<>();
    reader.beginObject();
    for (String name; (name = reader.nextName()) != null; ) {
      switch (name) {
        case "route" -> route = reader.string();
        case "permission" -> permission = reader.string();
        case "scopes" -> {
          reader.beginArray();
          while (reader.nextItem()) {
            scopes.add(scope(reader));
          }
        }
        default -> reader.skip();
      }
    }
    return new Frame.RouteEntry(route, permission, scopes);
  }

  private static Scope scope(ValueReader reader) {
    Map<String, String> texts = new HashMap<>();
    boolean follow = true;
    reader.beginObject();
    for (String name; (name = reader.nextName()) != null; ) {
      if (reader.next() == ValueReader.Kind.BOOLEAN) {
        follow = reader.bool();
      } else {
        texts.put(name, reader.string());
      }
    }
    String param = texts.getOrDefault("param", "");
    String permission = texts.getOrDefault("permission", "");
    return switch (texts.getOrDefault("kind", "")) {
      case "path" ->
          new Scope.Place(
              param,
              permission,
              follow,
              switch (texts.getOrDefault("access", "any")) {
                case "read" -> Scope.Access.READ;
                case "write" -> Scope.Access.WRITE;
                default -> Scope.Access.ANY;
              });
      case "host" -> new Scope.Host(param, permission);
      case "program" -> new Scope.Program(param, permission);
      default -> throw new IllegalArgumentException("a scope of an unknown kind");
    };
  }

  private static List<String> need(ValueReader reader) {
    String permission = "";
    List<String> patterns = new ArrayList<>();
    reader.beginObject();
    for (String name; (name = reader.nextName()) != null; ) {
      switch (name) {
        case "permission" -> permission = reader.string();
        case "patterns" -> {
          reader.beginArray();
          while (reader.nextItem()) {
            patterns.add(reader.string());
          }
        }
        default -> reader.skip();
      }
    }
    String needed = permission;
    if (!PERMISSION.matcher(needed).matches()) {
      throw new IllegalArgumentException("a need that is no permission");
    }
    for (String pattern : patterns) {
      if (!SHOWN.matcher(pattern).matches()) {
        throw new IllegalArgumentException("a need for what cannot be shown");
      }
    }
    return patterns.isEmpty()
        ? List.of(needed)
        : patterns.stream().map(pattern -> needed + " " + pattern).toList();
  }
}
