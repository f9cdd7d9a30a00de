package org.socketplatform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;

/** A page that was granted one folder tries to get out of it. */
class PathEscapeTest {
  private static final String ORIGIN = "socket://com.example.app";
  private static final Route WRITE = Route.ofPath("fs.open", "fs:write", "path", _ -> Reply.ok());

  @TempDir Path temp;
  private Path data;
  private Path vault;
  private Path secret;
  private AccessRules rules;

  @BeforeEach
  void grantOneFolder() throws IOException {
    temp = temp.toRealPath();
    data = Files.createDirectory(temp.resolve("data"));
    vault = Files.createDirectory(temp.resolve("secret"));
    secret = Files.writeString(vault.resolve("key"), "key");
    rules = granting("$DATA/**", data);
  }

  private static AccessRules granting(String pattern, Path data) {
    return AccessRules.of(
        Ini.of("capabilities.fs.write = " + pattern, "capabilities.fs.deny = $DATA/private/**"),
        ORIGIN,
        Map.of("data", data, "resources", data),
        "");
  }

  private Decision decide(String path) {
    return rules.decide(
        new Caller(0, ORIGIN, Caller.Kind.PAGE), WRITE, Params.of(Map.of("path", path)));
  }

  private void assertRefused(Path path) {
    assertThat(decide(path.toString())).as("%s", path).isInstanceOf(Decision.Refused.class);
  }

  private void assertLeadsTo(Path expected, Path asked) {
    assertThat(Allowance.path(decide(asked.toString())).path()).isEqualTo(expected);
  }

  private static Path link(Path at, Path to) throws IOException {
    return Files.createSymbolicLink(at, to);
  }

  @Test
  void shouldAllowWhatLiesInside() throws IOException {
    Files.createDirectories(data.resolve("a/b"));

    assertLeadsTo(data.resolve("a/b"), data.resolve("a/b"));
    assertLeadsTo(data.resolve("a/b/new/file"), data.resolve("a/b/new/file"));
    assertLeadsTo(data.resolve("a/new"), data.resolve("a/b/../new"));
  }

  @Test
  void shouldRefuseALinkToAFileOutside() throws IOException {
    assertRefused(link(data.resolve("link"), secret));
  }

  @Test
  void shouldRefuseWhatLiesBehindALinkToAFolderOutside() throws IOException {
    Path link = link(data.resolve("link"), vault);

    assertRefused(link);
    assertRefused(link.resolve("key"));
    assertRefused(link.resolve("new"));
    assertRefused(link.resolve("new/newer"));
  }

  @Test
  void shouldRefuseALinkThatDanglesOutside() throws IOException {
    assertRefused(link(data.resolve("link"), temp.resolve("secret/new")));
    assertRefused(link(data.resolve("relative"), Path.of("../secret/new")));
    assertRefused(link(data.resolve("deep"), temp.resolve("nowhere/new")).resolve("file"));
  }

  @Test
  void shouldRefuseAChainOfLinksThatEndsOutside() throws IOException {
    Path last = link(data.resolve("last"), temp.resolve("secret/new"));
    Path middle = link(data.resolve("middle"), last);

    assertRefused(link(data.resolve("first"), Path.of("middle")));
    assertRefused(middle);
  }

  @Test
  void shouldRefuseLinksThatGoRoundInCircles() throws IOException {
    Path a = data.resolve("a");
    Path b = link(data.resolve("b"), a);
    link(a, b);

    assertRefused(a);
    assertRefused(a.resolve("file"));
  }

  @Test
  void shouldFollowALinkInside() throws IOException {
    Files.createDirectories(data.resolve("a"));
    Path link = link(data.resolve("link"), Path.of("a"));

    assertLeadsTo(data.resolve("a"), link);
    assertLeadsTo(data.resolve("a/file"), link.resolve("file"));
  }

  @Test
  void shouldNameTheLinkItselfWhereARouteActsOnIt() throws IOException {
    Route remove = Route.ofLink("fs.unlink", "fs:write", "path", call -> Reply.ok());
    Path link = link(data.resolve("link"), secret);

    Decision decision =
        rules.decide(
            new Caller(0, ORIGIN, Caller.Kind.PAGE),
            remove,
            Params.of(Map.of("path", link.toString())));

    assertThat(Allowance.path(decision).path()).isEqualTo(link);
  }

  @Test
  void shouldRefuseALinkFromOutsideThatLeadsIn() throws IOException {
    assertRefused(link(temp.resolve("link"), data));
  }

  @Test
  void shouldDenyByTheNameAndByThePlace() throws IOException {
    Files.createDirectories(data.resolve("private"));
    Path link = link(data.resolve("link"), data.resolve("private"));

    assertRefused(data.resolve("private/x"));
    assertRefused(link);
    assertRefused(link.resolve("x"));
  }

  @Test
  void shouldGrantAFolderThatIsReachedByALink() throws IOException {
    Path alias = link(temp.resolve("alias"), data);
    rules = granting("$DATA/**", alias);

    assertLeadsTo(data.resolve("file"), alias.resolve("file"));
    assertRefused(alias.resolve("private/x"));
    assertRefused(secret);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/proc/self/root/etc/passwd",
        "/proc/self/cwd",
        "/proc/self/fd/0",
        "/proc/thread-self/root",
        "/dev/fd/0",
        "/dev/stdin",
        "/dev/../etc/passwd",
      })
  void shouldRefuseDetoursThroughTheSystem(String path) {
    assumeThat(Files.exists(Path.of("/proc/self"))).isTrue();

    assertRefused(Path.of(path));
  }

  @Test
  void shouldSeeThroughAMagicLinkInAGrantedFolder() throws IOException {
    assumeThat(Files.exists(Path.of("/proc/self/root"))).isTrue();

    link(data.resolve("link"), Path.of("/proc/self/root"));

    assertRefused(data.resolve("link" + secret));
    assertLeadsTo(data.resolve("x"), Path.of("/proc/self/root" + data.resolve("x")));
  }

  @Test
  void shouldTreatWhatLiesBelowAFileAsMissing() throws IOException {
    Files.createFile(data.resolve("file"));

    assertLeadsTo(data.resolve("file/below"), data.resolve("file/below"));
  }
}
