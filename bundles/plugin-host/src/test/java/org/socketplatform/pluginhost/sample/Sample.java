package org.socketplatform.pluginhost.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Checked;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.ReadableFile;
import org.socketplatform.plugin.ReadableFolder;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Router;
import org.socketplatform.plugin.Scope;
import org.socketplatform.plugin.ValueReader;
import org.socketplatform.plugin.Writable;
import org.socketplatform.plugin.WritableFile;
import org.socketplatform.plugin.WritableFolder;

/** Answers in every way that there is. */
public final class Sample implements RouteProvider {
  private final Words words;
  private final Router router;
  private final Map<String, FileChannel> held = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicLong streamed = new AtomicLong();

  public Sample(Words words, Router router) {
    this.words = words;
    this.router = router;
  }

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        route("greet", call -> Reply.value(words.greet(call.params().require("name")))),
        route("caller", Sample::caller),
        route("sum", Sample::sum),
        route("fail", Sample::fail),
        route(
            "io",
            _ -> {
              throw new IOException("lost");
            }),
        route(
            "break",
            _ -> {
              throw new IllegalStateException("a defect");
            }),
        route("down", Sample::down),
        route("up", Sample::up),
        route("early", _ -> Reply.value("not read")),
        route("long", call -> Reply.value("x".repeat((int) call.params().requireLong("length")))),
        route("count", this::count),
        route("streamed", _ -> Reply.value(streamed.get())),
        route("wait", this::waitForCancel),
        route("waiting", _ -> Reply.value(waiting.get())),
        route("cancelled", _ -> Reply.value(cancelled.get())),
        route("deadline", call -> Reply.value(call.deadline().remainingNanos() > 0)),
        file("read", Scope.Access.READ, Sample::read),
        file("write", Scope.Access.WRITE, Sample::write),
        file("append", Scope.Access.WRITE, Sample::append),
        file("delete", Scope.Access.WRITE, Sample::delete),
        file("list", Scope.Access.READ, Sample::list),
        file("plant", Scope.Access.WRITE, Sample::plant),
        file("edit", Scope.Access.ANY, Sample::edit),
        file("hold", Scope.Access.READ, this::hold),
        file("bypass", Scope.Access.READ, Sample::bypass),
        route("held", this::held),
        new Route(
            "sample.reach",
            "sample:reach",
            List.of(
                new Scope.Host("host", "sample:reach"), new Scope.Program("program", "sample:run")),
            Sample::reach),
        route("ask", this::ask),
        route(
            "print",
            call -> {
              System.out.println(call.params().require("text"));
              return Reply.ok();
            }));
  }

  private static Route route(String name, Route.Handler handler) {
    return Route.of("sample." + name, "sample:use", handler);
  }

  private static Route file(String name, Scope.Access access, Route.Handler handler) {
    String permission = "sample:" + name;
    return new Route(
        "sample." + name,
        permission,
        List.of(new Scope.Place("at", permission, true, access)),
        handler);
  }

  private static Reply read(Call call) throws IOException {
    ReadableFile file = new ReadableFile(call.path("at"));
    byte[] bytes = file.readAll(64 << 20);
    return Reply.value(
        List.of(file.name(), file.attributes().size(), bytes.length, Arrays.hashCode(bytes)));
  }

  private static Reply write(Call call) throws IOException {
    try (OutputStream out = new WritableFile(call.path("at")).newOutputStream()) {
      call.body().stream().transferTo(out);
    }
    return Reply.ok();
  }

  private static Reply append(Call call) throws IOException {
    try (FileChannel file =
        new WritableFile(call.path("at"))
            .open(StandardOpenOption.APPEND, StandardOpenOption.CREATE)) {
      file.write(ByteBuffer.wrap(new byte[] {'a', 'b'}));
      file.write(ByteBuffer.wrap(new byte[] {'c'}));
      return Reply.value(List.of(file.position(), file.size()));
    }
  }

  private static Reply delete(Call call) throws IOException {
    WritableFolder folder = new WritableFolder(call.path("at"));
    return Reply.value(List.of(folder.file("gone.txt").delete(), folder.delete()));
  }

  private static Reply list(Call call) throws IOException {
    ReadableFolder folder = new ReadableFolder(call.path("at"));
    return Reply.value(
        List.of(
            folder.files(100).stream().map(ReadableFile::name).sorted().toList(),
            folder.folders(100).stream().map(ReadableFolder::name).sorted().toList(),
            new String(
                folder.file(call.params().require("below")).readAll(100), StandardCharsets.UTF_8)));
  }

  private static Reply plant(Call call) throws IOException {
    WritableFolder folder = new WritableFolder(call.path("at")).folder("a/b");
    folder.create();
    folder.file("c.txt").writeAll(new byte[] {'c'});
    return Reply.ok();
  }

  private static Reply edit(Call call) throws IOException {
    try (FileChannel file =
        call.path("at").open(Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE))) {
      file.position(2).write(ByteBuffer.wrap(new byte[] {'-'}));
      ByteBuffer all = ByteBuffer.allocate(100);
      file.read(all, 0);
      file.truncate(4);
      file.force(true);
      return Reply.value(
          List.of(
              new String(all.array(), 0, all.position(), StandardCharsets.UTF_8),
              file.position(),
              file.size()));
    }
  }

  private Reply hold(Call call) throws IOException {
    held.put(call.params().require("as"), new ReadableFile(call.path("at")).open());
    return Reply.ok();
  }

  private Reply held(Call call) throws IOException {
    try (FileChannel file =
        Objects.requireNonNull(held.remove(call.params().require("as")), "nothing is held")) {
      return Reply.value(file.size());
    }
  }

  private static Reply bypass(Call call) throws IOException {
    return Reply.value(call.path("at").at(Files::exists));
  }

  private static Reply reach(Call call) {
    return Reply.value(
        List.of(
            call.host("host").toString(),
            call.program("program").program().toString(),
            call.program("program").arguments()));
  }

  /** Calls another route, as somebody else than it is. */
  private Reply ask(Call call) {
    return router.call(
        new Call(
            call.params().require("route"),
            Params.of(Map.of("path", call.params().text("path").orElse(""), "n", "3")),
            call.body(),
            call.params().flag("forged", false) ? call.caller() : Caller.SELF,
            call.cancellation(),
            call.deadline(),
            Checked.NOTHING));
  }

  private static Reply caller(Call call) {
    return Reply.value(
        List.of(call.caller().window(), call.caller().origin(), call.caller().kind()));
  }

  private static Reply sum(Call call) {
    ValueReader numbers = call.value("numbers");
    long sum = 0;
    numbers.beginArray();
    while (numbers.nextItem()) {
      sum += numbers.integer();
    }
    return Reply.value(sum);
  }

  private static Reply fail(Call call) {
    throw new FailureException(
        new Failure("RangeError", "TOO_MUCH", "Too much", true, Map.of("most", 7L, "why", "ä")));
  }

  private static Reply down(Call call) {
    ByteBuffer bytes = ByteBuffer.allocate((int) call.params().requireLong("length"));
    for (int i = 0; i < bytes.capacity(); i++) {
      bytes.put(i, (byte) ((i * 31) >> 3));
    }
    return new Reply.Bytes(bytes, Map.of("content-type", "image/png"), () -> {});
  }

  private static Reply up(Call call) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(100_000);
    long bytes = 0;
    long sum = 0;
    for (int count; (count = call.body().read(chunk.clear())) >= 0; ) {
      bytes += count;
      for (int i = 0; i < count; i += 997) {
        sum += chunk.get(i);
      }
    }
    return Reply.value(List.of(bytes, sum != 0));
  }

  private Reply count(Call call) {
    long count = call.params().requireLong("to");
    boolean fails = call.params().flag("fails", false);
    return new Reply.Stream(subscriber ->
        subscriber.onSubscribe(
            new Flow.Subscription() {
              private long at;
              private boolean done;

              @Override
              public void request(long n) {
                for (long i = 0; i < n && at < count && !done; i++) {
                  streamed.incrementAndGet();
                  subscriber.onNext(Writable.of(Map.of("n", at++)));
                }
                if (at == count && !done) {
                  done = true;
                  if (fails) {
                    subscriber.onError(new FailureException(Failure.notFound("No more")));
                  } else {
                    subscriber.onComplete();
                  }
                }
              }

              @Override
              public void cancel() {
                done = true;
                cancelled.incrementAndGet();
              }
            }));
  }

  private Reply waitForCancel(Call call) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    call.cancellation().onCancel(ended::countDown);
    waiting.incrementAndGet();
    ended.await();
    cancelled.incrementAndGet();
    return Reply.failed(Failure.aborted());
  }
}
