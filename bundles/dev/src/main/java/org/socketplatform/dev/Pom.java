package org.socketplatform.dev;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * What a {@code pom.xml} and its parents say that matters for making the bundle without Maven:
 * coordinates, direct dependencies, and the instructions for bnd.
 *
 * @param properties of the project and its parents
 * @param instructions in the syntax of bnd, without defaults
 * @param managed versions by {@code group:artifact}
 * @param dependencies all direct ones, {@code provided} ones included
 */
record Pom(
    String group,
    String artifact,
    String version,
    Map<String, String> properties,
    Map<String, String> instructions,
    Map<String, String> managed,
    List<Dependency> dependencies) {
  /**
   * A dependency.
   *
   * @param version empty if it cannot be told without Maven
   */
  record Dependency(String group, String artifact, Optional<String> version) {
    String key() {
      return group + ":" + artifact;
    }
  }

  private static final String BND_PLUGIN = "bnd-maven-plugin";

  /**
   * Reads a file.
   *
   * @throws ProjectException if it is not a readable pom
   */
  static Pom read(Path file) {
    Element root = root(file);
    Optional<Element> parent = child(root, "parent");
    Optional<Pom> inherited = parent.flatMap(element -> parentOnDisk(file, element));
    Map<String, String> properties = new LinkedHashMap<>();
    Map<String, String> instructions = new LinkedHashMap<>();
    Map<String, String> managed = new LinkedHashMap<>();
    inherited.ifPresent(pom -> {
      properties.putAll(pom.properties);
      instructions.putAll(pom.instructions);
      managed.putAll(pom.managed);
    });
    child(root, "properties")
        .ifPresent(element ->
            children(element)
                .forEach(p -> properties.put(p.getTagName(), p.getTextContent().strip())));
    String group =
        text(root, "groupId").or(() -> parent.flatMap(p -> text(p, "groupId"))).orElse("");
    String version =
        text(root, "version").or(() -> parent.flatMap(p -> text(p, "version"))).orElse("0");
    properties.put("project.version", version);
    child(root, "dependencyManagement")
        .ifPresent(element ->
            elements(element, "dependency")
                .map(dependency -> dependency(dependency, properties, managed))
                .forEach(d -> d.version().ifPresent(v -> managed.put(d.key(), v))));
    elements(root, "plugin")
        .filter(plugin -> text(plugin, "artifactId").orElse("").equals(BND_PLUGIN))
        .flatMap(plugin -> elements(plugin, "bnd"))
        .forEach(bnd -> instructions.putAll(properties(bnd.getTextContent())));
    return new Pom(
        group,
        text(root, "artifactId")
            .orElseThrow(() -> new ProjectException(file + " has no artifactId")),
        version,
        properties,
        instructions,
        managed,
        child(root, "dependencies")
            .map(element ->
                elements(element, "dependency")
                    .map(dependency -> dependency(dependency, properties, managed))
                    .toList())
            .orElse(List.of()));
  }

  private static Dependency dependency(
      Element element, Map<String, String> properties, Map<String, String> managed) {
    Dependency dependency =
        new Dependency(
            text(element, "groupId").orElse(""),
            text(element, "artifactId").orElse(""),
            text(element, "version").map(version -> resolved(version, properties)));
    return dependency.version().isPresent()
        ? dependency
        : new Dependency(
            dependency.group(),
            dependency.artifact(),
            Optional.ofNullable(managed.get(dependency.key())));
  }

  /** A version that is a property, as most are. */
  private static String resolved(String version, Map<String, String> properties) {
    return version.startsWith("${") && version.endsWith("}")
        ? properties.getOrDefault(version.substring(2, version.length() - 1), version)
        : version;
  }

  /** The parent lies beside the project or, if it says so with an empty path, in the repository. */
  private static Optional<Pom> parentOnDisk(Path file, Element parent) {
    String relative = text(parent, "relativePath").orElse("../pom.xml");
    Path place = file.resolveSibling(relative).normalize();
    Path beside = Files.isDirectory(place) ? place.resolve("pom.xml") : place;
    if (!relative.isEmpty() && Files.isRegularFile(beside)) {
      return Optional.of(read(beside));
    }
    return MavenRepository.find(
            text(parent, "groupId").orElse(""),
            text(parent, "artifactId").orElse(""),
            text(parent, "version").orElse(""),
            "pom")
        .map(Pom::read);
  }

  private static Element root(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(file.toFile()).getDocumentElement();
    } catch (IOException | SAXException e) {
      throw new ProjectException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> properties(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new ProjectException("cannot read the instructions for bnd: " + e.getMessage(), e);
    }
    Map<String, String> map = new LinkedHashMap<>();
    properties.forEach((name, value) -> map.put(name.toString(), value.toString()));
    return map;
  }

  private static Optional<Element> child(Element parent, String name) {
    return children(parent).stream().filter(e -> e.getTagName().equals(name)).findFirst();
  }

  private static Optional<String> text(Element parent, String name) {
    return child(parent, name).map(element -> element.getTextContent().strip());
  }

  private static Stream<Element> elements(Element root, String name) {
    var found = root.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      if (found.item(i) instanceof Element element) {
        elements.add(element);
      }
    }
    return elements.stream();
  }

  private static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }
}
