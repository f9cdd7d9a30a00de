package org.socketplatform.assembly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What makes a product: features in the JSON syntax of the OSGi Feature Service (Compendium R8,
 * chapter 159), merged in the order given.
 *
 * @param classPath what the launcher's own class path holds, the launcher first
 * @param bundles in the order of starting
 * @param properties for the framework
 * @param tools jars that no bundle sees, by the folder of the platform that they go to
 */
record FeatureSet(
    List<ArtifactId> classPath,
    List<LeveledBundle> bundles,
    Map<String, String> properties,
    Map<String, List<ArtifactId>> tools) {
  /** A bundle and its start level. */
  record LeveledBundle(ArtifactId id, int level) {}

  private static final String DEFAULT_LEVEL = "1";
  private static final String CLASS_PATH = "-class-path";

  /** What development needs: javac's class path and processors, and bndlib. */
  private static final List<String> TOOLS = List.of("commands", "compiler", "bundler");

  FeatureSet {
    classPath = List.copyOf(classPath);
    bundles = List.copyOf(bundles);
    properties = Map.copyOf(properties);
    tools = Map.copyOf(tools);
  }

  static FeatureSet read(List<Path> files) {
    List<ArtifactId> classPath = new ArrayList<>();
    List<LeveledBundle> bundles = new ArrayList<>();
    Map<String, String> properties = new LinkedHashMap<>();
    Map<String, List<ArtifactId>> tools = new LinkedHashMap<>();
    for (Path file : files) {
      try {
        Map<?, ?> feature = Json.object(file);
        for (Object bundle : list(feature.get("bundles"))) {
          bundles.add(new LeveledBundle(id(bundle), level(object(bundle).get("bundleStartLevel"))));
        }
        Map<?, ?> extensions = object(feature.get("extensions"));
        for (Object artifact :
            list(object(extensions.get("launcher" + CLASS_PATH)).get("artifacts"))) {
          classPath.add(id(artifact));
        }
        for (String folder : TOOLS) {
          for (Object artifact :
              list(object(extensions.get(folder + CLASS_PATH)).get("artifacts"))) {
            tools.computeIfAbsent(folder, _ -> new ArrayList<>()).add(id(artifact));
          }
        }
        object(object(extensions.get("framework-launching-properties")).get("json"))
            .forEach((name, value) ->
                properties.merge(String.valueOf(name), text(value), FeatureSet::joined));
      } catch (AssemblyException e) {
        throw new AssemblyException(file.getFileName() + ": " + e.getMessage(), e);
      }
    }
    bundles.sort(Comparator.comparingInt(LeveledBundle::level));
    return new FeatureSet(classPath, bundles, properties, tools);
  }

  /** Features add to lists; a single value means the same for all who give it. */
  private static String joined(String first, String second) {
    return first.equals(second) ? first : first + "," + second;
  }

  private static ArtifactId id(Object entry) {
    return ArtifactId.parse(
        entry instanceof String text ? text : String.valueOf(object(entry).get("id")));
  }

  private static int level(@Nullable Object value) {
    String level = Objects.requireNonNullElse(value, DEFAULT_LEVEL).toString();
    try {
      return Integer.parseInt(level);
    } catch (NumberFormatException e) {
      throw new AssemblyException("bundleStartLevel is no number: '" + level + "'", e);
    }
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : value.toString();
  }

  private static Map<?, ?> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
