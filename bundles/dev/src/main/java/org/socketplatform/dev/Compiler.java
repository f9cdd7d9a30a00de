package org.socketplatform.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the sources of a project in this process. What it has compiled stands on the class path
 * of the next compilation. Not safe for use by several threads.
 */
final class Compiler implements AutoCloseable {
  private static final String CLASS = ".class";

  private final JavaCompiler javac;
  private final StandardJavaFileManager disk;
  private final Function<Collection<String>, List<Processor>> processors;

  /** How a compilation went. */
  sealed interface Result {
    /**
     * It went well.
     *
     * @param output classes and other files by their path in the bundle
     */
    record Compiled(Map<String, byte[]> output) implements Result {}

    /** It did not. */
    record Rejected(List<Problem> problems) implements Result {}
  }

  /**
   * A compiler.
   *
   * @param classPath jars
   * @param processors makes the annotation processors that sources need; each serves only once
   */
  Compiler(List<Path> classPath, Function<Collection<String>, List<Processor>> processors) {
    javac =
        Optional.<@Nullable JavaCompiler>ofNullable(ToolProvider.getSystemJavaCompiler())
            .orElseThrow(
                () -> new ProjectException("this Java has no compiler: run ssc dev with a JDK"));
    disk = javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    this.processors = processors;
    try {
      disk.setLocationFromPaths(javax.tools.StandardLocation.CLASS_PATH, classPath);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compiles.
   *
   * @param sources texts by file
   * @param known classes that stand in front of the class path, by path
   */
  Result compile(Map<Path, String> sources, Map<String, byte[]> known) {
    Map<String, byte[]> before = new HashMap<>(known);
    before.keySet().removeIf(path -> !path.endsWith(CLASS));
    MemoryFiles files = new MemoryFiles(disk, before);
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((file, text) -> units.add(MemoryFiles.source(file, Shown.path(file), text)));
    List<Processor> used = processors.apply(sources.values());
    List<String> options = new ArrayList<>(List.of("-g", "-nowarn", "-implicit:none"));
    if (used.isEmpty()) {
      options.add("-proc:none");
    }
    JavaCompiler.CompilationTask task =
        javac.getTask(Writer.nullWriter(), files, diagnostics, options, null, units);
    if (!used.isEmpty()) {
      task.setProcessors(used);
    }
    if (units.isEmpty() || task.call()) {
      Map<String, byte[]> output = new HashMap<>(files.written());
      output.keySet().removeIf(path -> path.endsWith(".java"));
      return new Result.Compiled(output);
    }
    return new Result.Rejected(
        diagnostics.getDiagnostics().stream()
            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .map(Compiler::problem)
            .toList());
  }

  /** javac's own text is: file, line, "error", message; then the line of source and a mark. */
  private static Problem problem(Diagnostic<? extends JavaFileObject> diagnostic) {
    JavaFileObject source = diagnostic.getSource();
    String message = diagnostic.getMessage(Locale.ROOT);
    if (source == null) {
      return Problem.of(message);
    }
    List<String> lines = diagnostic.toString().lines().toList();
    int mark = -1;
    for (int i = 1; i < lines.size(); i++) {
      mark = lines.get(i).strip().equals("^") ? i : mark;
    }
    String excerpt = mark < 1 ? "" : lines.get(mark - 1) + "\n" + lines.get(mark);
    return new Problem(source.getName(), Math.max(0, diagnostic.getLineNumber()), message, excerpt);
  }

  @Override
  public void close() {
    try {
      disk.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
