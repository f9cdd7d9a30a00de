package org.socketplatform.itest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An app whose sources are edited while it runs. Its page prints what it sees; {@code document=}
 * changes whenever it is loaded anew. It keeps calling, and prints {@code lost=} for a call that
 * goes wrong.
 */
class DevIT {
  @TempDir private Path temp;

  private App app;
  private Run run;
  private String document;

  @BeforeEach
  void openTheApp() throws Exception {
    app = App.of("dev", temp);
    run = app.develop();
    document = documentIn(run.awaitLineWith("answer=Hello Ada", "heading=one", "overlay=none"));
  }

  @AfterEach
  void closeTheApp() {
    run.close();
  }

  @Test
  void shouldAnswerFromTheNewCodeInTheSameDocument() throws Exception {
    long page = run.page().pid();

    for (String word : List.of("Salut", "Hola", "Ahoj")) {
      write("greeter/src/main/java/com/example/greeter/Words.java", words(word));
      String seen = run.awaitLineWith("answer=" + word + " Ada");
      assertThat(documentIn(seen)).isEqualTo(document);
    }

    assertThat(run.page().pid()).isEqualTo(page);
    assertNothingLost();
  }

  @Test
  void shouldShowWhatDoesNotCompileAndKeepTheOldCode() throws Exception {
    write("greeter/src/main/java/com/example/greeter/Words.java", words("a\" + missing + \"b"));
    String broken = run.awaitLineWith("overlay=Words.java:7");

    assertThat(broken).contains("answer=Hello Ada");
    assertThat(documentIn(broken)).isEqualTo(document);
    assertThat(Files.readString(run.err()))
        .contains("Words.java:7: error: cannot find symbol", "1 error");

    write("greeter/src/main/java/com/example/greeter/Words.java", words("Servus"));
    String fixed = run.awaitLineWith("answer=Servus Ada", "overlay=none");
    assertThat(documentIn(fixed)).isEqualTo(document);
    assertNothingLost();
  }

  @Test
  void shouldNoticeWhatDependsOnAChangedSource() throws Exception {
    write(
        "greeter/src/main/java/com/example/greeter/Words.java",
        words("Hello").replace("greeting()", "renamed()"));
    run.awaitLineWith("overlay=Greeter.java:", "answer=Hello Ada");
  }

  @Test
  void shouldSwapAStyleSheetWithoutReload() throws Exception {
    write("style.css", "h1 { color: rgb(2, 2, 2); }");

    assertThat(documentIn(run.awaitLineWith("color=rgb(2, 2, 2)"))).isEqualTo(document);
  }

  @Test
  void shouldReloadThePageWhenItsTextChanges() throws Exception {
    String html = Files.readString(app.folder().resolve("index.html"));
    write("index.html", html.replace("<h1>one", "<h1>two"));

    assertThat(documentIn(run.awaitLineWith("heading=two"))).isNotEqualTo(document);
    write("index.html", html.replace("<h1>one", "<h1>three"));
    run.awaitLineWith("heading=three");
    assertThat(Files.readString(run.err())).doesNotContain("Unhandled rejection");
  }

  @Test
  void shouldReloadThePageWhenTheJavaScriptOfThePluginChanges() throws Exception {
    write("greeter/modules/plugin/greeter/extra.js", "export const extra = 1");

    run.awaitLine(line -> line.contains("document=") && !line.endsWith(document));
  }

  @Test
  void shouldTakeAJarThatIsBuiltElsewhere() throws Exception {
    Path jar = temp.resolve("greeter.jar");
    packGreeter(jar);
    Path target = Files.createDirectories(app.folder().resolve("greeter/target"));
    Files.move(jar, target.resolve("greeter-1.0.0.jar"), StandardCopyOption.ATOMIC_MOVE);

    assertThat(documentIn(run.awaitLineWith("answer=Packed Ada"))).isEqualTo(document);
    assertNothingLost();
  }

  @Test
  void shouldReplaceGrantsInTheSameDocument() throws Exception {
    String settings = Files.readString(app.folder().resolve("socket.ini"));

    write("socket.ini", settings.replace("hello = true", "hello = false"));
    assertThat(documentIn(run.awaitLineWith("answer=NOT_ALLOWED"))).isEqualTo(document);
    write("socket.ini", settings);
    write("greeter/src/main/java/com/example/greeter/Words.java", words("Salut"));
    assertThat(documentIn(run.awaitLineWith("answer=Salut Ada"))).isEqualTo(document);

    assertThat(Files.readString(run.err())).contains("what the app may do is replaced");
    assertNothingLost();
  }

  @Test
  void shouldAnswerOnlyTheInspectorAboutTheCallsOfOthers() throws Exception {
    write(
        "main.js",
        """
        import { send } from 'socket:ipc'
        await send('dev.openinspector')
        const { err } = await send('dev.inspect')
        console.log(`asked=${err.code}`)
        """);

    run.awaitLine("asked=NOT_ALLOWED");
    run.awaitPages(2);
  }

  private void write(String file, String text) throws IOException {
    Path path = app.folder().resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String words(String greeting) {
    return """
    package com.example.greeter;

    final class Words {
      private Words() {}

      static String greeting() {
        return "%s";
      }
    }
    """
        .formatted(greeting);
  }

  private static String documentIn(String line) {
    return line.substring(line.indexOf("document="));
  }

  private void assertNothingLost() throws IOException {
    assertThat(Files.readString(run.out())).doesNotContain("lost=");
  }

  /** As Maven would: a plugin of the same bundle name, written without the annotations. */
  private void packGreeter(Path jar) throws IOException {
    Path source = temp.resolve("Packed.java");
    Files.writeString(
        source,
        """
        import org.osgi.framework.*;
        import org.socketplatform.plugin.*;

        public class Packed implements BundleActivator, RouteProvider {
          public void start(BundleContext context) {
            context.registerService(RouteProvider.class, this, null);
          }

          public void stop(BundleContext context) {}

          public String name() {
            return "greeter";
          }

          public java.util.List<Route> routes() {
            return java.util.List.of(
                Route.of("greeter.hello", "greeter:hello", Packed::hello),
                Route.of("greeter.slow", "greeter:slow", Packed::hello));
          }

          private static Reply hello(Call call) {
            return Reply.value("Packed " + call.params().require("name"));
          }
        }
        """);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(status).isZero();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", "greeter");
    manifest.getMainAttributes().putValue("Bundle-Activator", "Packed");
    manifest
        .getMainAttributes()
        .putValue("Import-Package", "org.osgi.framework,org.socketplatform.plugin");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry("Packed.class"));
      entries.write(Files.readAllBytes(temp.resolve("Packed.class")));
    }
  }
}
