package org.socketplatform.dev;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.socketplatform.dev.Compiler.Result;

/**
 * Builds the bundle of one project again and again, with as little work as the change asks for. Not
 * safe for use by several threads.
 */
final class ProjectBuild implements AutoCloseable {
  private static final String MODULES = "modules/";

  private final Project project;
  private final List<Path> classPath;
  private final Compiler compiler;
  private final Bundler bundler;
  private Map<Path, String> sources = Map.of();
  private Map<String, byte[]> resources = Map.of();
  private Map<String, byte[]> classes = Map.of();
  private boolean taken = true;

  /** What came of a build. */
  sealed interface Build {
    /**
     * There is a new bundle.
     *
     * @param jar on the heap, whole
     * @param modulesChanged the JavaScript in it is not what it was
     * @param compileMillis the time that the compiler took
     * @param bundleMillis the time that bnd took
     */
    record Built(ByteBuffer jar, boolean modulesChanged, long compileMillis, long bundleMillis)
        implements Build {}

    /** Everything is as it was at the last build. */
    record Unchanged() implements Build {}

    /** There is none, for these reasons. */
    record Failed(List<Problem> problems) implements Build {}
  }

  ProjectBuild(Project project, Toolbox tools, Bundler bundler) {
    this.project = project;
    this.bundler = bundler;
    this.classPath = tools.classPath(project);
    this.compiler = new Compiler(classPath, tools::newProcessors);
  }

  Project project() {
    return project;
  }

  /** What the last build that went well has compiled, by path. */
  Map<String, byte[]> classes() {
    return classes;
  }

  /**
   * Builds what nobody takes, so that the next build is fast. It may see a change before the watch
   * tells of it; the next build is not the same as this one therefore.
   */
  Build warmUp(Map<String, byte[]> others) {
    Build build = build(others, false);
    taken = false;
    return build;
  }

  /**
   * Builds.
   *
   * @param others classes of other projects, newer than those on the class path
   * @param othersChanged build even if nothing in the project itself has changed
   */
  Build build(Map<String, byte[]> others, boolean othersChanged) {
    try {
      Map<Path, String> texts = project.readSources();
      Map<String, byte[]> files = project.readResources();
      boolean compile = othersChanged || classes.isEmpty() || !texts.equals(sources);
      if (!compile && taken && same(files, resources)) {
        return new Build.Unchanged();
      }
      long start = System.nanoTime();
      Map<String, byte[]> output = classes;
      if (compile) {
        switch (compiler.compile(texts, others)) {
          case Result.Rejected(var problems) -> {
            return new Build.Failed(problems);
          }
          case Result.Compiled(var compiled) -> output = compiled;
        }
      }
      long compiled = System.nanoTime();
      byte[] jar = bundler.bundle(merged(output, files), project.instructions(), classPath);
      long bundled = System.nanoTime();
      Map<String, byte[]> modules = modules(merged(output, files));
      boolean modulesChanged =
          !classes.isEmpty()
              && (!same(modules(merged(classes, resources)), modules)
                  || (!taken && !compile && !modules.isEmpty()));
      taken = true;
      sources = texts;
      resources = files;
      classes = output;
      return new Build.Built(
          ByteBuffer.wrap(jar),
          modulesChanged,
          millis(compiled - start),
          millis(bundled - compiled));
    } catch (IOException e) {
      return new Build.Failed(List.of(Problem.of("cannot read the project: " + e)));
    } catch (IllegalStateException e) {
      return new Build.Failed(List.of(Problem.of("bnd: " + e.getMessage())));
    }
  }

  private static Map<String, byte[]> merged(Map<String, byte[]> first, Map<String, byte[]> second) {
    Map<String, byte[]> all = new HashMap<>(first);
    all.putAll(second);
    return all;
  }

  private static Map<String, byte[]> modules(Map<String, byte[]> content) {
    Map<String, byte[]> modules = new HashMap<>(content);
    modules.keySet().removeIf(path -> !path.startsWith(MODULES));
    return modules;
  }

  private static boolean same(Map<String, byte[]> a, Map<String, byte[]> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), b.get(e.getKey())));
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }

  @Override
  public void close() {
    compiler.close();
  }
}
