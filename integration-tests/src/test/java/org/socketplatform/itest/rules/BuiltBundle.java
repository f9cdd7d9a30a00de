package org.socketplatform.itest.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;

/**
 * What a jar says in its manifest and what its classes mention.
 *
 * @param name name of its folder, such as {@code fs}
 * @param imports packages that it imports
 * @param exports packages that it exports, with their version; empty where there is none
 * @param mentions packages that its classes mention, by the package that does
 * @param versioned packages whose {@code package-info} bears a version
 */
record BuiltBundle(
    String name,
    Set<String> imports,
    Map<String, String> exports,
    Map<String, Set<String>> mentions,
    Set<String> versioned) {
  private static final String VERSION = "Lorg/osgi/annotation/versioning/Version;";
  private static final Pattern TYPE = Pattern.compile("L([\\w$/]+)/[\\w$-]+;");
  private static final Pattern CLAUSE =
      Pattern.compile("([^;,\"]+)((?:;[^;,\"=]+=(?:\"[^\"]*\"|[^;,\"]*))*)(?:,|$)");
  private static final Pattern VERSION_ATTRIBUTE = Pattern.compile(";version=\"?([^\";]+)");

  static BuiltBundle read(String name, Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Map<String, Set<String>> mentions = new HashMap<>();
      Set<String> versioned = new TreeSet<>();
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        if (entry.getName().endsWith(".class")) {
          try (InputStream in = file.getInputStream(entry)) {
            ClassModel model = ClassFile.of().parse(in.readAllBytes());
            String own = packageOf(model.thisClass().asInternalName());
            mentions.computeIfAbsent(own, key -> new TreeSet<>()).addAll(mentionedBy(model));
            if (bearsVersion(model)) {
              versioned.add(own);
            }
          }
        }
      }
      Manifest manifest = file.getManifest();
      return new BuiltBundle(
          name,
          header(manifest, Constants.IMPORT_PACKAGE).keySet(),
          header(manifest, Constants.EXPORT_PACKAGE),
          mentions,
          versioned);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + jar, e);
    }
  }

  /** The bundles of a checked-out and built house: one for each folder of {@code bundles}. */
  static List<BuiltBundle> ofHouse(Path house) throws IOException {
    List<BuiltBundle> bundles = new ArrayList<>();
    try (var folders = Files.list(house.resolve("bundles"))) {
      for (Path folder : folders.sorted().toList()) {
        if (Files.exists(folder.resolve("pom.xml"))) {
          bundles.add(read(folder.getFileName().toString(), jarIn(folder)));
        }
      }
    }
    bundles.add(read("api", jarIn(house.resolve("plugins-sdk/api"))));
    return bundles;
  }

  private static Path jarIn(Path folder) throws IOException {
    String jar = folder.getFileName() + "-*.jar";
    Path target = folder.resolve("target");
    if (Files.isDirectory(target)) {
      try (var jars = Files.newDirectoryStream(target, jar)) {
        for (Path found : jars) {
          return found;
        }
      }
    }
    throw new IllegalStateException(
        folder + " is not built: let a feature or the integration tests depend on it");
  }

  Set<String> ownPackages() {
    return mentions.keySet();
  }

  /** All packages of others that its manifest or its classes name. */
  Set<String> foreignPackages() {
    Set<String> foreign = new TreeSet<>(imports);
    mentions.values().forEach(foreign::addAll);
    foreign.removeAll(ownPackages());
    return foreign;
  }

  private static Set<String> mentionedBy(ClassModel model) {
    Set<String> packages = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry type -> addTypes(type.asInternalName(), packages);
        case NameAndTypeEntry member -> addTypes(member.type().stringValue(), packages);
        default -> {}
      }
    }
    model.fields().forEach(field -> addTypes(field.fieldType().stringValue(), packages));
    model.methods().forEach(method -> addTypes(method.methodType().stringValue(), packages));
    return packages;
  }

  private static void addTypes(String text, Set<String> packages) {
    if (text.indexOf('(') < 0 && text.indexOf(';') < 0) {
      if (!text.startsWith("[")) {
        packages.add(packageOf(text));
      }
      return;
    }
    for (Matcher type = TYPE.matcher(text); type.find(); ) {
      packages.add(type.group(1).replace('/', '.'));
    }
  }

  private static String packageOf(String internalName) {
    int slash = internalName.lastIndexOf('/');
    return slash < 0 ? "" : internalName.substring(0, slash).replace('/', '.');
  }

  private static boolean bearsVersion(ClassModel model) {
    return model.thisClass().asInternalName().endsWith("/package-info")
        && model
            .findAttribute(Attributes.runtimeInvisibleAnnotations())
            .map(found ->
                found.annotations().stream()
                    .anyMatch(annotation -> annotation.className().equalsString(VERSION)))
            .orElse(false);
  }

  private static Map<String, String> header(Manifest manifest, String name) {
    Map<String, String> packages = new HashMap<>();
    String value = manifest.getMainAttributes().getValue(new Name(name));
    for (Matcher clause = CLAUSE.matcher(value == null ? "" : value); clause.find(); ) {
      Matcher version = VERSION_ATTRIBUTE.matcher(clause.group(2));
      packages.put(clause.group(1).strip(), version.find() ? version.group(1) : "");
    }
    return packages;
  }
}
