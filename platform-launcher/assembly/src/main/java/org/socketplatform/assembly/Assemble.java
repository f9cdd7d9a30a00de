package org.socketplatform.assembly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.socketplatform.boot.Plan;

/**
 * Lays the platform out: {@code lib} (class path of the launcher), {@code bundles}, {@code native},
 * tools, {@code *.options}, {@code *.aot}, and the plans that say what to start.
 */
public final class Assemble {
  private static final int DIGEST_BYTES = 8;
  private static final String FRAMEWORK = "org.apache.felix.framework.jar";
  private static final String SYSTEM_PACKAGES = "org.osgi.framework.system.packages";

  private final Path artifacts;
  private final Path target;

  private Assemble(Path artifacts, Path target) {
    this.artifacts = artifacts;
    this.target = target;
  }

  /**
   * Takes the folders of the features, the artifacts and the launcher, and the plans to make, such
   * as {@code platform.plan=core,desktop}. Those behind the first add to the same folders.
   */
  public static void main(String... args) {
    Path launcher = Path.of(args[2]).normalize();
    Path target = launcher.resolve("target/platform");
    try {
      Assemble assemble = new Assemble(Path.of(args[1]), target);
      assemble.begin(launcher);
      for (String plan : Arrays.asList(args).subList(3, args.length)) {
        String[] words = plan.split("=", 2);
        List<Path> features =
            Arrays.stream(words[1].split(",", -1))
                .map(name -> Path.of(args[0], name + ".json"))
                .toList();
        assemble.layOut(FeatureSet.read(features), words[0]);
      }
      new Training(target, launcher.resolve("training")).run();
      new PluginTraining(target).run();
    } catch (AssemblyException e) {
      System.err.println("Cannot assemble the platform: " + e.getMessage());
      System.exit(1);
    }
  }

  private void begin(Path launcher) {
    try {
      empty(target);
      for (String options : List.of("jvm.options", "dev.options")) {
        Files.copy(launcher.resolve(options), target.resolve(options));
      }
    } catch (IOException e) {
      throw new AssemblyException("cannot write to " + target + ": " + e, e);
    }
  }

  private void layOut(FeatureSet features, String planName) {
    try {
      Path lib = Files.createDirectories(target.resolve("lib"));
      String classPath =
          features.classPath().stream()
              .skip(1)
              .map(ArtifactId::target)
              .collect(Collectors.joining(" "));
      Map<String, String> manifest =
          Map.of("Main-Class", "org.socketplatform.boot.Main", "Class-Path", classPath);
      for (ArtifactId id : features.classPath()) {
        boolean boot = id.equals(features.classPath().getFirst());
        if (copy(id, lib, boot ? manifest : Map.of())) {
          NativeLibraries.extract(source(id), target.resolve("native"));
        }
      }
      for (var folder : features.tools().entrySet()) {
        Path tools = Files.createDirectories(target.resolve(folder.getKey()));
        for (ArtifactId id : folder.getValue()) {
          copy(id, tools, Map.of());
        }
      }
      Path bundles = Files.createDirectories(target.resolve("bundles"));
      List<Plan.PlannedBundle> planned = new ArrayList<>();
      for (FeatureSet.LeveledBundle bundle : features.bundles()) {
        copy(bundle.id(), bundles, Map.of());
        planned.add(new Plan.PlannedBundle(bundle.level(), bundle.id().target()));
      }
      Map<String, String> properties = new LinkedHashMap<>(features.properties());
      properties.put(SYSTEM_PACKAGES, SystemPackages.of(lib.resolve(FRAMEWORK)));
      Plan plan = new Plan(digest(planned, properties), properties, planned);
      Files.write(target.resolve(planName), plan.lines());
    } catch (IOException e) {
      throw new AssemblyException("cannot write to " + target + ": " + e, e);
    }
  }

  /** False if an earlier plan has brought it. */
  private boolean copy(ArtifactId id, Path folder, Map<String, String> manifest) {
    Path jar = folder.resolve(id.target());
    if (Files.exists(jar)) {
      return false;
    }
    UnsignedJar.copy(source(id), jar, manifest);
    return true;
  }

  private Path source(ArtifactId id) {
    Path jar = artifacts.resolve(id.source());
    if (!Files.exists(jar)) {
      throw new AssemblyException(
          "a feature names %s:%s:%s, which the assembly does not depend on"
              .formatted(id.group(), id.name(), id.version()));
    }
    return jar;
  }

  /**
   * Covers what the framework may keep from one run to the next: the bundles with their content,
   * their levels, the properties, and the place, because bundles are known by where they lie.
   */
  private String digest(List<Plan.PlannedBundle> bundles, Map<String, String> properties)
      throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Plan.PlannedBundle bundle : bundles) {
        digest.update(text(bundle.toString()));
        digest.update(Files.readAllBytes(target.resolve("bundles").resolve(bundle.file())));
      }
      properties.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(property -> digest.update(text(property.toString())));
      digest.update(text(target.toAbsolutePath().toString()));
      return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }
}
