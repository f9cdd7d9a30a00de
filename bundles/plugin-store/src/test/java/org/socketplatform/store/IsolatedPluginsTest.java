package org.socketplatform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.pluginhost.api.PluginHost;
import org.socketplatform.pluginhost.api.PluginProcess;

class IsolatedPluginsTest {
  private static final String SCRIPT = "modules/plugin/greeter.js";

  @TempDir private Path temp;

  private final Map<String, byte[]> installed = new HashMap<>();
  private final List<String> events = new ArrayList<>();
  private final List<List<String>> modulesAtStart = new ArrayList<>();
  private IsolatedPlugins plugins;
  private boolean broken;

  @BeforeEach
  void open() {
    plugins = new IsolatedPlugins(context(), () -> host(), temp.resolve("isolated"));
  }

  private BundleContext context() {
    return (BundleContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "installBundle" -> {
                    String location = (String) arguments[0];
                    installed.put(location, ((InputStream) arguments[1]).readAllBytes());
                    yield bundle(location);
                  }
                  case "getBundle" -> bundle((String) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Bundle bundle(String location) {
    return (Bundle)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Bundle.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getLocation" -> location;
                  case "start" -> null;
                  case "uninstall" -> installed.remove(location);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private PluginHost host() {
    return (plugin, jar) -> {
      if (broken) {
        throw new FailureException(new Failure("InvalidStateError", "PLUGIN_START_FAILED", "no"));
      }
      String run = plugin + events.size();
      events.add("start " + run);
      modulesAtStart.add(List.copyOf(installed.keySet()));
      assertThat(jar).exists().hasParent(temp.resolve("isolated"));
      return new PluginProcess() {
        @Override
        public String plugin() {
          return plugin;
        }

        @Override
        public OptionalLong pid() {
          return OptionalLong.empty();
        }

        @Override
        public void close() {
          events.add("close " + run);
        }
      };
    };
  }

  private Path jar(String script) throws IOException {
    Manifest manifest = new Manifest();
    Map.of(
            "Manifest-Version",
            "1.0",
            "Bundle-SymbolicName",
            "com.example.greeter;singleton:=true",
            "Bundle-Activator",
            "com.example.Evil",
            "Export-Package",
            "com.example")
        .forEach(manifest.getMainAttributes()::putValue);
    Path jar = Files.createTempFile(temp, "greeter", ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (String name :
          List.of(
              "com/example/Evil.class",
              "modules/plugin/greeter/more.js",
              "modules/plugin/greeter.d.ts",
              "modules/plugin/greeterother.js",
              "modules/fs.js")) {
        entries.putNextEntry(new JarEntry(name));
      }
      entries.putNextEntry(new JarEntry(SCRIPT));
      entries.write(script.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return jar;
  }

  private void start(String location, String script) throws Exception {
    VerifiedPlugin plugin =
        new VerifiedPlugin(
            new PluginJar("greeter", Version.parseVersion("1.2.3"), "{}"),
            "digest",
            Optional.empty());
    plugins.start(location, plugin, jar(script));
  }

  private List<Path> copies() throws IOException {
    try (var files = Files.list(temp.resolve("isolated"))) {
      return files.toList();
    }
  }

  @Test
  void shouldBringNothingButTheJavaScriptIntoTheProcessOfTheApp() throws Exception {
    start("plugin:greeter/1", "export const a = 1");

    Path bundle = temp.resolve("bundle.jar");
    Files.write(bundle, installed.get("plugin:greeter/1"));
    try (JarFile jar = new JarFile(bundle.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .containsExactlyInAnyOrder(
              "META-INF/MANIFEST.MF", SCRIPT, "modules/plugin/greeter/more.js");
      assertThat(jar.getManifest().getMainAttributes())
          .hasSize(4)
          .containsValues("1.0", "2", "com.example.greeter", "1.2.3");
    }
  }

  @Test
  void shouldStartTheNewVersionBeforeTheOldOneEnds() throws Exception {
    start("plugin:greeter/1", "");
    start("plugin:greeter/1", "");
    start("plugin:greeter/2", "");
    assertThat(copies()).hasSize(1);
    plugins.close();

    assertThat(events)
        .containsExactly("start greeter0", "start greeter1", "close greeter0", "close greeter1");
    assertThat(copies()).isEmpty();
  }

  @Test
  void shouldKeepTheOldVersionWhenTheNewOneDoesNotStart() throws Exception {
    start("plugin:greeter/1", "");
    broken = true;

    assertThatThrownBy(() -> start("plugin:greeter/2", "")).isInstanceOf(FailureException.class);

    assertThat(installed).containsOnlyKeys("plugin:greeter/1");
    assertThat(events).containsExactly("start greeter0");
    assertThat(copies()).hasSize(1);
  }

  @Test
  void shouldServeTheModuleOfTheFirstVersionWhileItsProcessStarts() throws Exception {
    start("plugin:greeter/1", "");
    start("plugin:greeter/2", "");

    assertThat(modulesAtStart)
        .containsExactly(List.of("plugin:greeter/1"), List.of("plugin:greeter/1"));
  }

  @Test
  void shouldTakeTheModuleAwayWhenTheProcessDoesNotStart() {
    broken = true;

    assertThatThrownBy(() -> start("plugin:greeter/1", "")).isInstanceOf(FailureException.class);

    assertThat(installed).isEmpty();
  }

  @Test
  void shouldEndAPluginThatStartsWhileTheAppEnds() {
    plugins.close();

    assertThatThrownBy(() -> start("plugin:greeter/1", "")).isInstanceOf(StoreException.class);
    assertThat(installed).isEmpty();
    assertThat(events).containsExactly("start greeter0", "close greeter0");
  }

  @Test
  void shouldRefuseMoreJavaScriptThanAPageCouldUse() {
    assertThatThrownBy(() -> start("plugin:greeter/1", "x".repeat((16 << 20) + 1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("16 MiB");
    assertThat(events).isEmpty();
  }
}
