package org.socketplatform.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Writable;
import org.socketplatform.router.PluginRouter;

/** Real processes behind the real router: what they may reach, and what not. */
@Timeout(180)
class IsolatedAccessTest {
  private static final Caller PAGE = new Caller(0, "socket://com.example.app", Caller.Kind.PAGE);
  private static final String OUT = "out-of-process.";

  @TempDir static Path folder;

  @TempDir Path temp;
  private Path data;
  private PluginRouter router;
  private Workshop workshop;

  @BeforeEach
  void open() throws IOException {
    data = Files.createDirectories(temp.toRealPath().resolve("data"));
    Files.writeString(data.resolve("a.txt"), "granted");
    Files.writeString(temp.resolve("secret.txt"), "secret");
    router = newRouter();
    workshop = new Workshop(folder, router, this::offer, true);
  }

  @AfterEach
  void close() {
    workshop.close();
    router.end();
  }

  private PluginRouter newRouter() {
    Map<String, List<String>> grants = new LinkedHashMap<>();
    for (String permission :
        List.of("read", "write", "append", "delete", "list", "plant", "edit", "hold", "bypass")) {
      grants.put("capabilities.sample." + permission, List.of("$DATA/**"));
    }
    grants.put("capabilities.sample.use", List.of("true"));
    grants.put("capabilities.sample.reach", List.of("example.com:443"));
    grants.put("capabilities.sample.run", List.of("/bin/sh -c **"));
    grants.put("capabilities.hostile.file", List.of("$DATA/**"));
    grants.put("capabilities.hostile.use", List.of("true"));
    return new PluginRouter(
        new TestApp(data, grants), System.getLogger("test"), Duration.ofSeconds(5));
  }

  private Runnable offer(RouteProvider routes, List<String> needs) {
    router.grantNeeds(routes, needs);
    router.add(routes, OUT + routes.name());
    return () -> router.remove(routes);
  }

  private static Reply reply(PluginRouter router, String route, Body body, String... params) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < params.length; i += 2) {
      given.put(params[i], params[i + 1]);
    }
    return router.call(new Call(route, Params.of(given), body, PAGE, new Cancellation()));
  }

  private static String shown(Reply reply) {
    return switch (reply) {
      case Reply.Value(Writable value) -> Json.text(value);
      case Reply.Failed(var failure) -> failure.code();
      case Reply.Bytes bytes -> bytes.data().remaining() + " bytes";
      case Reply.Stream(var items) ->
          new Collected(items).end.orTimeout(60, TimeUnit.SECONDS).join();
    };
  }

  private String call(String route, String... params) {
    return shown(reply(router, route, Body.EMPTY, params));
  }

  private String path(String name) {
    return data.resolve(name).toString();
  }

  /** Everything below a folder, with the content of files. */
  private static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted().toList()) {
        tree.put(
            root.relativize(file).toString(),
            Files.isRegularFile(file) ? Files.readString(file) : "");
      }
    }
    return tree;
  }

  @Test
  void shouldDoWithFilesWhatItDoesInTheProcess() throws Exception {
    workshop.startSample();
    Path other = Files.createDirectories(temp.toRealPath().resolve("other"));
    PluginRouter here =
        new PluginRouter(
            new TestApp(other, Map.of()), System.getLogger("test"), Duration.ofSeconds(1));
    here.add(Workshop.sampleHere(here), OUT + "sample");
    for (Path root : List.of(data, other)) {
      Files.writeString(root.resolve("a.txt"), "granted");
      Files.createDirectories(root.resolve("folder/inner"));
      Files.writeString(root.resolve("folder/b.txt"), "b");
      Files.writeString(root.resolve("folder/inner/c.txt"), "c");
      Files.createSymbolicLink(root.resolve("folder/link.txt"), root.resolve("a.txt"));
      Files.createDirectories(root.resolve("old"));
      Files.writeString(root.resolve("old/gone.txt"), "");
      Files.createDirectories(root.resolve("full/sub"));
      byte[] large = new byte[3_000_000];
      new Random(7).nextBytes(large);
      Files.write(root.resolve("large.bin"), large);
    }

    List<List<String>> calls =
        List.of(
            List.of("sample.read", "a.txt"),
            List.of("sample.read", "large.bin"),
            List.of("sample.read", "folder/link.txt"),
            List.of("sample.read", "missing.txt"),
            List.of("sample.read", "a.txt/deeper"),
            List.of("sample.read", "folder"),
            List.of("sample.list", "folder", "below", "inner/c.txt"),
            List.of("sample.list", "folder", "below", "inner/../b.txt"),
            List.of("sample.list", "folder", "below", "link.txt"),
            List.of("sample.list", "folder", "below", "none.txt"),
            List.of("sample.list", "a.txt", "below", "b.txt"),
            List.of("sample.append", "a.txt"),
            List.of("sample.append", "new.txt"),
            List.of("sample.append", "missing/new.txt"),
            List.of("sample.edit", "a.txt"),
            List.of("sample.edit", "missing.txt"),
            List.of("sample.plant", "garden"),
            List.of("sample.plant", "a.txt"),
            List.of("sample.delete", "old"),
            List.of("sample.delete", "full"),
            List.of("sample.delete", "missing"),
            List.of("sample.hold", "a.txt", "as", "one"),
            List.of("sample.held", "", "as", "one"));
    for (List<String> call : calls) {
      assertThat(answer(router, data, call)).as("%s", call).isEqualTo(answer(here, other, call));
    }
    ByteBuffer bytes = ByteBuffer.allocate(1_000_000);
    for (int i = 0; i < bytes.capacity(); i++) {
      bytes.put(i, (byte) ('a' + i % 7));
    }
    assertThat(
            shown(reply(router, "sample.write", Body.of(bytes.duplicate()), "at", path("up.txt"))))
        .isEqualTo("{}");
    assertThat(
            shown(reply(here, "sample.write", Body.of(bytes), "at", other.resolve("up.txt") + "")))
        .isEqualTo("{}");
    Files.delete(data.resolve("large.bin"));
    Files.delete(other.resolve("large.bin"));
    assertThat(tree(data)).isEqualTo(tree(other)).containsKey("garden/a/b/c.txt");
    here.end();
  }

  private static String answer(PluginRouter router, Path root, List<String> call) {
    return shown(
        reply(
            router,
            call.get(0),
            Body.EMPTY,
            Stream.concat(
                    Stream.of("at", root.resolve(call.get(1)).toString()), call.stream().skip(2))
                .toArray(String[]::new)));
  }

  @Test
  void shouldGetHostsAndProgramsAsTheyWereChecked() throws Exception {
    workshop.startSample();
    String shell = Path.of("/bin/sh").toRealPath().toString();

    assertThat(
            call(
                "sample.reach", "host", "EXAMPLE.com:443", "program", "[\"/bin/sh\",\"-c\",\"ä\"]"))
        .isEqualTo("[\"example.com:443\",\"" + shell + "\",[\"-c\",\"ä\"]]");
    assertThat(call("sample.reach", "host", "evil.com:443", "program", "[\"/bin/sh\",\"-c\"]"))
        .isEqualTo("NOT_ALLOWED");
  }

  @Test
  void shouldHaveNoPathToAFile() throws Exception {
    workshop.startSample();

    assertThat(call("sample.bypass", "at", path("a.txt"))).isEqualTo("ISOLATED");
  }

  @Test
  void shouldNotGetWhatThePageWasNotGranted() throws Exception {
    workshop.startSample();
    Files.createSymbolicLink(data.resolve("out"), temp.resolve("secret.txt"));

    assertThat(call("sample.read", "at", temp.resolve("secret.txt").toString()))
        .isEqualTo("NOT_ALLOWED");
    assertThat(call("sample.read", "at", path("out"))).isEqualTo("NOT_ALLOWED");
    assertThat(call("sample.list", "at", data.toString(), "below", "out")).isEqualTo("NOT_ALLOWED");
  }

  /** A process that was taken over asks by itself for what no API of ours would. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "place:resolve      | below=..               | NOT_ALLOWED",
        "place:resolve      | below=../secret.txt    | NOT_ALLOWED",
        "place:resolve      | below=/etc/passwd      | NOT_ALLOWED",
        "place:resolve      | below=a/../../x        | NOT_ALLOWED",
        "place:open         | below=out              | NOT_ALLOWED",
        "place:open         | below=folder/../out    | NOT_ALLOWED",
        "place:open         | below=up/secret.txt    | NOT_ALLOWED",
        "place:attributes   | below=out              | NOT_ALLOWED",
        "place:names        | below=up,most=9        | NOT_ALLOWED",
        "place:names        | most=1000000000        | BAD_REQUEST",
        "place:open         | below=a.txt,options=WRITE         | NOT_ALLOWED",
        "place:open         | below=a.txt,options=READ+WRITE    | NOT_ALLOWED",
        "place:open         | below=a.txt,options=APPEND        | NOT_ALLOWED",
        "place:open         | below=new.txt,options=CREATE_NEW  | NOT_ALLOWED",
        "place:open         | below=a.txt,options=READ+DELETE_ON_CLOSE | NOT_ALLOWED",
        "place:open         | below=a.txt,options=NOFOLLOW_LINKS | BAD_REQUEST",
        "place:delete-file  | below=a.txt            | NOT_ALLOWED",
        "place:delete-folder| below=folder           | NOT_ALLOWED",
        "place:create-folders | below=more           | NOT_ALLOWED",
        "place:attributes   | param=other            | NOT_ALLOWED",
        "place:attributes   | call=9999              | NOT_ALLOWED",
        "place:attributes   | call=-1                | NOT_ALLOWED",
        "place:attributes   | call=x                 | BAD_REQUEST",
        "place:chmod        | below=a.txt            | NOT_FOUND",
        "file:read          | file=1,position=0,most=9 | EBADF",
        "file:write         | file=7,position=0      | EBADF",
        "file:read          | file=-1,position=-1,most=0 | BAD_REQUEST",
        "sample.read        | below=a.txt            | NOT_FOUND",
        "hostile.file       | below=a.txt            | NOT_ALLOWED",
        "place:open         | below=a.txt            | 1",
        "place:names        | most=9                 | ['a.txt','folder','out','up']",
      })
  void shouldNotEscapeFromAPlaceToRead(String ask, String params, String said) throws Exception {
    Files.createDirectories(data.resolve("folder"));
    Files.createSymbolicLink(data.resolve("out"), temp.resolve("secret.txt"));
    Files.createSymbolicLink(data.resolve("up"), temp);
    Map<String, String> before = tree(data);
    workshop.startHostile("places");
    Map<String, String> given = new LinkedHashMap<>();
    given.put("at", data.toString());
    given.put("ask", ask.strip());
    given.put("call", "CALL");
    given.put("param", "at");
    for (String param : params.strip().split(",", -1)) {
      String[] pair = param.split("=", 2);
      given.put(pair[0], pair[1].replace('+', ','));
    }
    Reply reply =
        router.call(
            new Call("hostile.file", Params.of(given), Body.EMPTY, PAGE, new Cancellation()));

    String answer = shown(reply);
    if (ask.strip().equals("place:names") && !said.contains("_")) {
      assertThat(answer.replaceAll("[^a-z.,]", "").split(",", -1))
          .containsExactlyInAnyOrder("a.txt", "folder", "out", "up");
    } else {
      assertThat(answer).isEqualTo("\"" + said + "\"");
    }
    assertThat(tree(data)).isEqualTo(before);
  }

  @Test
  void shouldNotUseAPlaceAfterItsCall() throws Exception {
    workshop.startHostile("places");
    assertThat(
            call(
                "hostile.file",
                "at",
                path("a.txt"),
                "ask",
                "place:open",
                "call",
                "CALL",
                "param",
                "at"))
        .isEqualTo("\"1\"");

    // The first call had the number 1.
    assertThat(
            call(
                "hostile.file",
                "at",
                path("a.txt"),
                "ask",
                "place:open",
                "call",
                "1",
                "param",
                "at"))
        .isEqualTo("\"NOT_ALLOWED\"");
    assertThat(
            call(
                "hostile.file",
                "at",
                path("a.txt"),
                "ask",
                "file:read",
                "file",
                "1",
                "position",
                "0",
                "most",
                "100"))
        .isEqualTo("\"7 bytes\"");
    assertThat(
            call(
                "hostile.file",
                "at",
                path("a.txt"),
                "ask",
                "file:write",
                "file",
                "1",
                "position",
                "0"))
        .isEqualTo("\"0\"");
    assertThat(
            call(
                "hostile.file",
                "at",
                path("a.txt"),
                "ask",
                "file:truncate",
                "file",
                "1",
                "position",
                "0"))
        .isEqualTo("\"BAD_REQUEST\"");
    assertThat(Files.readString(data.resolve("a.txt"))).isEqualTo("granted");
  }

  /** Routes of the app and of the user's files, for plugins to call. */
  private void offerOthers() {
    router.add(
        new RouteProvider() {
          @Override
          public String name() {
            return "others";
          }

          @Override
          public List<Route> routes() {
            return List.of(
                Route.of("fs.who", "others:who", call -> Reply.value(call.caller().toString())),
                Route.of("fs.exit", Route.BASIC, _ -> Reply.ok()),
                Route.ofPath(
                    "fs.stat",
                    "fs:read",
                    "path",
                    call -> Reply.value(Files.size(call.path("path").path()))),
                Route.of(
                    "fs.echo",
                    "others:who",
                    call -> Reply.bytes(ByteBuffer.wrap(call.body().bytes(10_000_000)))),
                Route.of(
                    "fs.count",
                    "others:who",
                    call -> new Reply.Stream(new Counting(call.params().requireLong("n")))));
          }
        },
        "org.socketplatform.others");
  }

  @Test
  void shouldCallNothingOfItsOwnAccordByDefault() throws Exception {
    offerOthers();
    workshop.startSample();

    for (String route : List.of("fs.who", "fs.exit", "sample.greet", "sample.ask")) {
      assertThat(call("sample.ask", "route", route)).as(route).isEqualTo("NOT_ALLOWED");
      assertThat(call("sample.ask", "route", route, "forged", "true"))
          .as(route)
          .isEqualTo("NOT_ALLOWED");
    }
    assertThat(call("sample.ask", "route", "fs.stat", "path", path("a.txt")))
        .isEqualTo("NOT_ALLOWED");
    assertThat(call("sample.ask", "route", "fs.none")).isEqualTo("NOT_FOUND");
  }

  @Test
  void shouldCallAsItselfWhatItNeeds() throws Exception {
    offerOthers();
    workshop.startSample(
        List.of(
            Map.of("permission", "others:who", "reason", "to know"),
            Map.of("permission", "fs:read", "patterns", List.of("$DATA/*.txt"), "reason", "r")));
    Files.writeString(data.resolve("b.bin"), "b");

    for (String forged : List.of("true", "false")) {
      assertThat(call("sample.ask", "route", "fs.who", "forged", forged))
          .isEqualTo("\"Caller[window=-1, origin=plugin:sample, kind=PLUGIN]\"");
    }
    assertThat(call("sample.ask", "route", "fs.stat", "path", path("a.txt"))).isEqualTo("7");
    assertThat(call("sample.ask", "route", "fs.stat", "path", path("b.bin")))
        .isEqualTo("NOT_ALLOWED");
    assertThat(call("sample.ask", "route", "fs.stat", "path", temp.resolve("secret.txt") + ""))
        .isEqualTo("NOT_ALLOWED");
    assertThat(call("sample.ask", "route", "fs.exit")).isEqualTo("NOT_ALLOWED");
    assertThat(call("sample.ask", "route", "fs.count")).isEqualTo("[0, 1, 2] complete");
    assertThat(
            shown(
                reply(
                    router,
                    "sample.ask",
                    Body.of(ByteBuffer.allocate(3_000_000)),
                    "route",
                    "fs.echo")))
        .isEqualTo("3000000 bytes");
  }

  @Test
  void shouldWaitForAPluginThatStarts() throws Exception {
    CompletableFuture<String> waiting = new CompletableFuture<>();
    Workshop slow =
        new Workshop(
            folder,
            router,
            (routes, needs) -> {
              Runnable withdraw = offer(routes, needs);
              if (routes instanceof WaitingRoutes) {
                Thread.ofVirtual()
                    .start(() -> waiting.complete(call("sample.read", "at", path("a.txt"))));
              }
              return withdraw;
            },
            true);
    try (slow) {
      assertThat(call("sample.read", "at", path("a.txt"))).isEqualTo("NOT_FOUND");
      slow.startSample();

      assertThat(waiting.get(60, TimeUnit.SECONDS)).startsWith("[\"a.txt\",7,7,");
    }
  }

  @Test
  void shouldSayThatAPluginIsNotReadyWhenItTakesTooLong() throws Exception {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    CompletableFuture<String> refused = new CompletableFuture<>();
    Workshop slow =
        new Workshop(
            folder,
            router,
            (routes, needs) -> {
              Runnable withdraw = offer(routes, needs);
              Thread.ofVirtual()
                  .start(() -> answer.complete(reply(router, "hostile.a", Body.EMPTY)));
              refused.complete(call("hostile.file", "at", "/etc/passwd"));
              return withdraw;
            },
            true);
    try (slow) {
      assertThat(catchThrowable(() -> slow.startHostile("silent")))
          .hasMessageContaining("did not get ready");
      assertThat(answer.get(60, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Reply.Failed.class,
              failed -> {
                assertThat(failed.failure().code()).isEqualTo("PLUGIN_UNAVAILABLE");
                assertThat(failed.failure().retryable()).isTrue();
              });
      assertThat(refused.get(60, TimeUnit.SECONDS)).isEqualTo("NOT_ALLOWED");
    }
  }

  /** Publishes so many numbers. */
  private record Counting(long count) implements Flow.Publisher<Writable> {
    @Override
    public void subscribe(Flow.Subscriber<? super Writable> subscriber) {
      subscriber.onSubscribe(
          new Flow.Subscription() {
            private long at;

            @Override
            public void request(long n) {
              for (long i = 0; i < n && at < count; i++) {
                subscriber.onNext(Writable.of(at++));
              }
              if (at++ == count) {
                subscriber.onComplete();
              }
            }

            @Override
            public void cancel() {
              at = count + 1;
            }
          });
    }
  }

  /** All of a stream. */
  private static final class Collected implements Flow.Subscriber<Writable> {
    final CompletableFuture<String> end = new CompletableFuture<>();
    private final List<String> items = new ArrayList<>();

    Collected(Flow.Publisher<? extends Writable> items) {
      items.subscribe(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Writable item) {
      items.add(Json.text(item));
    }

    @Override
    public void onError(@Nullable Throwable cause) {
      end.complete(items + " " + cause);
    }

    @Override
    public void onComplete() {
      end.complete(items + " complete");
    }
  }
}
