package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.socketplatform.webview.shell.PageResponse;
import org.socketplatform.webview.shell.PageResponse.Streamed;
import org.socketplatform.webview.shell.PageResponse.Whole;

class ResourcesTest {
  private static final String ORIGIN = "socket://com.example.app";
  private static final int LARGE = 3_000_000;

  @TempDir Path temp;
  private final AtomicInteger starts = new AtomicInteger();
  private Path app;
  private Resources resources;

  @BeforeEach
  void makeAnApp() throws IOException {
    app = temp.toRealPath();
    Files.writeString(app.resolve("index.html"), "<h1>Hello</h1>");
    Files.writeString(app.resolve("digits.txt"), "0123456789");
    byte[] large = new byte[LARGE];
    for (int i = 0; i < LARGE; i++) {
      large[i] = (byte) (i % 251);
    }
    Files.write(app.resolve("large.bin"), large);
    resources = resources(new Bundle[0]);
  }

  private Resources resources(Bundle[] bundles) {
    BundleContext context =
        (BundleContext)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("getBundles")) {
                    return bundles;
                  }
                  throw new UnsupportedOperationException(method.getName());
                });
    return new Resources(
        ORIGIN,
        new AppFiles(app, ""),
        new Modules(context, ORIGIN),
        new MissingPlugins(new FakeSettings(), starts::incrementAndGet),
        Map.of("x-common", "yes"));
  }

  private Bundle bundle(String location, String... entries) throws IOException {
    return bundle(
        location,
        Arrays.stream(entries)
            .collect(
                Collectors.toMap(
                    Function.identity(), entry -> "export const from = '" + location + "'")));
  }

  private Bundle bundle(String location, Map<String, String> entries) throws IOException {
    Path folder = Files.createTempDirectory(temp, "bundle");
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, entry.getValue());
    }
    return (Bundle)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Bundle.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getBundleId" -> 7L;
                  case "getState" -> Bundle.ACTIVE;
                  case "getLocation" -> location;
                  case "getEntry" -> {
                    Path file = folder.resolve((String) arguments[0]);
                    yield Files.exists(file) ? file.toUri().toURL() : null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void shouldServeTheModulesOfAPlugin() throws IOException {
    String location = "plugin:greeter/1.0.0#abc";
    resources =
        resources(
            new Bundle[] {
              bundle(location, "modules/plugin/greeter.js", "modules/plugin/greeter/more.js")
            });

    assertThat(get("plugin:greeter").text())
        .isEqualTo("export * from '" + ORIGIN + "/socket/plugin/greeter.js'\n");
    assertThat(get(ORIGIN + "/socket/plugin/greeter.js").text()).contains(location);
    assertThat(get("plugin:greeter/more").status()).isEqualTo(200);
    assertThat(starts).hasValue(0);
    assertThat(get("plugin:other").status()).isEqualTo(404);
    assertThat(starts).hasValue(1);
  }

  @Test
  void shouldServeTheModulesOfNodeUnderTheirNamesThere() throws IOException {
    resources =
        resources(
            new Bundle[] {
              bundle(
                  "reference:a.jar", "modules/fs/promises.js", "modules/ipc.js", "modules/own.js")
            });

    assertThat(get("node:fs/promises").text())
        .isEqualTo("export * from '" + ORIGIN + "/socket/fs/promises.js'\n");
    for (String name : List.of("", "ipc", "own", "fs", "plugin/own", "../ipc", "fs/promises/")) {
      assertThat(get("node:" + name).status()).as(name).isEqualTo(404);
    }
  }

  private void install(String name, Map<String, String> package_) throws IOException {
    for (Map.Entry<String, String> entry : package_.entrySet()) {
      Path file = app.resolve("node_modules").resolve(name).resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, entry.getValue());
    }
  }

  private static String proxyOf(String path) {
    return "export * from '" + ORIGIN + "/node_modules/" + path + "'\n";
  }

  @Test
  void shouldFindThePackagesOfAnAppAsNodeDoes() throws IOException {
    install("plain", Map.of("index.js", "export const a = 1", "lib/b.js", "export default 1"));
    install("main", Map.of("package.json", "{\"main\": \"./lib\"}", "lib/index.js", "export {}"));
    install(
        "@scope/mapped",
        Map.of(
            "package.json",
            """
            {"type": "module", "main": "old.js", "exports": {
              ".": [{"node": "./node.js"}, {"import": {"browser": "./web.js"}}],
              "./parts/*": "./src/*.js", "./out": "./../../secret.js", "./none": null}}
            """,
            "web.js",
            "",
            "old.js",
            "",
            "src/one.js",
            "",
            "secret.js",
            ""));

    assertThat(get("npm:plain").text()).isEqualTo(proxyOf("plain/index.js"));
    assertThat(get("npm:plain@1.2.3").text()).isEqualTo(proxyOf("plain/index.js"));
    assertThat(get("npm:plain/lib/b").text())
        .startsWith(proxyOf("plain/lib/b.js"))
        .contains("export { default }");
    assertThat(get("npm:main").text()).isEqualTo(proxyOf("main/lib/index.js"));
    assertThat(get("npm:@scope/mapped").text()).isEqualTo(proxyOf("@scope/mapped/web.js"));
    assertThat(get("npm:@scope/mapped/parts/one").text())
        .isEqualTo(proxyOf("@scope/mapped/src/one.js"));
  }

  @Test
  void shouldLetPackagesImportOthersByTheirBareNames() throws IOException {
    install("user", Map.of("src/index.js", "import dep, { a } from 'dep'\nexport * from '#own'\n"));
    install(
        "user",
        Map.of(
            "package.json",
            "{\"name\": \"user\", \"exports\": \"./src/index.js\", \"imports\": {\"#own\": {\"browser\": \"./src/own.js\"}, \"#dep\": \"dep\"}}",
            "src/own.js",
            "export default 1"));
    install("dep", Map.of("index.js", "export default 'outer'"));
    install("user/node_modules/dep", Map.of("index.js", "export default 'inner'"));
    String from = "?from=/node_modules/user/src/index.js";

    assertThat(get(ORIGIN + "/node_modules/user/src/index.js").text())
        .isEqualTo(
            "import dep, { a } from 'npm:dep"
                + from
                + "'\nexport * from 'npm:%23own"
                + from
                + "'\n");
    assertThat(get("npm:dep" + from).text()).startsWith(proxyOf("user/node_modules/dep/index.js"));
    assertThat(get("npm:dep?from=/node_modules/other/index.js").text())
        .startsWith(proxyOf("dep/index.js"));
    assertThat(get("npm:%23own" + from).text()).startsWith(proxyOf("user/src/own.js"));
    assertThat(get("npm:%23dep" + from).text())
        .startsWith(proxyOf("user/node_modules/dep/index.js"));
    assertThat(get("npm:user" + from).text()).isEqualTo(proxyOf("user/src/index.js"));
    for (String missing : List.of("npm:%23none" + from, "npm:none" + from, "npm:%23own")) {
      assertThat(get(missing).status()).as(missing).isEqualTo(404);
    }
    assertThat(get("npm:dep?from=/../../..").text()).startsWith(proxyOf("dep/index.js"));
  }

  @Test
  void shouldRequireThePackagesThatAreNoModules() throws IOException {
    install(
        "old",
        Map.of(
            "index.js",
            "exports.one = 1; exports.delete = 2; Object.defineProperty(exports, 'two', {}); exports.x == 1"));
    install("data", Map.of("package.json", "{\"main\": \"data.json\"}", "data.json", "[1]"));

    assertThat(get("npm:old").text())
        .contains("createRequire('" + ORIGIN + "/node_modules/old/index.js')")
        .contains("export default module")
        .contains("export const { one, two } = module");
    assertThat(get("npm:data").text()).isEqualTo("export default [1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "none", "../digits.txt", "plain/../../digits.txt", "plain/..", "/etc/passwd", ".bin",
        "plain/%2e%2e/x", "broken", "@scope", "@/a", "plain\\..\\x", "plain//index.js",
            "mapped/out",
        "mapped/none", "mapped/other", "mapped/index.js", "large"
      })
  void shouldNotFindWhatIsNoPackageOfTheApp(String specifier) throws IOException {
    install("plain", Map.of("index.js", ""));
    install("broken", Map.of("package.json", "{", "index.js", ""));
    install(
        "mapped",
        Map.of(
            "package.json",
            "{\"exports\": {\".\": \"./index.js\", \"./out\": \"./../plain/index.js\", \"./none\": null}}",
            "index.js",
            ""));
    install("large", Map.of("index.js", " ".repeat((16 << 20) + 1)));

    assertThat(get("npm:" + specifier).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export default 1",
        "  export default function () {}",
        "const a = 1; export { a as default }",
        "export { default } from './a.js'",
        "export { other, default } from './a.js'",
        "export {\n  other,\n  default,\n} from './a.js'",
        "export * as default from './a.js'"
      })
  void shouldPassTheDefaultExportOfAModuleOn(String text) throws IOException {
    resources = resources(new Bundle[] {bundle("reference:fs.jar", Map.of("modules/fs.js", text))});

    assertThat(get("socket:fs").text())
        .contains("export { default } from '" + ORIGIN + "/socket/fs.js'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export { default as named } from './a.js'",
        "export { defaults } from './a.js'",
        "export const text = 1 // a default",
        "import { default as a } from './a.js'; export { a }"
      })
  void shouldNotInventADefaultExport(String text) throws IOException {
    resources = resources(new Bundle[] {bundle("reference:fs.jar", Map.of("modules/fs.js", text))});

    assertThat(get("socket:fs").text()).doesNotContain("default");
  }

  @Test
  void shouldServeNothingThatIsNotAPluginsOwn() throws IOException {
    Bundle evil =
        bundle(
            "plugin:evil/1.0.0#abc",
            "modules/fs.js",
            "modules/plugin/greeter.js",
            "modules/plugin/evilgreeter.js");
    resources = resources(new Bundle[] {evil});

    for (String name : new String[] {"fs", "plugin/greeter", "plugin/evilgreeter", "plugin"}) {
      assertThat(get("socket:" + name).status()).as(name).isEqualTo(404);
      assertThat(get(ORIGIN + "/socket/" + name + ".js").status()).as(name).isEqualTo(404);
    }
    assertThat(get("plugin:greeter").status()).isEqualTo(404);
    assertThat(get("plugin:../fs").status()).isEqualTo(404);
  }

  private FakeRequest get(String uri) {
    return ask("GET", uri, "");
  }

  private FakeRequest ask(String method, String uri, String range) {
    FakeRequest request = FakeRequest.of(method, uri, "");
    resources.answer(request, method, range);
    return request;
  }

  private static byte[] bytes(PageResponse response) throws IOException {
    if (response instanceof Whole whole) {
      byte[] bytes = new byte[whole.content().remaining()];
      whole.content().get(bytes);
      return bytes;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ((Streamed) response)
        .source()
        .writeTo(chunk -> {
          byte[] copy = new byte[chunk.remaining()];
          chunk.get(copy);
          bytes.write(copy);
        });
    return bytes.toByteArray();
  }

  @Test
  void shouldServeAFileWithItsTypeAndTheHeadersOfAll() {
    FakeRequest request = get(ORIGIN + "/?query#fragment");

    assertThat(request.status()).isEqualTo(200);
    assertThat(request.text()).isEqualTo("<h1>Hello</h1>");
    assertThat(request.response().headers())
        .containsEntry("content-type", "text/html; charset=utf-8")
        .containsEntry("content-length", "14")
        .containsEntry("accept-ranges", "bytes")
        .containsEntry("x-common", "yes");
  }

  @Test
  void shouldServeALargeFileInPieces() throws IOException {
    PageResponse response = get(ORIGIN + "/large.bin").response();

    assertThat(response).isInstanceOf(Streamed.class);
    assertThat(bytes(response)).isEqualTo(Files.readAllBytes(app.resolve("large.bin")));
  }

  @Test
  void shouldServeARange() throws IOException {
    FakeRequest request = ask("GET", ORIGIN + "/digits.txt", "bytes=2-4");
    assertThat(request.status()).isEqualTo(206);
    assertThat(request.text()).isEqualTo("234");
    assertThat(request.response().headers())
        .containsEntry("content-range", "bytes 2-4/10")
        .containsEntry("content-length", "3");

    PageResponse large = ask("GET", ORIGIN + "/large.bin", "bytes=500000-2499999").response();
    assertThat(bytes(large)).hasSize(2_000_000).startsWith((byte) (500_000 % 251));
  }

  @Test
  void shouldTellTheLengthWhenARangeIsBehindTheEnd() {
    FakeRequest request = ask("GET", ORIGIN + "/digits.txt", "bytes=10-");

    assertThat(request.status()).isEqualTo(416);
    assertThat(request.response().headers()).containsEntry("content-range", "bytes */10");
  }

  @Test
  void shouldServeTheWholeFileWhenItDoesNotUnderstandTheRange() {
    FakeRequest request = ask("GET", ORIGIN + "/digits.txt", "bytes=1-2,4-5");

    assertThat(request.status()).isEqualTo(200);
    assertThat(request.text()).isEqualTo("0123456789");
  }

  @Test
  void shouldTellTheLengthAndSendNothingForHead() throws IOException {
    PageResponse response = ask("HEAD", ORIGIN + "/large.bin", "").response();

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("content-length", Integer.toString(LARGE));
    assertThat(bytes(response)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ORIGIN,
        ORIGIN + "/missing.js",
        ORIGIN + "/%zz",
        ORIGIN + "/socket/missing.js",
        ORIGIN + "/socket/../../etc/passwd.js",
        "socket://other.app/index.html",
        "socket:missing",
        "socket:",
        "socket:../index"
      })
  void shouldSayThatAnythingElseIsNotFound(String uri) {
    assertThat(get(uri).status()).isEqualTo(404);
  }

  @Test
  void shouldRedirectToAFolderWithoutLeavingTheQuotes() throws IOException {
    Files.createDirectories(app.resolve("a'\"<b>&"));
    Files.writeString(app.resolve("a'\"<b>&/index.html"), "hi");

    FakeRequest request = get(ORIGIN + "/a'%22%3Cb%3E&");

    assertThat(request.status()).isEqualTo(200);
    assertThat(request.text())
        .isEqualTo("<meta http-equiv=\"refresh\" content=\"0; url='/a&#39;%22%3Cb%3E&amp;/'\">");
  }

  @Test
  void shouldAnswerWhenABundleIsGoneWhileItLooks() {
    Bundle gone =
        (Bundle)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("Uninstalled");
                });
    resources = resources(new Bundle[] {gone});

    assertThat(get(ORIGIN + "/socket/fs.js").status()).isEqualTo(500);
  }

  @Test
  void shouldAnswerWhenAFileMayNotBeRead() throws IOException {
    Path file = Files.writeString(app.resolve("locked.txt"), "locked");
    assertThat(file.toFile().setReadable(false)).isTrue();

    FakeRequest request = get(ORIGIN + "/locked.txt");

    assertThat(request.status()).isIn(200, 404); // root may read everything
  }
}
