package org.socketplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.VersionRange;
import org.socketplatform.store.PluginStore.Installed;

class PluginCommandTest {
  @TempDir Path temp;
  private Workshop workshop;
  private Path stored;

  @BeforeEach
  void open() throws IOException {
    workshop = Workshop.withKey(temp);
    stored = workshop.home().resolve(".local/share/socket-platform/plugins");
  }

  private Workshop.Outcome install(Path source, String... options) {
    List<String> line = new ArrayList<>(List.of("plugin", "install", source.toString()));
    line.addAll(List.of(options));
    return workshop.ssc(line.toArray(String[]::new));
  }

  private void assertRefused(Workshop.Outcome outcome, String... words) {
    assertThat(outcome.status()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.err().lines())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains(words);
    assertThat(workshop.store().list(damage -> {})).isEmpty();
  }

  @Test
  void shouldInstallASignedPluginAndTellHowToUseIt() throws IOException {
    Path jar = workshop.signedPlugin("greeter", "1.2.0");

    Workshop.Outcome outcome = install(jar);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains(
            "installed greeter 1.2.0, signed by 'ada'",
            "Greets people.",
            "greeter = \"[1,2)\"",
            "[capabilities.greeter]",
            "hello = true",
            "; Greets one of them",
            "portrait[] = \"$DATA/**\"");
    assertThat(stored.resolve("greeter/1.2.0/plugin.jar")).hasSameBinaryContentAs(jar);
    assertThat(workshop.ssc("plugin", "list").out())
        .contains("greeter", "1.2.0", "signed by 'ada'");
    assertThat(install(jar).out()).contains("installed already");
  }

  @Test
  void shouldRefuseAPluginThatNobodySigned() throws IOException {
    Path jar = workshop.plugin("greeter", "1.0.0");

    assertRefused(install(jar), jar.toString(), "not signed", "ssc plugin sign");
    assertThat(install(jar, "--dev").out()).contains("not signed: only 'ssc dev' runs it");
  }

  @Test
  void shouldRefuseAPluginOfSomeoneWhoIsNotTrusted() throws IOException {
    Path jar = workshop.signedPlugin("greeter", "1.0.0");
    workshop.ssc("keys", "untrust", "ada");

    assertRefused(install(jar), "'ada'", "not trusted", "ssc keys trust '" + jar + "'");
    assertRefused(install(jar, "--dev"), "not trusted");
  }

  @Test
  void shouldInstallOneThatIsNotTrustedToRunIsolated() throws IOException {
    Path jar = workshop.plugin("greeter", "1.0.0");
    workshop.ssc("plugin", "sign", jar.toString());
    workshop.ssc("keys", "untrust", "ada");
    assertRefused(install(jar), "--isolated");

    Workshop.Outcome outcome = install(jar, "--isolated");

    assertThat(outcome.out()).contains("installed greeter 1.0.0, isolated, signed by 'ada'");
    assertThat(outcome.err()).contains("sandbox", "JavaScript half of greeter is not held back");
    assertThat(workshop.ssc("plugin", "list").out()).contains("isolated, signed by 'ada'");
    assertThat(install(jar, "--isolated").out()).contains("installed already");
  }

  @Test
  void shouldInstallOneThatNobodySignedToRunIsolated() throws IOException {
    Path jar = workshop.plugin("greeter", "1.0.0");

    assertThat(install(jar, "--isolated").out()).contains("isolated, not signed");
    Files.write(
        stored.resolve("greeter/1.0.0/plugin.jar"),
        Files.readAllBytes(workshop.plugin("greeter", "1.0.1")));
    assertThat(workshop.ssc("plugin", "list").out()).contains("refused: ");
  }

  @Test
  void shouldLeaveIsolationWhenTheSamePluginIsInstalledAsTrusted() throws IOException {
    Path jar = workshop.plugin("greeter", "1.0.0");
    workshop.ssc("plugin", "sign", jar.toString());

    install(jar, "--isolated");
    install(jar);
    assertThat(workshop.ssc("plugin", "list").out()).doesNotContain("isolated");
    install(jar, "--isolated");
    assertThat(workshop.ssc("plugin", "list").out()).contains("isolated");
    workshop.ssc("plugin", "remove", "greeter");
    assertThat(stored.resolve("greeter")).doesNotExist();
  }

  private Path needy(String version, String... needs) throws IOException {
    Map<String, String> files = workshop.files("greeter");
    files.computeIfPresent(
        "plugin/greeter.json",
        (name, text) ->
            text.replace(
                "\"commands\":", "\"needs\": [" + String.join(",", needs) + "], \"commands\":"));
    return workshop.jar("greeter-" + version + ".jar", workshop.headers("greeter", version), files);
  }

  @Test
  void shouldAskForWhatAPluginCallsOfItsOwnAccord() throws IOException {
    String reads =
        "{\"permission\": \"fs:read\", \"patterns\": [\"$DATA/**\"], \"reason\": \"Sees \\u001b[2J\"}";
    String knows = "{\"permission\": \"os:info\", \"patterns\": [], \"reason\": \"Knows\"}";
    Path jar = needy("1.0.0", reads);

    assertRefused(install(jar, "--isolated"), "fs:read $DATA/**", "--grant");
    workshop.answer(Optional.of("no"));
    assertRefused(install(jar, "--isolated"), "not granted");
    workshop.answer(Optional.of("y"));
    assertThat(install(jar, "--isolated").out())
        .contains("asks to call of its own accord", "fs:read $DATA/**", "; Sees ?[2J", "[y/N]")
        .contains("installed greeter 1.0.0, isolated");
    workshop.answer(Optional.empty());
    assertThat(install(needy("1.1.0", reads), "--isolated").out()).contains("installed greeter");
    Path more = needy("1.2.0", reads, knows);
    Workshop.Outcome refused = install(more, "--isolated");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("error: ", "os:info", "--grant");
    assertThat(install(more, "--isolated", "--grant").out())
        .contains("It calls of its own accord:", "os:info", "; Knows");
  }

  @Test
  void shouldRefuseToIsolateWhatCannotBe() throws IOException {
    Path jar = workshop.plugin("greeter", "1.0.0");

    assertRefused(install(jar, "--isolated", "--dev"), "exclude each other");
    assertRefused(
        install(
            rewritten(
                workshop.signedPlugin("greeter", "2.0.0"),
                changed -> changed.put("modules/plugin/greeter.js", bytes("evil()"))),
            "--isolated"),
        "changed after it was signed");
  }

  @Test
  void shouldRefuseAChangedFile() throws IOException {
    Path jar =
        rewritten(
            workshop.signedPlugin("greeter", "1.0.0"),
            files -> files.put("modules/plugin/greeter.js", bytes("evil()")));

    assertRefused(install(jar), "changed after it was signed");
    assertRefused(install(jar, "--dev"), "changed after it was signed");
  }

  @Test
  void shouldRefuseAnAddedFile() throws IOException {
    Path jar =
        rewritten(
            workshop.signedPlugin("greeter", "1.0.0"),
            files -> files.put("modules/plugin/greeter/more.js", bytes("evil()")));

    assertRefused(install(jar), "'modules/plugin/greeter/more.js' was added");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"META-INF/services/java.lang.Runnable", "META-INF/SIG-EVIL", "META-INF/x"})
  void shouldRefuseAFileAddedBesideTheSignature(String name) throws IOException {
    Path jar =
        rewritten(workshop.signedPlugin("greeter", "1.0.0"), files -> files.put(name, bytes("x")));

    assertRefused(install(jar), "'" + name + "' was added");
  }

  @Test
  void shouldRefuseARemovedFile() throws IOException {
    Path jar =
        rewritten(
            workshop.signedPlugin("greeter", "1.0.0"),
            files -> files.remove("modules/plugin/greeter.js"));

    assertRefused(install(jar), "'modules/plugin/greeter.js' was removed");
  }

  @Test
  void shouldRefuseAChangedHeader() throws IOException {
    Path jar =
        rewritten(
            workshop.signedPlugin("greeter", "1.0.0"),
            files ->
                files.computeIfPresent(
                    "META-INF/MANIFEST.MF",
                    (name, text) ->
                        bytes(
                            new String(text, StandardCharsets.UTF_8)
                                .replace("Bundle-Version: 1.0.0", "Bundle-Version: 1.9.0"))));

    assertRefused(install(jar), "changed after it was signed");
  }

  @Test
  void shouldRefuseAFileThatIsLeftOutOfTheSignature() throws IOException {
    Path jar =
        rewritten(
            workshop.signedPlugin("greeter", "1.0.0"),
            files ->
                files.computeIfPresent(
                    "META-INF/MANIFEST.MF",
                    (name, text) ->
                        bytes(
                            new String(text, StandardCharsets.UTF_8)
                                .replaceAll(
                                    "Name: modules/plugin/greeter.js\r\nSHA-256-Digest: .*\r\n\r\n",
                                    ""))));

    assertRefused(install(jar), "changed after it was signed");
  }

  @Test
  void shouldRefuseAJarWhoseSignatureIsStrippedOrBroken() throws IOException {
    Path signed = workshop.signedPlugin("greeter", "1.0.0");
    byte[] before = Files.readAllBytes(signed);

    assertRefused(
        install(rewritten(signed, files -> files.remove("META-INF/PLUGIN.EC"))), "greeter");
    Files.write(signed, before);
    assertRefused(
        install(rewritten(signed, files -> files.remove("META-INF/PLUGIN.SF"))), "greeter");
    Files.write(signed, before);
    assertRefused(
        install(rewritten(signed, files -> files.put("META-INF/PLUGIN.EC", bytes("broken")))),
        "greeter");
  }

  @Test
  void shouldRefuseASecondSignature() throws IOException {
    Path jar = workshop.signedPlugin("greeter", "1.0.0");
    Path other = temp.resolve("other.jar");
    Files.copy(jar, other);
    workshop.ssc("keys", "new", "grace");
    workshop.ssc("plugin", "sign", other.toString(), "--key", "grace");
    Map<String, byte[]> grace = contents(other);
    Path both =
        rewritten(
            jar,
            files -> {
              files.put("META-INF/GRACE.SF", grace.get("META-INF/PLUGIN.SF"));
              files.put("META-INF/GRACE.EC", grace.get("META-INF/PLUGIN.EC"));
            });

    assertRefused(install(both), "more than one key");
  }

  @Test
  void shouldSignAnewWithAnotherKey() throws IOException {
    Path jar = workshop.signedPlugin("greeter", "1.0.0");
    workshop.ssc("keys", "new", "grace");

    assertThat(workshop.ssc("plugin", "sign", jar.toString(), "--key", "grace").status()).isZero();

    assertThat(install(jar).out()).contains("signed by 'grace'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fs", "window", "platform", "Greeter", "a--b", "1a", "a_b"})
  void shouldRefuseNamesThatAPluginMustNotHave(String name) throws IOException {
    assertRefused(install(workshop.signedPlugin(name, "1.0.0")), "'" + name + "'");
  }

  @Test
  void shouldRefuseWhatBelongsToThePlatform() throws IOException {
    assertRefused(installWithFile("modules/fs.js"), "modules/fs.js");
    assertRefused(installWithFile("modules/plugin/other.js"), "modules/plugin/other.js");
    assertRefused(installWithHeader("Fragment-Host", "org.socketplatform.router"), "fragment");
    assertRefused(
        installWithHeader("Export-Package", "com.example,org.socketplatform.access;version=1"),
        "exports packages");
    assertRefused(installWithHeader("Bundle-SymbolicName", ""), "no OSGi bundle");
    assertRefused(
        installWithHeader("Bundle-SymbolicName", "org.socketplatform.fs;singleton:=true"),
        "belong to the platform");
    Map<String, String> files = workshop.files("greeter");
    files.computeIfPresent(
        "plugin/greeter.json", (name, json) -> json.replace("greeter.hello", "fs.readfile"));
    assertRefused(
        install(signed(workshop.jar("routes.jar", workshop.headers("greeter", "1.0.0"), files))),
        "fs.readfile");
  }

  private Workshop.Outcome installWithFile(String name) throws IOException {
    Map<String, String> files = workshop.files("greeter");
    files.put(name, "");
    return install(signed(workshop.jar("file.jar", workshop.headers("greeter", "1.0.0"), files)));
  }

  private Workshop.Outcome installWithHeader(String name, String value) throws IOException {
    Map<String, String> headers = workshop.headers("greeter", "1.0.0");
    headers.put(name, value);
    return install(signed(workshop.jar("header.jar", headers, workshop.files("greeter"))));
  }

  private Path signed(Path jar) {
    assertThat(workshop.ssc("plugin", "sign", jar.toString()).errors()).isEmpty();
    return jar;
  }

  @Test
  void shouldTellWhatIsNoPlugin() throws IOException {
    Path text = Files.writeString(temp.resolve("text.jar"), "hello");
    Path empty = Files.writeString(temp.resolve("empty.jar"), "");
    Path project = Files.createDirectory(temp.resolve("project"));

    assertRefused(install(text), "text.jar", "no jar");
    assertRefused(install(empty), "empty.jar", "no jar");
    assertRefused(install(temp.resolve("nowhere")), "nowhere", "group:artifact:version");
    assertRefused(install(project), "there is no plugin in");
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    assertRefused(install(project), "not built", "ssc plugin build");
    assertRefused(
        install(signed(workshop.jar("none.jar", workshop.headers("none", "1"), Map.of("a", "b")))),
        "it is no plugin");
  }

  @Test
  void shouldInstallFromTheFolderOfAProjectAndUpdateFromThere() throws IOException {
    Path target = Files.createDirectories(temp.resolve("greeter/target"));
    Files.writeString(temp.resolve("greeter/pom.xml"), "<project/>");
    Files.move(workshop.signedPlugin("greeter", "1.0.0"), target.resolve("greeter.jar"));
    assertThat(install(temp.resolve("greeter")).status()).isZero();

    assertThat(workshop.ssc("plugin", "update").out()).contains("1.0.0 is installed already");
    Files.delete(target.resolve("greeter.jar"));
    Files.move(workshop.signedPlugin("greeter", "1.1.0"), target.resolve("greeter.jar"));
    Workshop.Outcome update = workshop.ssc("plugin", "update", "greeter");

    assertThat(update.out()).contains("installed greeter 1.1.0");
    assertThat(versions("greeter")).containsExactly("1.1.0");
  }

  @Test
  void shouldKeepTwoMajorVersionsSideBySide() throws IOException {
    install(workshop.signedPlugin("greeter", "1.0.0"));
    install(workshop.signedPlugin("greeter", "1.10.0"));
    install(workshop.signedPlugin("greeter", "2.0.0"));

    assertThat(versions("greeter")).containsExactly("1.0.0", "1.10.0", "2.0.0");
    assertThat(best("[1,2)")).isEqualTo("1.10.0");
    assertThat(best("[2,3)")).isEqualTo("2.0.0");
    assertThat(best("0")).isEqualTo("2.0.0");
    assertThat(best("[3,4)")).isEmpty();

    assertThat(workshop.ssc("plugin", "remove", "greeter", "1.10.0").out())
        .contains("removed greeter 1.10.0");
    assertThat(best("[1,2)")).isEqualTo("1.0.0");
    assertThat(workshop.ssc("plugin", "remove", "greeter").status()).isZero();
    assertThat(stored.resolve("greeter")).doesNotExist();
    assertThat(workshop.ssc("plugin", "remove", "greeter").errors())
        .singleElement()
        .asString()
        .contains("no plugin greeter");
  }

  private List<String> versions(String name) {
    return workshop.store().versions(name, damage -> {}).stream()
        .map(one -> one.version().toString())
        .toList();
  }

  private String best(String range) {
    return workshop
        .store()
        .best("greeter", VersionRange.valueOf(range), damage -> {})
        .map(one -> one.version().toString())
        .orElse("");
  }

  @Test
  void shouldStayWholeWhenManyInstallAtOnce() throws Exception {
    List<Callable<Integer>> installs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Path first = workshop.signedPlugin("greeter", "1." + i + ".0");
      Path other = workshop.signedPlugin("other", "1.0." + i);
      installs.add(() -> install(first).status());
      installs.add(() -> install(other).status());
      installs.add(() -> install(first).status());
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> install : threads.invokeAll(installs)) {
        assertThat(install.get()).isZero();
      }
    }

    List<String> damages = new ArrayList<>();
    List<Installed> all = workshop.store().list(damages::add);
    assertThat(damages).isEmpty();
    assertThat(all).hasSize(8);
    assertThat(workshop.ssc("plugin", "list").out()).doesNotContain("refused");
    try (var left = Files.list(stored)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("greeter", "other", "changed");
    }
  }

  @Test
  void shouldTellOfAStoreThatWasDamagedByHand() throws IOException {
    install(workshop.signedPlugin("greeter", "1.0.0"));
    Files.createDirectories(stored.resolve("greeter/banana"));
    Files.createDirectories(stored.resolve("greeter/2.0.0"));
    Files.createDirectories(stored.resolve("../plugins/Not A Name/1.0.0"));
    Files.writeString(stored.resolve("greeter/1.0.0/plugin.jar"), "damaged");

    Workshop.Outcome list = workshop.ssc("plugin", "list");

    assertThat(list.status()).isZero();
    assertThat(list.err().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("warning: the plugin store is damaged: "))
        .allMatch(line -> line.contains("remove it and install"));
    assertThat(list.out()).contains("greeter", "1.0.0", "refused: it is no jar");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plugin",
        "plugin nothing",
        "plugin install",
        "plugin install a b c",
        "keys new --no"
      })
  void shouldShowTheUsageOfWhatIsMisused(String line) {
    Workshop.Outcome outcome = workshop.ssc(line.split(" "));

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("Usage: ssc ").doesNotContain("at org.");
  }

  @Test
  void shouldHelp() {
    Workshop.Outcome help = workshop.ssc("plugin", "install", "--help");

    assertThat(help.status()).isZero();
    assertThat(help.out())
        .startsWith("Usage: ssc plugin install [--dev] [--grant] [--isolated] SOURCE");
  }

  /** The overview is in the script itself, so that asking for help builds nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"plugin", "keys"})
  void shouldBeInTheOverviewOfTheScript(String command) throws IOException {
    String script =
        Files.readString(
            Path.of(System.getProperty("maven.multiModuleProjectDirectory", "../.."))
                .resolve("ssc"));
    String start = "Usage: ssc " + command + " COMMAND";
    assertThat(script).contains(start);
    String overview = script.substring(script.indexOf(start)).split("\nEND\n", 2)[0];

    String all = workshop.ssc(command, "--help").out();
    List<String> commands =
        all.lines()
            .filter(line -> line.matches("  [a-z]+  .*"))
            .map(line -> line.strip().split(" ", 2)[0])
            .toList();

    assertThat(commands).hasSizeGreaterThan(3);
    assertThat(overview.lines().filter(line -> line.startsWith("  ")))
        .map(line -> line.strip().split(" ", 2)[0])
        .containsExactlyInAnyOrderElementsOf(commands);
  }

  private interface Edit {
    void apply(Map<String, byte[]> files);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> contents(Path jar) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return files;
  }

  private static Path rewritten(Path jar, Edit edit) throws IOException {
    Map<String, byte[]> files = contents(jar);
    edit.apply(files);
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return jar;
  }
}
