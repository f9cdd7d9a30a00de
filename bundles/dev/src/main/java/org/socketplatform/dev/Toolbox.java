package org.socketplatform.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;

/**
 * What the built platform offers to those who compile: its own jars, those that only compilers need
 * ({@code compiler}), and bndlib ({@code bundler}).
 */
final class Toolbox implements AutoCloseable {
  private final Path platform;
  private final URLClassLoader processors;

  /**
   * A toolbox.
   *
   * @param platform folder of the built platform
   */
  Toolbox(Path platform) {
    this.platform = platform;
    URL[] urls = jars(platform.resolve("compiler")).stream().map(Toolbox::url).toArray(URL[]::new);
    processors = new URLClassLoader("processors", urls, getClass().getClassLoader());
  }

  /** Jars to compile a project with: those of the platform, then those that Maven has fetched. */
  List<Path> classPath(Project project) {
    Set<Path> path = new LinkedHashSet<>();
    for (String folder : List.of("lib", "bundles", "compiler")) {
      for (Path jar : jars(platform.resolve(folder))) {
        // Its own classes as they were built would hide that some are gone.
        if (!jar.getFileName().toString().equals(project.name() + ".jar")) {
          path.add(jar);
        }
      }
    }
    for (Pom.Dependency dependency : project.pom().dependencies()) {
      dependency
          .version()
          .flatMap(version ->
              MavenRepository.find(dependency.group(), dependency.artifact(), version, "jar"))
          .ifPresent(path::add);
    }
    return List.copyOf(path);
  }

  /**
   * The annotation processors that these sources need: loaded once, made anew for each compilation,
   * because javac starts one only once.
   */
  List<Processor> newProcessors(Collection<String> sources) {
    if (sources.stream().noneMatch(source -> source.contains("@Plugin"))) {
      return List.of();
    }
    List<Processor> made = new ArrayList<>();
    ServiceLoader.load(Processor.class, processors).forEach(made::add);
    return made;
  }

  List<Path> bndlib() {
    return jars(platform.resolve("bundler"));
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() throws IOException {
    processors.close();
  }
}
