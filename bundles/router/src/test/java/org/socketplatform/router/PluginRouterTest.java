package org.socketplatform.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;

class PluginRouterTest {
  private static final Caller PAGE = new Caller(0, "socket://com.example.app", Caller.Kind.PAGE);

  private final TestLog log = new TestLog();
  private final PluginRouter router = router(Map.of());

  private PluginRouter router(Map<String, String> settings) {
    return new PluginRouter(new TestApp(settings), log, Duration.ofSeconds(5));
  }

  record TestPlugin(String name, List<Route> routes) implements RouteProvider {
    static TestPlugin of(Route... routes) {
      return new TestPlugin("test", List.of(routes));
    }

    static TestPlugin named(String name, String... routes) {
      return new TestPlugin(
          name,
          Stream.of(routes)
              .map(route -> Route.of(route, "test:permission", _ -> Reply.ok()))
              .toList());
    }

    static TestPlugin answering(String route, Route.Handler handler) {
      return of(Route.of(route, "test:permission", handler));
    }
  }

  private static void add(PluginRouter router, RouteProvider plugin) {
    router.add(plugin, new Provider.Origin("org.socketplatform.test", 0));
  }

  private static Call call(String route, Params params) {
    return new Call(route, params, Body.EMPTY, PAGE, new Cancellation());
  }

  private static Call call(String route) {
    return call(route, Params.EMPTY);
  }

  private static Failure failure(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Failed.class);
    return ((Reply.Failed) reply).failure();
  }

  private String answer(PluginRouter router, String route) {
    return router.envelope(call(route, Params.of(Map.of("id", "1"))), router.call(call(route)));
  }

  private static Route.Handler saying(String text) {
    return _ -> Reply.value(text);
  }

  @Test
  void shouldFollowReplacedGrantsFromTheNextCallOn() {
    PluginRouter router = router(Map.of("capabilities.test", "true"));
    add(router, TestPlugin.answering("test.hello", saying("hello")));
    assertThat(router.call(call("test.hello"))).isInstanceOf(Reply.Value.class);

    router.replaceGrants(new TestApp(Map.of("capabilities.other", "true")));
    assertThat(failure(router.call(call("test.hello"))).code()).isEqualTo("NOT_ALLOWED");

    router.replaceGrants(new TestApp(Map.of("capabilities.test", "true")));
    assertThat(router.call(call("test.hello"))).isInstanceOf(Reply.Value.class);
  }

  private static Reply callOf(PluginRouter router, String plugin, String route) {
    Caller caller = new Caller(-1, "plugin:" + plugin, Caller.Kind.PLUGIN);
    return router.call(new Call(route, Params.EMPTY, Body.EMPTY, caller, new Cancellation()));
  }

  @Test
  void shouldGrantAPluginOutOfProcessWhatItNeedsAndNothingElse() {
    TestPlugin guest = TestPlugin.named("guest", "guest.hello");
    add(
        router,
        TestPlugin.of(
            Route.of("test.hello", "test:permission", saying("hello")),
            Route.of("test.exit", Route.BASIC, saying("bye"))));

    assertThat(failure(callOf(router, "guest", "test.hello")).code()).isEqualTo("NOT_ALLOWED");

    router.grantNeeds(guest, List.of("test:permission"));
    assertThat(callOf(router, "guest", "test.hello")).isInstanceOf(Reply.Value.class);
    assertThat(failure(callOf(router, "guest", "test.exit")).code()).isEqualTo("NOT_ALLOWED");
    assertThat(failure(callOf(router, "other", "test.hello")).code()).isEqualTo("NOT_ALLOWED");
    assertThat(log.lines).anyMatch(line -> line.contains("plugin:guest called test.exit"));

    router.remove(guest);
    assertThat(failure(callOf(router, "guest", "test.hello")).code()).isEqualTo("NOT_ALLOWED");
  }

  @Test
  void shouldCarryACallToItsPluginAndTheAnswerBack() {
    add(
        router,
        TestPlugin.answering(
            "greeter.hello", call -> Reply.value("Hello " + call.params().require("name"))));
    Call call =
        call("greeter.hello", Params.of(Map.of("name", "Ada", "id", "7", "ipc-token", "t")));

    assertThat(router.envelope(call, router.call(call)))
        .isEqualTo(
            "{\"source\":\"greeter.hello\",\"id\":\"7\",\"token\":\"t\",\"data\":\"Hello Ada\"}");
  }

  @Test
  void shouldSayThatNobodyServesACommand() {
    assertThat(failure(router.call(call("no.such"))))
        .isEqualTo(
            new Failure("NotFoundError", "NOT_FOUND", "No plugin serves the command no.such"));
  }

  @Test
  void shouldAskForAParameterThatIsMissing() {
    add(router, TestPlugin.answering("a", call -> Reply.value(call.params().requireLong("n"))));

    assertThat(failure(router.call(call("a"))).message()).isEqualTo("Expecting 'n' in parameters");
    assertThat(failure(router.call(call("a", Params.of(Map.of("n", "x"))))).message())
        .isEqualTo("Invalid 'n' given in parameters");
  }

  @Test
  void shouldLetTheNewestPluginAnswerAndTheOlderOneAgainWhenItGoes() {
    TestPlugin older = TestPlugin.answering("a", saying("older"));
    TestPlugin newer = TestPlugin.answering("a", saying("newer"));
    add(router, older);
    add(router, newer);

    assertThat(answer(router, "a")).contains("newer");
    router.removePlugin(newer);
    assertThat(answer(router, "a")).contains("older");
    add(router, newer);
    router.removePlugin(older);
    assertThat(answer(router, "a")).contains("newer");
  }

  @Test
  void shouldTellTheNewestPluginByItsServiceId() {
    router.add(
        TestPlugin.answering("a", saying("newer")),
        new Provider.Origin("org.socketplatform.test", 9));
    router.add(
        TestPlugin.answering("a", saying("older")),
        new Provider.Origin("org.socketplatform.test", 8));

    assertThat(answer(router, "a")).contains("newer");
  }

  @Test
  void shouldRefuseWhatIsNotGrantedAndTellTheDeveloperOnce() {
    PluginRouter router = router(Map.of("capabilities.os", "true"));
    add(router, TestPlugin.answering("a", saying("secret")));

    for (int i = 0; i < 3; i++) {
      assertThat(failure(router.call(call("a"))))
          .isEqualTo(
              new Failure(
                  "NotAllowedError",
                  "NOT_ALLOWED",
                  "The permission test:permission is not granted"));
    }
    assertThat(log.lines)
        .containsExactly(
            "WARNING a needs the permission test:permission. To grant it, write in socket.ini under"
                + " [capabilities.test]: permission = true");
  }

  @Test
  void shouldTellTheDeveloperWhichPlaceBelowAGrantedOneWasRefused(@TempDir Path folder)
      throws IOException {
    Path real = folder.toRealPath();
    Files.createDirectory(real.resolve("keys"));
    PluginRouter router =
        router(
            Map.of(
                "capabilities.fs.read", real + "/**", "capabilities.fs.deny", real + "/keys/**"));
    add(
        router,
        TestPlugin.of(
            Route.ofPath(
                "a",
                "fs:read",
                "path",
                call -> Reply.value(call.path("path").resolve(Path.of("keys/a")).toString()))));

    assertThat(failure(router.call(call("a", Params.of(Map.of("path", real.toString()))))))
        .isEqualTo(
            new Failure("NotAllowedError", "NOT_ALLOWED", "The permission fs:read is not granted"));
    assertThat(log.lines)
        .singleElement()
        .asString()
        .startsWith("WARNING a needs the permission fs:read for " + real.resolve("keys/a"))
        .contains("remove from socket.ini");
  }

  @Test
  void shouldTellThePageAloneThatItsPathIsNone() {
    PluginRouter router = router(Map.of("capabilities.fs.read", "**"));
    add(router, TestPlugin.of(Route.ofPath("a", "fs:read", "path", _ -> Reply.ok())));

    assertThat(failure(router.call(call("a"))).message())
        .isEqualTo("Expecting 'path' in parameters");
    assertThat(log.lines).isEmpty();
  }

  @Test
  void shouldNotFillTheLogWithRefusals() {
    PluginRouter router = router(Map.of("capabilities.os", "true"));
    add(router, TestPlugin.of(Route.ofPath("a", "fs:read", "path", _ -> Reply.ok())));

    for (int i = 0; i < 1000; i++) {
      router.call(call("a", Params.of(Map.of("path", "/nonexistent/" + i))));
    }

    assertThat(log.lines).hasSize(Refusals.MOST + 1);
    assertThat(log.lines.getLast()).isEqualTo("WARNING Further refusals are not logged");
  }

  @Test
  void shouldHandCheckedPathsToThePlugin(@TempDir Path folder) throws IOException {
    Path real = folder.toRealPath();
    PluginRouter router = router(Map.of("capabilities.fs.read", real + "/**"));
    add(
        router,
        TestPlugin.of(
            Route.ofPath(
                "a", "fs:read", "path", call -> Reply.value(call.path("path").path().toString()))));
    Files.createSymbolicLink(real.resolve("link"), Path.of("/etc"));

    Call inside = call("a", Params.of(Map.of("path", real + "/x/../file")));
    assertThat(router.envelope(inside, router.call(inside))).contains(real + "/file\"");
    assertThat(
            failure(router.call(call("a", Params.of(Map.of("path", real + "/link/passwd")))))
                .code())
        .isEqualTo("NOT_ALLOWED");
  }

  @Test
  void shouldWarnAboutRulesThatCannotWork() {
    router(Map.of("capabilities.fs.read", "$NOWHERE"));

    assertThat(log.lines)
        .singleElement()
        .asString()
        .startsWith("WARNING socket.ini: [capabilities.fs]");
  }

  static Stream<Arguments> exceptions() {
    return Stream.of(
        Arguments.of(new NoSuchFileException("/x"), "ENOENT", -2),
        Arguments.of(new AccessDeniedException("/x"), "EACCES", -13),
        Arguments.of(new FileAlreadyExistsException("/x"), "EEXIST", -17),
        Arguments.of(new NotDirectoryException("/x"), "ENOTDIR", -20),
        Arguments.of(new DirectoryNotEmptyException("/x"), "ENOTEMPTY", -39),
        Arguments.of(new FileSystemException("/x", null, "Is a directory"), "EISDIR", -21),
        Arguments.of(new FileSystemException("/x", null, "No space left on device"), "ENOSPC", -28),
        Arguments.of(new FileNotFoundException("/x (Too many open files)"), "EMFILE", -24),
        Arguments.of(new IOException("Is a directory"), "EISDIR", -21),
        Arguments.of(new UncheckedIOException(new NoSuchFileException("/x")), "ENOENT", -2),
        Arguments.of(new FileSystemException("/x"), "EIO", -5),
        Arguments.of(new IOException("whatever"), "EIO", -5));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void shouldNameAFileErrorAsNodeDoes(Exception exception, String code, int errno) {
    add(
        router,
        TestPlugin.answering(
            "a",
            _ -> {
              throw exception;
            }));

    Failure failure = failure(router.call(call("a")));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).startsWith(code + ": ");
    assertThat(failure.details()).isEqualTo(Map.of("errno", errno));
  }

  @Test
  void shouldPassAFailureOnAsItIs() {
    Failure full = new Failure("QuotaError", "FULL", "Full", true, Map.of("left", 3L));
    add(
        router,
        TestPlugin.answering(
            "a",
            _ -> {
              throw new FailureException(full);
            }));

    assertThat(failure(router.call(call("a")))).isEqualTo(full);
    assertThat(answer(router, "a"))
        .isEqualTo(
            "{\"source\":\"a\",\"id\":\"1\",\"err\":{\"type\":\"QuotaError\",\"code\":\"FULL\","
                + "\"message\":\"Full\",\"retryable\":true,\"left\":3}}");
    assertThat(log.lines).isEmpty();
  }

  static Stream<Throwable> defects() {
    return Stream.of(
        new NullPointerException(),
        new IllegalStateException("secret detail"),
        new OutOfMemoryError(),
        new StackOverflowError(),
        new NoClassDefFoundError(),
        new AssertionError());
  }

  @ParameterizedTest
  @MethodSource("defects")
  void shouldSurviveADefectOfAPluginAndKeepItsDetailsFromThePage(Throwable defect) {
    add(router, TestPlugin.answering("a", _ -> raise(defect)));

    assertThat(failure(router.call(call("a")))).isEqualTo(Failure.internal("a"));
    assertThat(log.lines).containsExactly("ERROR a failed: " + defect.getClass().getSimpleName());
  }

  private static Reply raise(Throwable e) throws Exception {
    if (e instanceof Error error) {
      throw error;
    }
    throw (Exception) e;
  }

  @Test
  void shouldSurviveEndlessRecursion() {
    add(router, TestPlugin.answering("a", call -> router.call(call)));

    assertThat(failure(router.call(call("a")))).isEqualTo(Failure.internal("a"));
    assertThat(answer(router, "no.such")).contains("NOT_FOUND");
  }

  @Test
  void shouldSurviveAPluginThatAnswersNothing() {
    add(router, TestPlugin.answering("a", _ -> nothing()));

    assertThat(failure(router.call(call("a")))).isEqualTo(Failure.internal("a"));
  }

  @SuppressWarnings("NullAway")
  private static Reply nothing() {
    return null;
  }

  @Test
  void shouldSurviveAPluginThatCannotTellItsRoutes() {
    add(
        router,
        new RouteProvider() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public List<Route> routes() {
            throw new IllegalStateException();
          }
        });
    add(router, TestPlugin.answering("a", saying("fine")));

    assertThat(answer(router, "a")).contains("fine");
    assertThat(log.lines).singleElement().asString().contains("cannot tell its routes");
  }

  @Test
  void shouldAnswerAnUnwritableValueWithAFailure() {
    add(router, TestPlugin.answering("a", _ -> Reply.value(new Object())));
    add(router, TestPlugin.answering("b", _ -> new Reply.Value(_ -> {})));

    assertThat(answer(router, "a")).contains("\"err\":{\"type\":\"InternalError\"");
    assertThat(answer(router, "b")).contains("\"err\":{\"type\":\"InternalError\"");
  }

  @Test
  void shouldNotBeginACallThatNobodyWaitsFor() {
    add(
        router,
        TestPlugin.answering(
            "a",
            _ -> {
              throw new AssertionError();
            }));
    Call call = call("a");
    call.cancellation().cancel();

    assertThat(failure(router.call(call))).isEqualTo(Failure.aborted());
  }
}
