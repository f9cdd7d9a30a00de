package org.socketplatform.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/**
 * Makes from each type annotated with {@code @Plugin}: its routes and codecs in Java, and in the
 * bundle {@code modules/plugin/NAME.js}, {@code modules/plugin/NAME.d.ts}, {@code plugin/NAME.json}
 * (the manifest) and {@code plugin/NAME.md}.
 *
 * <p>Each output is made from one type alone, so that builds may be incremental. The option {@code
 * plugin.version} is what the manifest gives as the version.
 */
@SupportedAnnotationTypes({
  "org.socketplatform.plugin.Plugin",
  "org.socketplatform.plugin.Command",
  "org.socketplatform.plugin.Needs",
  "org.socketplatform.plugin.Needs.All",
  "org.socketplatform.plugin.Permission",
  "org.socketplatform.plugin.Permission.All",
  "org.socketplatform.plugin.Scoped"
})
@SupportedOptions(PluginProcessor.VERSION)
public final class PluginProcessor extends AbstractProcessor {
  static final String VERSION = "plugin.version";

  private final Map<String, String> codecs = new HashMap<>();
  private final Set<String> plugins = new HashSet<>();

  /** For the compiler. */
  public PluginProcessor() {}

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement annotation : annotations) {
      String name = annotation.getSimpleName().toString();
      for (Element element : round.getElementsAnnotatedWith(annotation)) {
        if (name.equals("Plugin")) {
          process((TypeElement) element);
        } else if (name.equals("Command")) {
          requirePlugin((ExecutableElement) element);
        }
      }
    }
    return false;
  }

  private void requirePlugin(ExecutableElement method) {
    Element type = Objects.requireNonNull(method.getEnclosingElement());
    boolean plugin =
        type.getAnnotationMirrors().stream()
            .anyMatch(a -> a.getAnnotationType().toString().equals(ModelReader.API + "Plugin"));
    if (!plugin) {
      report(
          new Problem(
              method,
              "A @Command is part of a plugin: annotate " + type + " with @Plugin(\"name\")"));
    }
  }

  private void process(TypeElement type) {
    boolean[] failed = {false};
    try {
      PluginModel plugin =
          new ModelReader(
                  processingEnv.getElementUtils(),
                  processingEnv.getTypeUtils(),
                  type,
                  problem -> {
                    failed[0] = true;
                    report(problem);
                  })
              .read();
      if (!failed[0]) {
        if (!plugins.add(plugin.name())) {
          throw new Problem(type, "There are two plugins called '" + plugin.name() + "'");
        }
        write(plugin);
      }
    } catch (Problem problem) {
      report(problem);
    }
  }

  private void report(Problem problem) {
    processingEnv
        .getMessager()
        .printMessage(Diagnostic.Kind.ERROR, problem.text(), problem.place());
  }

  private void write(PluginModel plugin) throws Problem {
    String version = processingEnv.getOptions().getOrDefault(VERSION, "");
    for (Definition definition : plugin.definitions()) {
      switch (definition) {
        case Definition.Product product ->
            codec(
                plugin, product, product.codec(), CodecWriter.write(product, plugin.packageName()));
        case Definition.Sum sum ->
            codec(plugin, sum, sum.codec(), CodecWriter.write(sum, plugin.packageName()));
        case Definition.Constants _ -> {}
      }
    }
    source(plugin, RoutesWriter.className(plugin), RoutesWriter.write(plugin), plugin.type());
    resource(plugin, "modules/plugin/" + plugin.name() + ".js", ModuleWriter.write(plugin));
    resource(plugin, "modules/plugin/" + plugin.name() + ".d.ts", TypesWriter.write(plugin));
    resource(plugin, "plugin/" + plugin.name() + ".json", ManifestWriter.write(plugin, version));
    resource(plugin, "plugin/" + plugin.name() + ".md", DocsWriter.write(plugin));
  }

  /** Writes a codec, unless another plugin of the package has needed it already. */
  private void codec(PluginModel plugin, Definition definition, String name, String text)
      throws Problem {
    String full = plugin.packageName() + "." + name;
    String other = codecs.putIfAbsent(full, definition.java());
    if (other == null) {
      source(plugin, name, text, definition.type());
    } else if (!other.equals(definition.java())) {
      throw new Problem(
          plugin.type(),
          "The codecs of "
              + other
              + " and "
              + definition.java()
              + " would both be called "
              + full
              + ": rename one of the types");
    }
  }

  private void source(PluginModel plugin, String name, String text, TypeElement origin)
      throws Problem {
    String full = plugin.packageName().isEmpty() ? name : plugin.packageName() + "." + name;
    try (Writer out = filer().createSourceFile(full, origin).openWriter()) {
      out.write(text);
    } catch (FilerException e) {
      throw new Problem(
          plugin.type(), "The type " + full + " is to be generated, and there is one: rename it");
    } catch (IOException e) {
      throw new Problem(
          plugin.type(), "The type " + full + " cannot be written: " + e.getMessage());
    }
  }

  private void resource(PluginModel plugin, String path, String text) throws Problem {
    try {
      FileObject file =
          filer().createResource(StandardLocation.CLASS_OUTPUT, "", path, plugin.type());
      try (Writer out = file.openWriter()) {
        out.write(text);
      }
    } catch (IOException e) {
      throw new Problem(plugin.type(), path + " cannot be written: " + e.getMessage());
    }
  }

  private Filer filer() {
    return processingEnv.getFiler();
  }
}
