package org.socketplatform.processor;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.socketplatform.plugin.RouteProvider;

/**
 * Sources compiled with the processor by the plain compiler, every warning of which is an error.
 *
 * @param folder where the classes and other outputs are
 * @param problems one for each error or warning: {@code line: message}
 */
record Compilation(Path folder, List<String> problems) {
  private static final Pattern PACKAGE = Pattern.compile("^package (\\S+);", Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile("^(?:[a-z-]+ )*(?:class|record|interface|enum) (\\w+)", Pattern.MULTILINE);

  /** Compiles sources, one top-level type each. */
  static Compilation of(Path folder, String... sources) {
    return of(folder, new PluginProcessor(), sources);
  }

  /** Compiles with this processor; the classes that are in the folder already can be used. */
  static Compilation of(Path folder, Processor processor, String... sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, null)) {
      files.setLocationFromPaths(
          StandardLocation.CLASS_OUTPUT, List.of(Files.createDirectories(folder)));
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              new StringWriter(),
              files,
              diagnostics,
              List.of(
                  "-Xlint:all,-processing,-serial",
                  "-Werror",
                  "--release",
                  "25",
                  "-classpath",
                  folder + File.pathSeparator + System.getProperty("java.class.path")),
              null,
              Stream.of(sources).map(Compilation::file).toList());
      task.setProcessors(List.of(processor));
      task.setLocale(Locale.ENGLISH);
      task.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> problems = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
      problems.add(diagnostic.getLineNumber() + ": " + diagnostic.getMessage(Locale.ENGLISH));
    }
    return new Compilation(folder, problems);
  }

  private static JavaFileObject file(String source) {
    Matcher place = PACKAGE.matcher(source);
    Matcher type = TYPE.matcher(source);
    String path =
        (place.find() ? place.group(1).replace('.', '/') + "/" : "")
            + (type.find() ? type.group(1) : "package-info")
            + ".java";
    return new SimpleJavaFileObject(
        java.net.URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  /** The text of an output. */
  String text(String path) {
    try {
      return Files.readString(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An instance of a class that was compiled, made by its constructor without parameters. */
  Object instance(String type) throws ReflectiveOperationException {
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("\n", problems));
    }
    try {
      // Left open: the classes of the plugin are loaded as its commands are called.
      @SuppressWarnings("resource")
      URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
      var constructor = loader.loadClass(type).getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The generated provider of a plugin type, as Declarative Services makes it. */
  RouteProvider routes(String type) throws ReflectiveOperationException {
    return (RouteProvider) instance(type + "Routes");
  }
}
