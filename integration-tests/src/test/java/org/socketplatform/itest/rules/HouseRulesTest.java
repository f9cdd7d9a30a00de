package org.socketplatform.itest.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HouseRulesTest {
  private static final Path HOUSE = Path.of(System.getProperty("house", ".."));

  @TempDir Path temp;

  @Test
  void shouldBeKeptByTheHouse() throws IOException {
    List<BuiltBundle> bundles = BuiltBundle.ofHouse(HOUSE);

    assertThat(bundles)
        .extracting(BuiltBundle::name)
        .contains("access", "api", "config", "fs", "net", "os", "router", "stdlib", "webview");
    assertThat(HouseRules.breaches(bundles)).isEmpty();
  }

  /** Of two modules with one name, pages would get whichever bundle started first. */
  @Test
  void shouldBringEachModuleOnce() throws IOException {
    List<String> modules = new ArrayList<>();
    try (var bundles = Files.list(HOUSE.resolve("bundles"))) {
      for (Path folder : bundles.map(bundle -> bundle.resolve("modules")).toList()) {
        if (Files.isDirectory(folder)) {
          try (var files = Files.walk(folder)) {
            files
                .filter(Files::isRegularFile)
                .forEach(file -> modules.add(folder.relativize(file).toString()));
          }
        }
      }
    }

    assertThat(modules).contains("fs.js", "path.js").doesNotHaveDuplicates();
  }

  @Test
  void shouldSeeWhatTheBundlesUse() throws IOException {
    BuiltBundle router =
        BuiltBundle.ofHouse(HOUSE).stream()
            .filter(bundle -> bundle.name().equals("router"))
            .findFirst()
            .orElseThrow();

    assertThat(router.imports()).contains("org.socketplatform.plugin");
    assertThat(router.foreignPackages())
        .contains("java.lang", "org.socketplatform.plugin", "org.socketplatform.access");
    assertThat(router.ownPackages())
        .contains("org.socketplatform.router", "org.socketplatform.router.api");
  }

  @Test
  void shouldFindABundleThatUsesAnother() throws IOException {
    BuiltBundle os = bundle("os", "", "", "org.socketplatform.os", "org.socketplatform.fs.Handles");

    assertThat(HouseRules.breaches(List.of(os)))
        .containsExactly(
            "os uses org.socketplatform.fs: bundles know the plugin API, never each other");
  }

  @Test
  void shouldFindAnImportThatNoClassNeeds() throws IOException {
    BuiltBundle os =
        bundle(
            "os",
            "org.socketplatform.fs;version=\"[1,2)\",org.socketplatform.plugin",
            "",
            "org.socketplatform.os",
            "java.lang.String");

    assertThat(HouseRules.breaches(List.of(os)))
        .singleElement()
        .asString()
        .startsWith("os uses org.socketplatform.fs:");
  }

  @Test
  void shouldAllowTheExportedApiOfAnotherBundle() throws IOException {
    BuiltBundle os =
        bundle("os", "", "", "org.socketplatform.os", "org.socketplatform.relay.api.Relay");
    BuiltBundle relay =
        bundle(
            "relay",
            "",
            "org.socketplatform.relay.api;version=\"1.0\"",
            "org.socketplatform.relay.api",
            "java.lang.String");

    assertThat(HouseRules.breaches(List.of(os))).hasSize(1);
    assertThat(HouseRules.breaches(List.of(os, relay)))
        .noneMatch(breach -> breach.startsWith("os "));
  }

  @Test
  void shouldFindAnApiThatDependsOnMoreThanTheJdk() throws IOException {
    BuiltBundle api =
        bundle(
            "api",
            "",
            "org.socketplatform.plugin;version=\"1.0\"",
            "org.socketplatform.plugin",
            "tools.jackson.core.JsonGenerator");

    assertThat(HouseRules.breaches(List.of(api)))
        .anyMatch(breach -> breach.endsWith("the plugin API depends on the JDK only"))
        .anyMatch(breach -> breach.endsWith("no JSON library in an API"));
  }

  @Test
  void shouldFindAPureLibraryThatKnowsOsgi() throws IOException {
    BuiltBundle access =
        bundle("access", "", "", "org.socketplatform.access", "org.osgi.framework.BundleContext");

    assertThat(HouseRules.breaches(List.of(access)))
        .containsExactly(
            "access uses org.osgi.framework:"
                + " a pure library depends on the JDK and the plugin API only");
  }

  @Test
  void shouldFindABundleThatKnowsTheFramework() throws IOException {
    BuiltBundle router =
        bundle("router", "", "", "org.socketplatform.router", "org.apache.felix.framework.Felix");

    assertThat(HouseRules.breaches(List.of(router)))
        .containsExactly(
            "router uses org.apache.felix.framework: only the launcher knows the framework");
  }

  @Test
  void shouldFindAnExportWithoutAVersion() throws IOException {
    BuiltBundle os =
        bundle("os", "", "org.socketplatform.os", "org.socketplatform.os", "java.lang.String");

    assertThat(HouseRules.breaches(List.of(os)))
        .containsExactly("os exports org.socketplatform.os without @Version in its package-info");
  }

  /** A jar with one class, which returns null as a value of another type. */
  private BuiltBundle bundle(
      String name, String imports, String exports, String ownPackage, String usedType)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Name("Import-Package"), imports);
    manifest.getMainAttributes().put(new Name("Export-Package"), exports);
    ClassDesc own = ClassDesc.of(ownPackage, "Room");
    byte[] room =
        ClassFile.of()
            .build(
                own,
                type ->
                    type.withMethodBody(
                        "use",
                        MethodTypeDesc.of(ClassDesc.of(usedType)),
                        ClassFile.ACC_STATIC,
                        code -> code.aconst_null().checkcast(ConstantDescs.CD_Object).areturn()));
    Path jar = temp.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(
          new JarEntry(ownPackage.replace('.', '/') + "/" + own.displayName() + ".class"));
      entries.write(room);
    }
    return BuiltBundle.read(name, jar);
  }
}
