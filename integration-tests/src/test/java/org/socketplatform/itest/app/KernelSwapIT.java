package org.socketplatform.itest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The router and the access rules themselves are edited while calls are in flight on every lane.
 * The page prints what it sees, and {@code lost=} for a call that goes wrong.
 */
class KernelSwapIT {
  private static final Path HOUSE = Path.of(System.getProperty("house", ".."));
  private static final List<String> FOLLOWED = List.of("access", "router");
  private static final int MOST_EDITS = 50;

  @TempDir private Path temp;

  private App app;
  private Path house;
  private Run run;

  @BeforeEach
  void openTheApp() throws Exception {
    house = Files.createDirectory(temp.resolve("house"));
    copy("pom.xml");
    copy("bundles/pom.xml");
    for (String bundle : FOLLOWED) {
      copy("bundles/" + bundle + "/pom.xml");
      copy("bundles/" + bundle + "/src/main");
    }
    app = App.of("dev", temp);
    Files.writeString(
        app.folder().resolve("main.js"),
        """
        import { request, send, write } from 'socket:ipc'

        const document = Math.random().toString(36).slice(2)
        let before = ''
        async function look () {
          const unknown = await send('nobody.serves')
          const refused = await send('os.cpus')
          const hello = await send('greeter.hello', { name: 'Ada' })
          const now = `unknown=${unknown.err.message} refused=${refused.err.message}` +
            ` answer=${hello.data} document=${document}`
          if (now !== before) console.log(now)
          before = now
          setTimeout(look, 10)
        }
        look()

        async function keepCalling (call) {
          for (let i = 0; ; i++) {
            const { err, data } = await call(String(i))
            if (err || !data.endsWith(' ' + i)) console.log(`lost=${err?.code ?? data}`)
          }
        }
        for (let i = 0; i < 2; i++) {
          keepCalling((name) => send('greeter.slow', { name }))
          keepCalling((name) => request('greeter.slow', { name }))
          keepCalling((name) => write('greeter.slow', { name }, new Uint8Array(1000)))
        }
        addEventListener('pluginreloaded', ({ detail }) => console.log(`reloaded=${detail.name}`))
        """);
    run = app.develop(house);
    run.awaitLineWith("unknown=No plugin serves", "refused=The permission os:info is not granted");
  }

  @AfterEach
  void closeTheApp() {
    run.close();
  }

  private void copy(String name) throws IOException {
    try (var files = Files.walk(HOUSE.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = house.resolve(HOUSE.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  private static void edit(Path source, String from, String to) throws IOException {
    String text = Files.readString(source);
    assertThat(text).contains(from);
    Files.writeString(source, text.replace(from, to));
  }

  private void editRouter(String from, String to) throws IOException {
    edit(
        house.resolve("bundles/router/src/main/java/org/socketplatform/router/Failures.java"),
        from,
        to);
  }

  private void editAccess(String from, String to) throws IOException {
    edit(
        house.resolve("bundles/access/src/main/java/org/socketplatform/access/AccessRules.java"),
        from,
        to);
  }

  private static String documentIn(String line) {
    return line.substring(line.indexOf("document="));
  }

  @Test
  void shouldLoseNoCallWhenTheRouterIsReplaced() throws Exception {
    String document = documentIn(run.awaitLineWith("unknown="));
    String before = "No plugin serves";
    for (String now : List.of("Nobody serves", "Nothing serves", "None serves")) {
      editRouter(before, now);
      assertThat(documentIn(run.awaitLineWith("unknown=" + now))).isEqualTo(document);
      before = now;
    }

    assertNothingLost();
  }

  @Test
  void shouldLoseNoCallWhenTheAccessRulesAreReplaced() throws Exception {
    String document = documentIn(run.awaitLineWith("unknown="));
    String before = "is not granted\"";
    for (String now : List.of("is not given\"", "is not there\"")) {
      editAccess(before, now);
      assertThat(
              documentIn(
                  run.awaitLineWith("refused=The permission os:info", now.replace("\"", ""))))
          .isEqualTo(document);
      before = now;
    }

    assertNothingLost();
  }

  @Test
  void shouldConnectThePageToTheEventsOfThePlatformAgain() throws Exception {
    editRouter("No plugin serves", "Nobody serves");
    run.awaitLineWith("unknown=Nobody serves");

    // The page takes a moment to connect, so the plugin is replaced until it hears of it.
    Path words = app.folder().resolve("greeter/src/main/java/com/example/greeter/Words.java");
    for (int i = 1; i <= MOST_EDITS && !hasHeard(); i++) {
      edit(words, i == 1 ? "Hello" : "Hello " + (i - 1), "Hello " + i);
      run.awaitLineWith("answer=Hello " + i + " Ada");
    }
    run.awaitLineWith("reloaded=greeter");
    assertNothingLost();
  }

  private boolean hasHeard() throws IOException {
    return Files.readString(run.out()).contains("reloaded=");
  }

  private void assertNothingLost() throws IOException {
    assertThat(Files.readString(run.out())).doesNotContain("lost=");
    assertThat(Files.readString(run.err())).doesNotContain("Unhandled rejection");
  }
}
