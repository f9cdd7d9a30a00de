package org.socketplatform.webview;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.ValueReader;

/**
 * What {@code npm:} names: packages in the {@code node_modules} that the app brings, found as <a
 * href="https://nodejs.org/api/packages.html">Node's documentation of packages</a> says for {@code
 * import}. Nothing is fetched from elsewhere.
 */
final class NpmPackages {
  /** The longest file that is looked into, in bytes. */
  static final long MAX_BYTES = 16 << 20;

  private static final Pattern SPECIFIER =
      Pattern.compile("((?:@[\\w~-][\\w.~-]*/)?[\\w~-][\\w.~-]*)(?:@[^/]*)?((?:/[^/\\\\%]+)*)");

  /** What packages call each other, and what they call their own parts. */
  private static final Pattern BARE =
      Pattern.compile("(?:#|@[\\w~-][\\w.~-]*/)?[\\w~-][\\w.~-]*(?:/[^\\\\%?#'\"]*)?");

  /** What this host is, to the maps of a package. */
  private static final Set<String> CONDITIONS = Set.of("socket", "browser", "import", "default");

  private static final List<String> EXTENSIONS = List.of("", ".js", ".mjs", "/index.js");

  private static final Pattern MODULE_SYNTAX =
      Pattern.compile(
          "^\\s*(?:import\\s*[\\w{*'\"]|export\\s*(?:[{*]|default\\b|const\\b|let\\b|var\\b|class\\b|function\\b|async\\b))",
          Pattern.MULTILINE);

  /** How CommonJS modules, also those that a compiler made, say what they export. */
  private static final Pattern EXPORTED_NAME =
      Pattern.compile(
          "\\bexports(?:\\.([A-Za-z_$][\\w$]*)\\s*=[^=]|,\\s*['\"]([A-Za-z_$][\\w$]*)['\"])");

  private static final Set<String> NOT_NAMES =
      Set.of(
          "__esModule",
          "arguments",
          "await",
          "break",
          "case",
          "catch",
          "class",
          "const",
          "continue",
          "debugger",
          "default",
          "delete",
          "do",
          "else",
          "enum",
          "eval",
          "export",
          "extends",
          "false",
          "finally",
          "for",
          "function",
          "if",
          "implements",
          "import",
          "in",
          "instanceof",
          "interface",
          "let",
          "new",
          "null",
          "package",
          "private",
          "protected",
          "public",
          "return",
          "static",
          "super",
          "switch",
          "this",
          "throw",
          "true",
          "try",
          "typeof",
          "var",
          "void",
          "while",
          "with",
          "yield");

  private final String origin;
  private final AppFiles files;

  NpmPackages(String origin, AppFiles files) {
    this.origin = origin;
    this.files = files;
  }

  /**
   * A module that is what a specifier, such as {@code lodash/fp}, names; empty if there is none.
   *
   * @param from path of the module that imports it, within the app: where to begin to look
   */
  Optional<String> proxy(String specifier, String from) throws IOException {
    Optional<Place> place =
        specifier.startsWith("#") ? internal(specifier, from) : place(specifier, from);
    return place.isPresent()
        ? Optional.of(
            module(
                origin + place.get().path(),
                text(place.get().file()),
                "module".equals(place.get().manifest().get("type"))))
        : Optional.empty();
  }

  /** A file of a package, by its path within the app. */
  private record Place(String path, Path file, Map<?, ?> manifest) {}

  private Optional<Place> place(String specifier, String from) throws IOException {
    Matcher parts = SPECIFIER.matcher(specifier);
    if (!parts.matches() || List.of(parts.group(2).split("/")).contains("..")) {
      return Optional.empty();
    }
    Optional<Home> own = homeOf(from);
    if (own.isPresent()
        && parts.group(1).equals(own.get().manifest().get("name"))
        && own.get().manifest().containsKey("exports")) {
      return place(own.get(), parts.group(2));
    }
    for (String folder = parent(from); ; folder = parent(folder)) {
      if (!folder.endsWith("/node_modules")) {
        String path = folder + "/node_modules/" + parts.group(1);
        Optional<Place> found = place(new Home(path, manifest(path)), parts.group(2));
        if (found.isPresent() || folder.isEmpty()) {
          return found;
        }
      }
    }
  }

  private Optional<Place> place(Home home, String rest) {
    Optional<String> path = target(home.path(), home.manifest(), rest);
    return path.flatMap(this::file).map(file -> new Place(path.get(), file, home.manifest()));
  }

  /** A package, by the path of its folder. */
  private record Home(String path, Map<?, ?> manifest) {}

  /** The package that a module belongs to. */
  private Optional<Home> homeOf(String from) throws IOException {
    for (String folder = parent(from); !folder.isEmpty(); folder = parent(folder)) {
      if (folder.endsWith("/node_modules")) {
        return Optional.empty();
      }
      Map<?, ?> manifest = manifest(folder);
      if (!manifest.isEmpty()) {
        return Optional.of(new Home(folder, manifest));
      }
    }
    return Optional.empty();
  }

  /** What a package names for its own use alone. */
  private Optional<Place> internal(String specifier, String from) throws IOException {
    Optional<Home> own = homeOf(from);
    if (own.isEmpty() || !(own.get().manifest().get("imports") instanceof Map<?, ?> imports)) {
      return Optional.empty();
    }
    Optional<String> target = mapped(imports, specifier);
    if (target.isEmpty() || target.get().contains("..")) {
      return Optional.empty();
    }
    if (!target.get().startsWith("./")) {
      return place(target.get(), from);
    }
    String path = own.get().path() + target.get().substring(1);
    return file(path).map(file -> new Place(path, file, own.get().manifest()));
  }

  /** The folder that something is in; empty for that of the app. */
  private static String parent(String path) {
    return path.substring(0, Math.max(path.lastIndexOf('/'), 0));
  }

  /**
   * The text of a module in {@code node_modules}, whose imports by bare names ask for {@code npm:}
   * and tell who asks: packages need no import map.
   *
   * @param path of the module, as in its address
   */
  static String withAddresses(String path, String text) {
    String from = "?from=" + path.replace("'", "%27").replace("&", "%26");
    return ImportSpecifiers.replaced(
        text,
        name -> BARE.matcher(name).matches() ? "npm:" + name.replace("#", "%23") + from : name);
  }

  private static String module(String url, String text, boolean isModulePackage) {
    String quoted = "'" + url.replace("'", "%27") + "'";
    if (url.endsWith(".json")) {
      return "export default " + text;
    }
    boolean isModule =
        url.endsWith(".mjs")
            || (!url.endsWith(".cjs") && (isModulePackage || MODULE_SYNTAX.matcher(text).find()));
    if (isModule) {
      return Modules.proxyOf(quoted, text);
    }
    Set<String> names = new TreeSet<>();
    for (Matcher name = EXPORTED_NAME.matcher(text); name.find(); ) {
      names.add(name.group(1) == null ? name.group(2) : name.group(1));
    }
    names.removeAll(NOT_NAMES);
    String exported = String.join(", ", names);
    return "import { createRequire } from 'socket:module'\n"
        + "const module = createRequire("
        + quoted
        + ")("
        + quoted
        + ")\n"
        + "export default module\n"
        + (names.isEmpty() ? "" : "export const { " + exported + " } = module\n");
  }

  /** The address of the file within the app, still to be looked for. */
  private Optional<String> target(String home, Map<?, ?> manifest, String rest) {
    Object exports = manifest.get("exports");
    if (exports != null) {
      return exported(exports, "." + rest)
          .filter(target -> target.startsWith("./") && !target.contains(".."))
          .map(target -> home + target.substring(1));
    }
    List<String> candidates = new ArrayList<>();
    if (!rest.isEmpty()) {
      candidates.add(rest);
    } else {
      for (String field : List.of("module", "main")) {
        if (manifest.get(field) instanceof String main) {
          candidates.add("/" + main.replaceFirst("^\\.?/", ""));
        }
      }
      candidates.add("/index.js");
    }
    return candidates.stream()
        .filter(candidate -> !candidate.contains(".."))
        .flatMap(candidate -> EXTENSIONS.stream().map(extension -> home + candidate + extension))
        .filter(path -> file(path).isPresent())
        .findFirst();
  }

  private static Optional<String> exported(Object exports, String path) {
    if (!(exports instanceof Map<?, ?> map)
        || map.keySet().stream().noneMatch(key -> key.toString().startsWith("."))) {
      return path.equals(".") ? conditional(exports) : Optional.empty();
    }
    return mapped(map, path);
  }

  /** What a map of paths, of which some have a {@code *}, has for a path. */
  private static Optional<String> mapped(Map<?, ?> map, String path) {
    if (map.containsKey(path)) {
      return conditional(map.get(path));
    }
    return map.keySet().stream()
        .map(Object::toString)
        .filter(key -> key.indexOf('*') >= 0)
        .sorted(Comparator.comparingInt(String::length).reversed())
        .filter(key -> matches(key, path))
        .findFirst()
        .flatMap(key -> {
          int star = key.indexOf('*');
          String part = path.substring(star, path.length() - (key.length() - star - 1));
          return conditional(map.get(key)).map(target -> target.replace("*", part));
        });
  }

  private static boolean matches(String pattern, String path) {
    int star = pattern.indexOf('*');
    return path.length() >= pattern.length()
        && path.startsWith(pattern.substring(0, star))
        && path.endsWith(pattern.substring(star + 1));
  }

  private static Optional<String> conditional(@Nullable Object target) {
    return switch (target) {
      case String text -> Optional.of(text);
      case List<?> list ->
          list.stream().map(NpmPackages::conditional).flatMap(Optional::stream).findFirst();
      case Map<?, ?> map ->
          map.entrySet().stream()
              .filter(entry -> CONDITIONS.contains(entry.getKey().toString()))
              .map(entry -> conditional(entry.getValue()))
              .flatMap(Optional::stream)
              .findFirst();
      case null, default -> Optional.empty();
    };
  }

  private Map<?, ?> manifest(String home) throws IOException {
    Optional<Path> file = file(home + "/package.json");
    if (file.isEmpty()) {
      return Map.of();
    }
    try {
      Object value = read(Json.reader(text(file.get()), home + "/package.json"));
      return value instanceof Map<?, ?> map ? map : Map.of();
    } catch (FailureException e) {
      throw new IOException(e);
    }
  }

  private static @Nullable Object read(ValueReader reader) {
    return switch (reader.next()) {
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        reader.beginObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
          map.put(name, read(reader));
        }
        yield map;
      }
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        reader.beginArray();
        while (reader.nextItem()) {
          list.add(read(reader));
        }
        yield list;
      }
      case STRING -> reader.string();
      case NUMBER, BOOLEAN, NULL -> {
        reader.skip();
        yield null;
      }
    };
  }

  private Optional<Path> file(String path) {
    return files
        .find(path.replace("%", "%25"))
        .filter(AppFiles.Found.File.class::isInstance)
        .map(found -> ((AppFiles.Found.File) found).path());
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is too long for a module");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
