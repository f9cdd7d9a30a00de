package org.socketplatform.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Maven project that makes one bundle.
 *
 * @param folder absolute and real
 * @param symbolicName of its bundle
 * @param instructions for bnd
 */
record Project(
    Path folder, String name, String symbolicName, Map<String, String> instructions, Pom pom) {
  private static final String SYMBOLIC_NAME = "Bundle-SymbolicName";

  /** Folders of the project by the path that their content has in the bundle. */
  private static final Map<String, String> RESOURCES =
      Map.of("src/main/resources", "", "modules", "modules/");

  /**
   * Opens the project in a folder.
   *
   * @throws ProjectException if there is none
   */
  static Project open(Path folder) {
    Path file = folder.resolve("pom.xml");
    if (!Files.isRegularFile(file)) {
      throw new ProjectException("no plugin in %s: it has no pom.xml".formatted(folder));
    }
    try {
      Path real = folder.toRealPath();
      Pom pom = Pom.read(real.resolve("pom.xml"));
      Map<String, String> instructions = new HashMap<>();
      instructions.putAll(pom.properties());
      instructions.put("project.groupId", pom.group());
      instructions.put("project.artifactId", pom.artifact());
      instructions.put("project.version", pom.version());
      instructions.put("Bundle-Version", "${version_cleanup;${project.version}}");
      instructions.put(SYMBOLIC_NAME, "${project.artifactId}");
      instructions.putAll(pom.instructions());
      instructions.put("-noextraheaders", "true");
      String symbolicName =
          instructions
              .getOrDefault(SYMBOLIC_NAME, "")
              .replace("${project.groupId}", pom.group())
              .replace("${project.artifactId}", pom.artifact())
              .replaceFirst(";.*", "")
              .strip();
      return new Project(real, pom.artifact(), symbolicName, instructions, pom);
    } catch (IOException e) {
      throw new ProjectException("cannot read %s: %s".formatted(folder, e), e);
    }
  }

  /** Where Maven puts the jar. */
  Path target() {
    return folder.resolve("target");
  }

  /** True for a file that has a part in what the bundle is. */
  boolean owns(Path file) {
    return file.startsWith(sources())
        || RESOURCES.keySet().stream().anyMatch(name -> file.startsWith(folder.resolve(name)));
  }

  boolean dependsOn(Project other) {
    return pom.dependencies().stream()
        .anyMatch(
            d -> d.artifact().equals(other.pom.artifact()) && d.group().equals(other.pom.group()));
  }

  private Path sources() {
    return folder.resolve("src/main/java");
  }

  /** The text of all Java sources. */
  Map<Path, String> readSources() throws IOException {
    Map<Path, String> texts = new TreeMap<>();
    for (Path file : files(sources())) {
      if (file.toString().endsWith(".java")) {
        texts.put(file, Files.readString(file));
      }
    }
    return texts;
  }

  /** What is put into the bundle as it is, by its path there. */
  Map<String, byte[]> readResources() throws IOException {
    Map<String, byte[]> resources = new LinkedHashMap<>();
    for (var entry : RESOURCES.entrySet()) {
      Path root = folder.resolve(entry.getKey());
      for (Path file : files(root)) {
        String path = root.relativize(file).toString().replace('\\', '/');
        resources.put(entry.getValue() + path, Files.readAllBytes(file));
      }
    }
    return resources;
  }

  private static List<Path> files(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
