package org.socketplatform.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build that compiles only what has changed needs to know what each output was made from. */
class IncrementalTest {
  private static final String GREETING =
      """
      package org.example;

      /** A kind word. */
      record Greeting(String text) {}
      """;

  @TempDir Path folder;

  private static String greeter(String name) {
    return """
    package org.example;

    import org.socketplatform.plugin.Command;
    import org.socketplatform.plugin.Plugin;

    /** Greets people. */
    @Plugin("%s")
    final class %s {
      /** Says hello. */
      @Command
      Greeting hello(String name) {
        return new Greeting("Hello " + name);
      }
    }
    """
        .formatted(name.toLowerCase(java.util.Locale.ROOT), name);
  }

  @Test
  void shouldMakeEachOutputOfOneType() {
    Origins origins = new Origins();

    assertThat(Compilation.of(folder, origins, GREETING, greeter("One"), greeter("Two")).problems())
        .isEmpty();

    assertThat(origins.made)
        .containsExactly(
            Map.entry("modules/plugin/one.d.ts", "org.example.One"),
            Map.entry("modules/plugin/one.js", "org.example.One"),
            Map.entry("modules/plugin/two.d.ts", "org.example.Two"),
            Map.entry("modules/plugin/two.js", "org.example.Two"),
            Map.entry("org.example.GreetingCodec", "org.example.Greeting"),
            Map.entry("org.example.OneRoutes", "org.example.One"),
            Map.entry("org.example.TwoRoutes", "org.example.Two"),
            Map.entry("plugin/one.json", "org.example.One"),
            Map.entry("plugin/one.md", "org.example.One"),
            Map.entry("plugin/two.json", "org.example.Two"),
            Map.entry("plugin/two.md", "org.example.Two"));
  }

  @Test
  void shouldCompileOneTypeBesideTheClassesOfTheOthers() throws Exception {
    assertThat(Compilation.of(folder, GREETING, greeter("One"), greeter("Two")).problems())
        .isEmpty();

    Compilation again = Compilation.of(folder, greeter("Two").replace("hello", "goodbye"));

    assertThat(again.problems()).isEmpty();
    assertThat(again.routes("org.example.Two").routes().getFirst().name()).isEqualTo("two.goodbye");
    assertThat(again.routes("org.example.One").routes().getFirst().name()).isEqualTo("one.hello");
  }

  /** The processor, with what it says of its outputs' origins. */
  private static final class Origins extends AbstractProcessor {
    private final Map<String, String> made = new TreeMap<>();
    private final PluginProcessor processor = new PluginProcessor();

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
      super.init(environment);
      Filer filer =
          proxy(
              Filer.class,
              environment.getFiler(),
              (method, arguments, result) -> {
                Object[] origins = (Object[]) arguments[arguments.length - 1];
                assertThat(origins).hasSize(1);
                String name = String.valueOf(arguments[method.equals("createResource") ? 2 : 0]);
                made.put(name, ((Element) origins[0]).toString());
                return result;
              });
      processor.init(
          proxy(
              ProcessingEnvironment.class,
              environment,
              (method, arguments, result) -> method.equals("getFiler") ? filer : result));
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return processor.getSupportedAnnotationTypes();
    }

    @Override
    public javax.lang.model.SourceVersion getSupportedSourceVersion() {
      return processor.getSupportedSourceVersion();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      processor.process(annotations, round);
      return false;
    }

    private interface After {
      Object apply(String method, Object[] arguments, Object result);
    }

    private static <T> T proxy(Class<T> type, T target, After after) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (_, method, arguments) -> {
                try {
                  return after.apply(method.getName(), arguments, method.invoke(target, arguments));
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }
  }
}
