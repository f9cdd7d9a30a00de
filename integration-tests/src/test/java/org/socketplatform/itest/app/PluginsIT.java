package org.socketplatform.itest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.itest.greeter.Greeter;

/** A plugin from the store of the user, in an app with a real page. */
class PluginsIT {
  @TempDir Path temp;
  private App app;

  @BeforeEach
  void makeAKey() throws Exception {
    app = App.of("plugins", temp);
    ssc("keys", "new", "ada");
  }

  private Result ssc(String... line) throws Exception {
    Result result = app.ssc(line);
    assertThat(result.status()).as("ssc %s: %s", String.join(" ", line), result.err()).isZero();
    return result;
  }

  private Path signed(String version) throws Exception {
    Path jar = unsigned(version);
    ssc("plugin", "sign", jar.toString());
    return jar;
  }

  private Path unsigned(String version) throws IOException {
    return PackedBundle.of(
            Greeter.class,
            "com.example.greeter",
            version,
            Map.of(
                "plugin/greeter.json",
                """
                {"name": "greeter", "version": "1", "description": "Greets.",
                 "permissions": [{"name": "greeter:hello", "description": "Greets", "scope": null}],
                 "commands": [
                   {"route": "greeter.hello", "permission": "greeter:hello"},
                   {"route": "greeter.waiting", "permission": "greeter:hello"},
                   {"route": "greeter.wait", "permission": "greeter:hello"}]}
                """,
                "modules/plugin/greeter.js",
                """
                import { send } from 'socket:ipc'
                export const instance = Symbol('instance')
                async function call (route) {
                  const { err, data } = await send(route)
                  if (err) throw err
                  return data
                }
                export const hello = () => call('greeter.hello')
                export const waiting = () => call('greeter.waiting')
                export const wait = () => call('greeter.wait')
                """))
        .write(temp.resolve("greeter-" + version + ".jar"));
  }

  private void install(String version) throws Exception {
    ssc("plugin", "install", signed(version).toString());
  }

  @Test
  void shouldImportAPluginIntoPagesAndWorkersUnderTheStrictPolicy() throws Exception {
    install("1.0.0");
    install("1.4.0");
    install("2.0.0");

    Result result =
        app.with("--", "once")
            .run()
            .assertChecks(
                "a plugin in a page",
                "one instance of its module",
                "a plugin in a worker",
                "a plugin that is not there",
                "nothing of the platform from a plugin");

    assertThat(result.err())
        .anyMatch(line -> line.contains("imports plugin:absent") && line.contains("socket.ini"))
        .anyMatch(
            line -> line.contains("imports plugin:wanted") && line.contains("ssc plugin install"))
        .noneMatch(line -> line.startsWith("error: "));
    // The next run finds the framework's cache in order.
    assertThat(app.run().assertStory().err()).noneMatch(line -> line.contains("rebuilt"));
  }

  @Test
  void shouldFollowTheStoreWhileTheAppRuns() throws Exception {
    try (Run run = app.with("--", "follow").start()) {
      run.awaitLine("greeter NOT_FOUND");
      install("1.0.0");
      run.awaitLine("greeter 1.0.0");
      install("2.0.0");
      install("1.10.0");
      run.awaitLine("greeter 1.10.0");
      ssc("plugin", "remove", "greeter", "1.10.0");
      run.awaitLine("greeter back to 1.0.0");
      ssc("keys", "untrust", "ada");
      run.awaitLine("greeter PLUGIN_UNAVAILABLE");

      Result result = run.end().assertStory();
      assertThat(result.out()).noneMatch(line -> line.contains("2.0.0"));
      assertThat(result.err())
          .anyMatch(line -> line.contains("greeter is not used") && line.contains("not trusted"));
    }
  }

  @Test
  void shouldRefuseAJarThatWasAlteredInTheStore() throws Exception {
    install("1.0.0");
    Path stored =
        app.home().resolve(".local/share/socket-platform/plugins/greeter/1.0.0/plugin.jar");
    overwrite(stored, "modules/plugin/greeter.js", "export const hello = async () => '1.0.0'");

    Result result = app.with("--", "refused").run().assertChecks("a plugin that is refused");

    assertThat(result.err())
        .filteredOn(line -> line.startsWith("error: "))
        .singleElement()
        .asString()
        .contains("greeter is not used", "changed after it was signed");
  }

  @Test
  void shouldRunAPluginThatIsNotTrustedInAProcessOfItsOwn() throws Exception {
    Path first = signed("1.0.0");
    Path second = signed("1.1.0");
    ssc("keys", "untrust", "ada");
    app.ssc("plugin", "install", first.toString()).assertRefused("not trusted", "--isolated");
    assertThat(ssc("plugin", "install", first.toString(), "--isolated").err())
        .anyMatch(line -> line.contains("sandbox"))
        .anyMatch(line -> line.contains("JavaScript half"));
    assertThat(ssc("plugin", "list").out())
        .singleElement()
        .asString()
        .contains("greeter", "1.0.0", "isolated, signed by 'ada'");
    assertThat(ssc("permissions", app.folder().toString()).out())
        .anyMatch(line -> line.contains("greeter") && line.contains("version 1.0.0, isolated"));
    String uri = "ipc://greeter.hello";
    assertThat(ssc("permissions", app.folder().toString(), "--explain", uri).out())
        .anyMatch(line -> line.startsWith("allowed: "));

    try (Run run = app.with("--", "isolated").startAsBuilt()) {
      run.awaitLine("greeter waits");
      run.pluginProcess().destroyForcibly();
      run.awaitLine("greeter is back");
      ssc("plugin", "install", second.toString(), "--isolated");

      run.end()
          .assertChecks(
              "a plugin in a process of its own",
              "a call under way when the process is killed",
              "the call after it",
              "a newer version",
              "the event of the newer version");
    }
  }

  @Test
  void shouldLeaveNoProcessOfAPluginBehindWhenThePlatformIsKilled() throws Exception {
    ssc("plugin", "install", unsigned("1.0.0").toString(), "--isolated");

    try (Run run = app.with("--", "isolated").startAsBuilt()) {
      run.awaitLine("greeter waits");
      List<ProcessHandle> processes = run.pluginProcessWithItsSandbox();
      run.kill();

      for (ProcessHandle process : processes) {
        process.onExit().get(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void shouldRunWhatNobodySignedInDevelopmentOnly() throws Exception {
    ssc("plugin", "install", unsigned("1.0.0").toString(), "--dev");

    Result result = app.with("--", "refused").run().assertChecks("a plugin that is refused");
    assertThat(result.err()).anyMatch(line -> line.contains("greeter is not used"));

    try (Run run = app.develop()) {
      run.awaitLineWith("not ok a plugin that is refused");
      assertThat(run.end().err()).anyMatch(line -> line.contains("greeter is not signed"));
    }
  }

  @Test
  void shouldLeaveProjectsToDevelopment() throws Exception {
    Path settings = app.folder().resolve("socket.ini");
    Files.writeString(
        settings, Files.readString(settings).replace("greeter = \"[1,2)\"", "greeter = \"./g\""));

    Result result = app.with("--", "refused").run().assertChecks("a plugin that is refused");

    assertThat(result.err())
        .noneMatch(line -> line.startsWith("error: "))
        .filteredOn(line -> line.contains("ssc dev"))
        .hasSize(1);
  }

  @Test
  void shouldNotRunAnIsolatedPluginThatWasAlteredInTheStore() throws Exception {
    ssc("plugin", "install", signed("1.0.0").toString(), "--isolated");
    Path stored =
        app.home().resolve(".local/share/socket-platform/plugins/greeter/1.0.0/plugin.jar");
    overwrite(stored, "modules/plugin/greeter.js", "export const hello = async () => '1.0.0'");
    ssc("plugin", "sign", stored.toString());

    Result result = app.with("--", "refused").run().assertChecks("a plugin that is refused");

    assertThat(result.err())
        .filteredOn(line -> line.startsWith("error: "))
        .singleElement()
        .asString()
        .contains("greeter is not used", "changed after it was installed");
  }

  private static void overwrite(Path jar, String entry, String text) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.writeString(zip.getPath(entry), text);
    }
  }
}
