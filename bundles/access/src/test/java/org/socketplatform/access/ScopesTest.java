package org.socketplatform.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;

/** Grants of hosts, of programs, and of single windows. */
class ScopesTest {
  private static final String ORIGIN = "socket://com.example.app";
  private static final Route SEND =
      new Route("udp.send", "udp:send", List.of(new Scope.Host("to", "udp:send")), _ -> Reply.ok());
  private static final Route SPAWN =
      new Route(
          "process.spawn",
          "process:spawn",
          List.of(new Scope.Program("command", "process:spawn")),
          _ -> Reply.ok());
  private static final Route INFO = Route.of("os.cpus", "os:info", _ -> Reply.ok());

  @TempDir Path temp;

  private static Caller page(int window) {
    return new Caller(window, ORIGIN, Caller.Kind.PAGE);
  }

  private static AccessRules rules(String... lines) {
    return AccessRules.of(Ini.of(lines), ORIGIN, Map.of(), "");
  }

  private static Decision send(AccessRules rules, String to) {
    return rules.decide(page(0), SEND, Params.of(Map.of("to", to)));
  }

  @ParameterizedTest
  @CsvSource({
    "example.com:443, example.com:443, true",
    "example.com:443, EXAMPLE.com.:443, true",
    "Example.COM.:443, example.com:443, true",
    "example.com:443, example.com:80, false",
    "example.com:443, www.example.com:443, false",
    "example.com:443, notexample.com:443, false",
    "*.example.com:443, www.example.com:443, true",
    "*.example.com:443, a.b.example.com:443, true",
    "*.example.com:443, example.com:443, false",
    "*.example.com:443, notexample.com:443, false",
    "*.example.com:443, www.example.com.evil.net:443, false",
    "bücher.example:443, xn--bcher-kva.example:443, true",
    "xn--bcher-kva.example:443, BÜCHER.example:443, true",
    "*:53, dns.example:53, true",
    "*:53, 10.0.0.1:53, true",
    "*:53, [::1]:53, true",
    "*:53, [::1]:54, false",
    "127.0.0.1:*, 127.0.0.1:1, true",
    "127.0.0.1:*, localhost:1, false",
    "localhost:*, 127.0.0.1:1, false",
    "127.0.0.1:*, [::ffff:127.0.0.1]:1, true",
    "127.0.0.1:*, [::ffff:7f00:1]:1, true",
    "127.0.0.1:*, 127.0.0.2:1, false",
    "[::1]:8080, [0:0:0:0:0:0:0:1]:8080, true",
    "[::1]:8080, [::2]:8080, false",
    "[fe80::1]:*, [fe80::1%eth0]:5, true",
    "192.168.0.0/16:1024-65535, 192.168.7.9:1024, true",
    "192.168.0.0/16:1024-65535, 192.168.7.9:1023, false",
    "192.168.0.0/16:1024-65535, 192.169.0.1:2000, false",
    "0.0.0.0/0:*, 8.8.8.8:1, true",
    "0.0.0.0/0:*, [::1]:1, false",
    "[::]/0:*, [::1]:1, true",
    "[::]/0:*, 8.8.8.8:1, false",
    "[fd00::/8]:9, [fdab::1]:9, true",
    "[fd00::]/8:9, [fc00::1]:9, false",
    "127.0.0.1:*, １２７。0.0.1:1, true",
  })
  void shouldGrantHosts(String pattern, String to, boolean allowed) {
    AccessRules rules = rules("capabilities.udp.send = " + pattern);

    assertThat(rules.warnings()).isEmpty();
    assertThat(send(rules, to) instanceof Decision.Allowed).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "example.com:",
        "example.com:x",
        "example.com:65536",
        "example.com:-1",
        ":443",
        "exa mple.com:443",
        "example..com:443",
        "-a.com:443",
        "example.com/x:443",
        "user@example.com:443",
        "%65xample.com:443",
        "127.1:80",
        "0177.0.0.1:80",
        "0x7f.0.0.1:80",
        "0x7f000001:80",
        "2130706433:80",
        "127.000.000.001:80",
        "256.0.0.1:80",
        "1.2.3.4.5:80",
        "example.1:80",
        "::1:80",
        "[::1:80",
        "[::1]80",
        "[::1]",
        "[1::2::3]:80",
        "[:::]:80",
        "[12345::]:80",
        "[::1%]:80",
        "[::1%a/b]:80",
        "[127.0.0.1]:80",
        "[]:80",
      })
  void shouldRefuseHostsInOddSpellings(String to) {
    assertThat(send(rules("capabilities.udp.send = *:*"), to))
        .isInstanceOfSatisfying(
            Decision.Malformed.class,
            malformed -> assertThat(malformed.failure().code()).isEqualTo("BAD_REQUEST"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.com         | it has no port",
        "exa*mple.com:1      | * stands alone or as the first label",
        "*.127.0.0.1:1       | before a name",
        "example.com/8:1     | only an address",
        "10.0.0.1/8:1        | write 10.0.0.0/8",
        "10.0.0.0/33:1       | 0 to 32",
        "10.0.0.0:9-1        | first port is larger",
        "[fe80::1%eth0]:1    | leave the zone out",
        "0x7f.0.0.1:1        | four decimal numbers",
      })
  void shouldWarnAboutAHostThatCannotWork(String pattern, String warning) {
    assertThat(rules("capabilities.udp.send = " + pattern).warnings())
        .singleElement()
        .asString()
        .contains(warning);
  }

  @Test
  void shouldLetDenialOfAHostWin() {
    AccessRules rules =
        rules("capabilities.udp.send = *:*", "capabilities.udp.deny = 10.0.0.0/8:*");

    assertThat(send(rules, "[::ffff:10.1.2.3]:5"))
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused ->
                assertThat(refused.explanation())
                    .isEqualTo(
                        "udp.send needs the permission udp:send for 10.1.2.3:5. To grant it, remove from socket.ini:"
                            + " [capabilities.udp] deny[] = \"10.0.0.0/8:*\" (line 2)"));
    assertThat(send(rules, "11.1.2.3:5")).isInstanceOf(Decision.Allowed.class);
  }

  @Test
  void shouldSayWhichHostToGrant() {
    assertThat(send(rules("capabilities.os = true"), "Example.com:443"))
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> {
              assertThat(refused.explanation())
                  .endsWith("under [capabilities.udp]: send[] = \"example.com:443\"");
              assertThat(refused.failure().message())
                  .isEqualTo("The permission udp:send is not granted");
            });
  }

  private Path program(String name) throws IOException {
    Path program = Files.writeString(temp.toRealPath().resolve(name), "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  private AccessRules programs(Path resources, String... lines) throws IOException {
    return AccessRules.of(
        Ini.of(lines), ORIGIN, Map.of("resources", resources), temp.toRealPath() + ":.:");
  }

  private static Decision spawn(AccessRules rules, String command) {
    return rules.decide(page(0), SPAWN, Params.of(Map.of("command", command)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "git status --short    | [\"git\",\"status\",\"--short\"]           | true",
        "git status --short    | [\"git\",\"status\"]                       | false",
        "git status --short    | [\"git\",\"status\",\"--short\",\"x\"]     | false",
        "git status --short    | [\"git\",\"status --short\"]               | false",
        "git                   | [\"git\"]                                  | true",
        "git                   | [\"git\",\"push\"]                         | false",
        "git log *             | [\"git\",\"log\",\"a b\"]                  | true",
        "git log *             | [\"git\",\"log\"]                          | false",
        "git log *             | [\"git\",\"log\",\"a\",\"b\"]              | false",
        "git log **            | [\"git\",\"log\"]                          | true",
        "git log **            | [\"git\",\"log\",\"a\",\"b\"]              | true",
        "git log **            | [\"git\",\"push\"]                         | false",
        "git **                | [\"hg\",\"push\"]                          | false",
        "git 'a b'             | [\"git\",\"a b\"]                          | true",
        "git 'a b' ''          | [\"git\",\"\\u0061 b\",\"\"]               | true",
        "git $RESOURCES/x      | [\"git\",\"/nonexistent/x\"]               | true",
      })
  void shouldGrantPrograms(String pattern, String command, boolean allowed) throws IOException {
    program("git");
    program("hg");
    AccessRules rules =
        programs(Path.of("/nonexistent"), "capabilities.process.spawn = " + pattern);

    assertThat(rules.warnings()).isEmpty();
    assertThat(spawn(rules, command) instanceof Decision.Allowed).isEqualTo(allowed);
  }

  @Test
  void shouldKnowAProgramByWhereItsLinksLead() throws IOException {
    Path git = program("git");
    Files.createSymbolicLink(git.resolveSibling("alias"), git);
    AccessRules rules = programs(temp.toRealPath(), "capabilities.process.spawn = alias **");

    for (String name :
        List.of("git", "alias", "./alias", git.toString(), git + "/../git/../alias")) {
      Decision decision = spawn(rules, "[\"" + name + "\",\"x\"]");
      if (name.contains("..")) {
        assertThat(decision).isInstanceOf(Decision.Refused.class);
      } else {
        assertThat(Allowance.of(decision).programs())
            .containsEntry("command", new CommandLine(git, List.of("x")));
      }
    }
  }

  @Test
  void shouldNotTakeAnotherProgramFromTheSearchPathLater() throws IOException {
    Path late = Files.createDirectory(temp.toRealPath().resolve("late"));
    Path git = program("git");
    AccessRules rules =
        AccessRules.of(
            Ini.of("capabilities.process.spawn = git **"),
            ORIGIN,
            Map.of(),
            late + ":" + temp.toRealPath());
    Files.copy(git, late.resolve("git"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);

    assertThat(spawn(rules, "[\"git\"]")).isInstanceOf(Decision.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "git",
        "[\"git\"",
        "[\"git\",]",
        "[\"git\"] x",
        "[1]",
        "[\"git\\u0000\"]",
        "[\"git\",\"a\\u0000b\"]",
        "[\"\"]",
        "[\"\\x\"]",
        "[\"\\u12\"]",
        "[\"a\nb\"]",
        "[\"a\"\"b\"]",
      })
  void shouldRefuseWhatIsNoCommand(String command) throws IOException {
    program("git");

    assertThat(spawn(programs(temp, "capabilities.process.spawn = git **"), command))
        .isInstanceOf(Decision.Malformed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "git a*        | * stands alone",
        "git ** x      | nothing can follow",
        "* x           | must be named",
        "git 'a b      | a quote must enclose",
        "git 'a'b      | a quote must enclose",
        "nowhere **    | has no effect: this system has no program nowhere",
        "git $NO/x     | there is no variable",
      })
  void shouldWarnAboutAProgramThatCannotWork(String pattern, String warning) throws IOException {
    program("git");

    assertThat(programs(temp, "capabilities.process.spawn = " + pattern).warnings())
        .singleElement()
        .asString()
        .contains(warning);
  }

  @Test
  void shouldSayWhichProgramToGrant() throws IOException {
    Path git = program("git");
    Decision decision =
        spawn(programs(temp, "capabilities.os = true"), "[\"git\",\"a b\",\"c'd\",\"*\"]");

    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused ->
                assertThat(refused.explanation())
                    .endsWith("under [capabilities.process]: spawn[] = \"" + git + " 'a b' * *\""));
  }

  @Test
  void shouldGrantToSingleWindows() {
    AccessRules rules =
        rules(
            "capabilities.udp.send = a.example:1",
            "capabilities.window.2.udp.send = b.example:2",
            "capabilities.window.2.os = true",
            "capabilities.window.3.udp.deny = a.example:*",
            "capabilities.window.4.udp = false");

    assertThat(rules.warnings()).isEmpty();
    assertThat(grantedIn(rules, 1)).isEqualTo("a");
    assertThat(grantedIn(rules, 2)).isEqualTo("ab");
    assertThat(grantedIn(rules, 3)).isEmpty();
    assertThat(grantedIn(rules, 4)).isEmpty();
    assertThat(rules.decide(page(2), INFO, Params.EMPTY)).isInstanceOf(Decision.Allowed.class);
    assertThat(rules.decide(page(1), INFO, Params.EMPTY)).isInstanceOf(Decision.Refused.class);
  }

  private static String grantedIn(AccessRules rules, int window) {
    StringBuilder granted = new StringBuilder();
    for (String to : List.of("a.example:1", "b.example:2")) {
      if (rules.decide(page(window), SEND, Params.of(Map.of("to", to)))
          instanceof Decision.Allowed) {
        granted.append(to.charAt(0));
      }
    }
    return granted.toString();
  }

  @Test
  void shouldTakeAPluginNamedWindowForWhatItIs() {
    Route create = Route.of("window.create", "window:create", _ -> Reply.ok());

    assertThat(rules("capabilities.window.create = true").decide(page(0), create, Params.EMPTY))
        .isInstanceOf(Decision.Allowed.class);
  }

  @Test
  void shouldKeepTheOriginalPermissionsOfAnAppWithoutCapabilities() {
    Route scan = Route.of("bluetooth.start", "bluetooth:scan", _ -> Reply.ok());
    AccessRules rules = rules("permissions.allow_bluetooth = false", "build.name = x");

    assertThat(rules.isRestricted()).isFalse();
    assertThat(rules.advice())
        .hasValueSatisfying(text -> assertThat(text).contains("[capabilities]"));
    assertThat(rules.decide(page(0), INFO, Params.EMPTY)).isInstanceOf(Decision.Allowed.class);
    assertThat(rules.decide(page(0), scan, Params.EMPTY))
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> {
              assertThat(refused.failure().message()).isEqualTo("Bluetooth is not allowed");
              assertThat(refused.explanation()).contains("allow_bluetooth = false");
            });
    assertThat(rules("permissions.allow_bluetooth = true").decide(page(0), scan, Params.EMPTY))
        .isInstanceOf(Decision.Allowed.class);
    Route register = Route.of("serviceworker.register", Route.BASIC, _ -> Reply.ok());
    assertThat(
            rules("permissions.allow_service_worker = false", "capabilities.os = true")
                .decide(page(0), register, Params.EMPTY))
        .isInstanceOf(Decision.Refused.class);
    assertThat(rules("capabilities.os = true").advice()).isEmpty();
    assertThat(rules().advice()).isEmpty();
  }

  @Test
  void shouldExplainWhy() {
    AccessRules rules =
        rules(
            "capabilities.os = true",
            "capabilities.udp.send = *:53",
            "capabilities.udp.deny = x:*");

    assertThat(rules.grants()).extracting(Grant::line).containsExactly(1, 2, 3);
    assertThat(rules.explain(page(0), INFO, Params.EMPTY))
        .isEqualTo(
            new Explanation(
                true,
                "os.cpus is allowed by [capabilities] os = true (line 1)",
                List.of(rules.grants().getFirst())));
    Explanation granted = rules.explain(page(0), SEND, Params.of(Map.of("to", "y:53")));
    assertThat(granted.reason())
        .isEqualTo("udp.send is allowed by [capabilities.udp] send[] = \"*:53\" (line 2)");
    Explanation denied = rules.explain(page(0), SEND, Params.of(Map.of("to", "x:53")));
    assertThat(denied.allowed()).isFalse();
    assertThat(denied.because()).containsExactly(rules.grants().get(2));
    Explanation missing = rules.explain(page(0), SEND, Params.of(Map.of("to", "y:54")));
    assertThat(missing.allowed()).isFalse();
    assertThat(missing.because()).isEmpty();
    assertThat(missing.reason()).contains("send[] = \"y:54\"");
  }

  @Test
  void shouldTellAPluginOfAnotherAuthorWhatIsWrongWithItsLine() {
    Route portrait = Route.ofPath("greeter.portrait", "greeter:portrait", "file", _ -> Reply.ok());

    assertThat(
            rules("capabilities.greeter.portrait = $DAAT/**")
                .decide(page(0), portrait, Params.of(Map.of("file", "/x"))))
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> assertThat(refused.explanation()).contains("there is no variable $DAAT"));
  }
}
