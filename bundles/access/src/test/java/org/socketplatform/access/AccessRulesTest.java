package org.socketplatform.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;

class AccessRulesTest {
  private static final String ORIGIN = "socket://com.example.app";
  private static final Caller PAGE = new Caller(0, ORIGIN, Caller.Kind.PAGE);
  private static final Caller TOOL = new Caller(Caller.FIRST_TOOL, ORIGIN, Caller.Kind.PAGE);
  private static final Caller BACKEND = new Caller(-1, "", Caller.Kind.BACKEND);
  private static final Caller PLATFORM = new Caller(-1, "", Caller.Kind.PLATFORM);
  private static final Map<String, Path> PATHS =
      Map.of("data", Path.of("/nonexistent/data"), "resources", Path.of("/nonexistent/app"));

  private static final Route PING = Route.of("ping", Route.BASIC, _ -> Reply.ok());
  private static final Route INSPECT = Route.of("dev.inspect", Route.TOOL, _ -> Reply.ok());
  private static final Route INFO = Route.of("os.cpus", "os:info", _ -> Reply.ok());
  private static final Route READ = Route.ofPath("fs.stat", "fs:read", "path", _ -> Reply.ok());
  private static final Route READ_MORE = Route.of("fs.read", "fs:read", _ -> Reply.ok());
  private static final Route COPY =
      new Route(
          "fs.copyfile",
          "fs:write",
          List.of(
              new Scope.Place("src", "fs:read", true), new Scope.Place("dest", "fs:write", true)),
          _ -> Reply.ok());

  private static AccessRules rules(String... lines) {
    return AccessRules.of(Ini.of(lines), ORIGIN, PATHS, "/usr/bin:/bin");
  }

  private static Params path(String value) {
    return Params.of(Map.of("path", value));
  }

  private static Decision.Refused refused(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Refused.class);
    return (Decision.Refused) decision;
  }

  private static Failure malformed(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Malformed.class);
    return ((Decision.Malformed) decision).failure();
  }

  private static void assertAllowed(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Allowed.class);
  }

  private static void assertNotAllowed(Decision decision) {
    assertThat(refused(decision).failure().code()).isEqualTo("NOT_ALLOWED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "socket://com.example.app.evil",
        "socket://com.example.ap",
        "socket://COM.EXAMPLE.APP",
        "socket://com.example.app/",
        "http://com.example.app",
        "https://example.com",
      })
  void shouldGiveNothingToAForeignDocument(String origin) {
    Caller stranger = new Caller(0, origin, Caller.Kind.PAGE);

    for (AccessRules rules : List.of(rules(), rules("capabilities.os = true"))) {
      assertNotAllowed(rules.decide(stranger, PING, Params.EMPTY));
      assertNotAllowed(rules.decide(stranger, INFO, Params.EMPTY));
      assertNotAllowed(rules.decide(stranger, READ, path("/x")));
    }
  }

  @Test
  void shouldAllowEverythingToAnAppWithoutCapabilities() {
    AccessRules rules = rules("build.name = x");

    assertAllowed(rules.decide(PAGE, PING, Params.EMPTY));
    assertAllowed(rules.decide(PAGE, INFO, Params.EMPTY));
    assertThat(Allowance.places(rules.decide(PAGE, READ, path("/etc/passwd"))))
        .isEqualTo(Map.of("path", Path.of("/etc/passwd")));
    assertThat(Allowance.places(rules.decide(PAGE, READ, path("img/a.png"))))
        .isEqualTo(Map.of("path", Path.of("/nonexistent/app/img/a.png")));
  }

  @Test
  void shouldRefuseWhatIsNotGranted() {
    AccessRules rules = rules("capabilities.udp = true");

    assertAllowed(rules.decide(PAGE, PING, Params.EMPTY));
    assertNotAllowed(rules.decide(PAGE, INFO, Params.EMPTY));
    assertNotAllowed(rules.decide(PAGE, READ_MORE, Params.EMPTY));
    assertNotAllowed(rules.decide(PAGE, READ, path("/nonexistent/data/a")));
    assertNotAllowed(rules.decide(BACKEND, INFO, Params.EMPTY));
    assertAllowed(rules.decide(PLATFORM, INFO, Params.EMPTY));
    assertAllowed(rules.decide(PLATFORM, READ, path("/etc/passwd")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "capabilities.os = true                                | true",
        "capabilities.os = YES                                 | true",
        "capabilities.os.info = true                           | true",
        "capabilities.OS.Info = true                           | true",
        "capabilities.os.other = true                          | false",
        "capabilities.os = false                               | false",
        "capabilities.os = perhaps                             | false",
        "capabilities.os.info = false                          | false",
        "capabilities.os.info = true; capabilities.os = false  | false",
        "capabilities.os = true; capabilities.os.info = false  | false",
        "capabilities.os.info.more = true                      | false",
      })
  void shouldFollowTheFlags(String lines, boolean allowed) {
    Decision decision = rules(lines.split("; ", -1)).decide(PAGE, INFO, Params.EMPTY);

    assertThat(decision instanceof Decision.Allowed).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$DATA/**               | /nonexistent/data/a/b          | true",
        "$DATA/**               | /nonexistent/data              | true",
        "$DATA/**               | /nonexistent/database          | false",
        "$DATA                  | /nonexistent/data              | true",
        "$DATA                  | /nonexistent/data/a            | false",
        "$DATA/*.txt            | /nonexistent/data/a.txt        | true",
        "$DATA/*.txt            | /nonexistent/data/b/a.txt      | false",
        "img/**                 | img/a.png                      | true",
        "img/**                 | /nonexistent/app/img/a.png     | true",
        "img/**                 | img/../index.html              | false",
        "**                     | index.html                     | true",
        "**                     | ../data/a                      | false",
        "/nonexistent/**        | file:///nonexistent/a%20b      | true",
        "/nonexistent/**        | file:/nonexistent/a            | true",
        "/nonexistent/**        | FILE://localhost/nonexistent/a | true",
        "/nonexistent/**        | file:///nonexistent/../etc/x   | false",
        "/nonexistent/**        | file:///nonexistent/%2e%2e/etc | false",
        "$DATA/**               | /nonexistent/data/../other     | false",
        "$DATA/**               | /nonexistent/data/./a//b       | true",
        "$DATA/../x/*           | /nonexistent/x/a               | true",
      })
  void shouldFollowThePaths(String pattern, String path, boolean allowed) {
    AccessRules rules = rules("capabilities.fs.read = " + pattern);

    assertThat(rules.warnings()).isEmpty();
    assertThat(rules.decide(PAGE, READ, path(path)) instanceof Decision.Allowed).isEqualTo(allowed);
  }

  @Test
  void shouldAllowCallsWithoutPathsOnceAPathIsGranted() {
    assertAllowed(rules("capabilities.fs.read = $DATA/**").decide(PAGE, READ_MORE, Params.EMPTY));
  }

  @Test
  void shouldNotTakeAPluginGrantForAPathGrant() {
    AccessRules rules = rules("capabilities.fs = true");

    assertAllowed(rules.decide(PAGE, READ_MORE, Params.EMPTY));
    assertNotAllowed(rules.decide(PAGE, READ, path("/nonexistent/data/a")));
  }

  @Test
  void shouldLetDenialWin() {
    AccessRules rules =
        rules("capabilities.fs.read = /nonexistent/**", "capabilities.fs.deny = $DATA/keys/**");

    assertAllowed(rules.decide(PAGE, READ, path("/nonexistent/data/a")));
    Decision.Refused refused = refused(rules.decide(PAGE, READ, path("/nonexistent/data/keys/a")));
    assertThat(refused.explanation())
        .isEqualTo(
            "fs.stat needs the permission fs:read for /nonexistent/data/keys/a. To grant it, remove from socket.ini:"
                + " [capabilities.fs] deny[] = \"$DATA/keys/**\" (line 2)");
  }

  @Test
  void shouldDenyEverythingWhenADenialCannotBeUnderstood() {
    AccessRules rules =
        rules("capabilities.fs.read = /nonexistent/**", "capabilities.fs.deny = $DAAT/keys/**");

    assertThat(rules.warnings())
        .singleElement()
        .asString()
        .contains("everything that it could mean is refused to fs");
    assertNotAllowed(rules.decide(PAGE, READ, path("/nonexistent/data/a")));
  }

  @Test
  void shouldCheckEachPathOfACallUnderItsOwnPermission() {
    AccessRules rules = rules("capabilities.fs.read = **", "capabilities.fs.write = $DATA/**");

    assertThat(
            Allowance.places(
                rules.decide(
                    PAGE, COPY, Params.of(Map.of("src", "a", "dest", "/nonexistent/data/a")))))
        .isEqualTo(
            Map.of(
                "src", Path.of("/nonexistent/app/a"),
                "dest", Path.of("/nonexistent/data/a")));
    assertThat(
            refused(
                    rules.decide(
                        PAGE, COPY, Params.of(Map.of("src", "/nonexistent/data/a", "dest", "a"))))
                .failure()
                .message())
        .isEqualTo("The permission fs:read is not granted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file:relative              | needs an absolute path",
        "file://server/share        | names no other host",
        "file:///a%2fb              | encoded slash",
        "file:///a%zz               | two hexadecimal digits",
        "file:///a%                 | two hexadecimal digits",
        "file:///a%00               | NUL",
      })
  void shouldSayWhatIsWrongWithAPath(String path, String message) {
    Failure failure = malformed(rules().decide(PAGE, READ, path(path)));

    assertThat(failure.code()).isEqualTo("BAD_REQUEST");
    assertThat(failure.message())
        .startsWith("Invalid 'path' given in parameters: ")
        .contains(message);
  }

  @Test
  void shouldAskForAMissingPath() {
    assertThat(malformed(rules().decide(PAGE, READ, Params.EMPTY)).message())
        .isEqualTo("Expecting 'path' in parameters");
    assertThat(malformed(rules().decide(PAGE, READ, path("a\0b"))).code()).isEqualTo("BAD_REQUEST");
  }

  @Test
  void shouldTellTheDeveloperWhatToWriteAndThePageNothing() {
    AccessRules rules = rules("capabilities.os = true");

    Decision.Refused refused =
        refused(rules.decide(PAGE, READ, path("/nonexistent/data/my \"x\"\n.txt")));

    assertThat(refused.failure().type()).isEqualTo("NotAllowedError");
    assertThat(refused.failure().message()).isEqualTo("The permission fs:read is not granted");
    assertThat(refused.failure().details()).isEmpty();
    assertThat(refused.explanation())
        .isEqualTo(
            "fs.stat needs the permission fs:read for /nonexistent/data/my \"x\"\\u000a.txt. To"
                + " grant it, write in socket.ini under [capabilities.fs]: read[] = \"$DATA/my"
                + " ?x??.txt\"");
    assertThat(
            refused(rules("capabilities.fs = true").decide(PAGE, INFO, Params.EMPTY)).explanation())
        .isEqualTo(
            "os.cpus needs the permission os:info. To grant it, write in socket.ini under"
                + " [capabilities.os]: info = true");
  }

  @Test
  void shouldAcceptTheLineThatItSuggests() {
    String name = "/nonexistent/data/my \"x\"\n.txt";
    String explanation =
        refused(rules("capabilities.os = true").decide(PAGE, READ, path(name))).explanation();
    String suggested =
        explanation.substring(explanation.indexOf("= \"") + 3, explanation.length() - 1);

    assertAllowed(rules("capabilities.fs.read = " + suggested).decide(PAGE, READ, path(name)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "capabilities.fs.read = $NOWHERE/**    | there is no variable $NOWHERE; there are $CONFIG $DATA",
        "capabilities.fs.read = $data/**       | there is no variable $data",
        "capabilities.fs.read = $MUSIC/**      | has no effect: this system has no folder for $MUSIC",
        "capabilities.fs.read = $DATA.old/**   | a variable is letters up to the next slash",
        "capabilities.fs.read = ~/x            | write $HOME",
        "capabilities.fs.read = /a**           | ** must stand alone",
        "capabilities.fs = maybe               | must be true or false; it is 'maybe'",
        "capabilities.fs.read.x = 1            | is ignored: write [capabilities.plugin]",
      })
  void shouldWarnAboutARuleThatCannotWork(String line, String warning) {
    AccessRules rules = rules(line);

    assertThat(rules.warnings()).singleElement().asString().contains(warning);
    assertNotAllowed(rules.decide(PAGE, READ, path("/nonexistent/data/a")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "capabilities.os = true",
        "capabilities.platform = true",
        "capabilities.platform.tool = true",
        "capabilities.window.0.platform.tool = true",
        "capabilities.dev = true",
      })
  void shouldKeepWhatToolsHaveFromEveryWindowOfTheApp(String line) {
    AccessRules rules = line.isEmpty() ? rules() : rules(line);

    for (int window : List.of(-1, 0, 1, Caller.FIRST_TOOL - 1)) {
      Decision.Refused refused =
          refused(
              rules.decide(new Caller(window, ORIGIN, Caller.Kind.PAGE), INSPECT, Params.EMPTY));
      assertThat(refused.failure().message())
          .isEqualTo("The permission platform:tool is not granted");
      assertThat(refused.explanation()).contains("dev.inspect", "socket.ini cannot grant it");
    }
    assertNotAllowed(rules.decide(BACKEND, INSPECT, Params.EMPTY));
    assertAllowed(rules.decide(TOOL, INSPECT, Params.EMPTY));
  }

  @Test
  void shouldGiveToolsNothingOfWhatTheAppWasGranted() {
    for (AccessRules rules :
        List.of(
            rules(),
            rules(
                "capabilities.os = true",
                "capabilities.fs.read[] = /**",
                "capabilities.window." + Caller.FIRST_TOOL + ".os = true"))) {
      assertThat(refused(rules.decide(TOOL, INFO, Params.EMPTY)).explanation())
          .contains("os.cpus", "os:info", "tools do not have");
      assertNotAllowed(rules.decide(TOOL, READ, path("/etc/hostname")));
      assertAllowed(rules.decide(TOOL, PING, Params.EMPTY));
    }
  }

  @Test
  void shouldGiveABackendWhatIsGrantedByItsName() {
    AccessRules rules =
        rules(
            "capabilities.os = true",
            "capabilities.fs.read = $DATA/**",
            "capabilities.backend.py.fs.read = $RESOURCES/**");
    Caller python = new Caller(-1, "backend:py", Caller.Kind.BACKEND);
    Caller other = new Caller(-1, "backend:other", Caller.Kind.BACKEND);

    assertAllowed(rules.decide(python, READ, path("/nonexistent/app/a")));
    assertAllowed(rules.decide(other, PING, Params.EMPTY));
    assertNotAllowed(rules.decide(python, READ, path("/nonexistent/data/a")));
    assertNotAllowed(rules.decide(python, INFO, Params.EMPTY));
    assertNotAllowed(rules.decide(other, READ, path("/nonexistent/app/a")));
    assertNotAllowed(rules.decide(PAGE, READ, path("/nonexistent/app/a")));
    Explanation explanation = rules.explain(other, INFO, Params.EMPTY);
    assertThat(explanation.reason()).contains("[capabilities.backend.other.os]: info = true");
  }

  @Test
  void shouldWarnAboutAGrantOfABackend() {
    assertThat(rules("capabilities.backend.py.fs.read = $NOWHERE/**").warnings())
        .singleElement()
        .asString()
        .contains("[capabilities.backend.py.fs]");
  }

  @Test
  void shouldGiveToolsNothingInADocumentOfAnotherOrigin() {
    Caller stranger = new Caller(Caller.FIRST_TOOL, "https://example.com", Caller.Kind.PAGE);

    assertNotAllowed(rules().decide(stranger, INSPECT, Params.EMPTY));
  }
}
