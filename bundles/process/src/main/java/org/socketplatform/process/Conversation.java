package org.socketplatform.process;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.IpcUri;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Router;

/**
 * What is said between the platform and one run of a backend: its messages become events, answers
 * and calls, and messages for it are written whole, one after the other. Safe for use by many
 * threads; one of them reads.
 */
final class Conversation implements MessageDecoder.Sink {
  private static final Logger LOG = System.getLogger("org.socketplatform.process");
  private static final int MOST_CALLS = 64;
  private static final int CHUNK = 1 << 16;
  private static final long STEP_NANOS = 500_000_000;
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int MOST_PENDING = 4096;

  private final String name;
  private final Outlet input;
  private final Windows windows;
  private final Supplier<@Nullable Router> router;
  private final PrintStream terminal;
  private final Caller caller;
  private final AtomicLong sequence = new AtomicLong();
  private final Map<String, CompletableFuture<Reply>> pending = new ConcurrentHashMap<>();
  private final Semaphore calls = new Semaphore(MOST_CALLS);
  private final ReentrantLock writing = new ReentrantLock(true);
  private volatile boolean ended;
  private volatile boolean broken;
  private boolean complained;

  /**
   * A conversation that begins.
   *
   * @param input standard input of the backend
   * @param terminal where its text goes that is no message
   */
  Conversation(
      String name,
      Outlet input,
      Windows windows,
      Supplier<@Nullable Router> router,
      PrintStream terminal) {
    this.name = name;
    this.input = input;
    this.windows = windows;
    this.router = router;
    this.terminal = terminal;
    this.caller = new Caller(-1, "backend:" + name, Caller.Kind.BACKEND);
  }

  @Override
  public void text(String line) {
    terminal.println(line);
  }

  @Override
  public void problem(String what) {
    if (!complained) {
      complained = true;
      LOG.log(
          Level.ERROR,
          "The backend " + name + " wrote what cannot be understood (told once): " + what);
    }
  }

  @Override
  public void message(IpcUri message, Payload body) {
    Params params = message.params();
    try {
      switch (message.command()) {
        case "send" -> send(params, body);
        case "resolve" -> resolve(params, body);
        case "heartbeat" ->
            params.text("seq").ifPresent(seq -> answer("heartbeat", Map.of("seq", seq)));
        case "process.exit" -> {
          body.release().run();
          event(-1, "process-exit", params.text("value").orElse("0"), Payload.NONE);
        }
        default -> call(Aliases.resolve(message), body);
      }
    } catch (FailureException e) {
      body.release().run();
      problem(message.command() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      body.release().run();
      Thread.currentThread().interrupt();
    }
  }

  private void send(Params params, Payload body) throws InterruptedException {
    event(
        Math.clamp(params.longOr("index", -1), -1, Integer.MAX_VALUE),
        params.require("event"),
        params.asMap().getOrDefault("value", ""),
        body);
  }

  /** A window that reads slowly suspends the backend here. */
  private void event(int window, String event, String value, Payload body)
      throws InterruptedException {
    int waiting = windows.send(window, event, value, body);
    while (waiting >= Windows.MOST_WAITING && !ended) {
      TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS);
      waiting = windows.waiting();
    }
  }

  /** The backend has answered a request of a page. */
  private void resolve(Params params, Payload body) {
    @Nullable CompletableFuture<Reply> request = pending.remove(params.require("seq"));
    if (request == null) {
      body.release().run();
      return; // the page has given it up
    }
    String value = params.asMap().getOrDefault("value", "");
    boolean failed = params.text("state").orElse("0").equals("1");
    Reply reply =
        failed
            ? Reply.failed(new Failure("Error", "BACKEND_ERROR", value))
            : body.isEmpty()
                ? Reply.value(Map.of("value", value))
                : new Reply.Bytes(body.bytes(), Map.of(), body.release());
    if (failed) {
      body.release().run();
    }
    if (!request.complete(reply)) {
      body.release().run();
    }
  }

  /**
   * The backend calls a route, as a page does; so many at a time that it must wait for the rest.
   */
  private void call(IpcUri message, Payload body) throws InterruptedException {
    calls.acquire();
    Thread.ofVirtual()
        .name("backend-" + name + "-call")
        .start(() -> {
          try {
            answer(message, body);
          } finally {
            body.release().run();
            calls.release();
          }
        });
  }

  private void answer(IpcUri message, Payload body) {
    Call call =
        new Call(
            message.command(),
            message.params(),
            body.isEmpty() ? Body.EMPTY : Body.of(body.bytes()),
            caller,
            new Cancellation());
    @Nullable Router current = router.get();
    Reply reply =
        current == null
            ? Reply.failed(new Failure("Error", "PLUGIN_UNAVAILABLE", "The router is not there"))
            : current.call(call);
    Optional<String> seq = message.params().text("seq");
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("seq", seq.orElse(""));
    answer.put("source", message.command());
    switch (reply) {
      case Reply.Bytes(var bytes, var _, var release) -> {
        try {
          answer.put("state", "0");
          if (seq.isPresent()) {
            write("resolve", answer, bytes);
          }
        } finally {
          release.run();
        }
      }
      case Reply.Stream(var items) -> {
        items.subscribe(new Cancelling());
        answer.put("state", "1");
        answer.put("value", "{\"message\":\"A backend cannot take a stream\"}");
        seq.ifPresent(_ -> answer("resolve", answer));
      }
      case Reply.Failed(var failure) -> {
        answer.put("state", "1");
        answer.put("value", current == null ? failure.message() : current.envelope(call, reply));
        seq.ifPresentOrElse(
            _ -> answer("resolve", answer),
            () ->
                LOG.log(
                    Level.WARNING,
                    "The backend "
                        + name
                        + " called "
                        + message.command()
                        + ", which failed: "
                        + failure.message()));
      }
      case Reply.Value _ -> {
        answer.put("state", "0");
        answer.put("value", current == null ? "" : current.envelope(call, reply));
        seq.ifPresent(_ -> answer("resolve", answer));
      }
    }
  }

  private void answer(String command, Map<String, String> params) {
    write(command, params, ByteBuffer.allocate(0));
  }

  private void write(String command, Map<String, String> params, ByteBuffer bytes) {
    try {
      say(
          MessageDecoder.written(command, withSize(params, bytes.remaining())),
          Body.of(bytes),
          new Cancellation());
    } catch (FailureException | IOException e) {
      // It has ended: there is nobody to answer.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Params withSize(Map<String, String> params, long size) {
    Map<String, String> more = new LinkedHashMap<>(params);
    if (size > 0) {
      more.put("bytes", Long.toString(size));
    }
    return Params.of(more);
  }

  /**
   * What comes along with a message.
   *
   * @param body of a known size
   * @param encoded true for a value that is percent-encoded already, false for bytes
   */
  record Content(Body body, boolean encoded) {}

  /** Sends a message of a page. */
  void tell(Map<String, String> params, Content content, Cancellation cancellation)
      throws IOException, InterruptedException {
    Body body = content.body;
    long size =
        body.size()
            .orElseThrow(() ->
                new FailureException(Failure.badRequest("The size of the body is not known")));
    if (content.encoded) {
      String line = MessageDecoder.written("process.write", Params.of(params)).stripTrailing();
      say(line + "&value=", new EncodedText(body), cancellation);
    } else {
      say(MessageDecoder.written("process.write", withSize(params, size)), body, cancellation);
    }
  }

  /** Sends a message of a page, and waits for the answer of the backend. */
  Reply request(Map<String, String> params, Content content, Cancellation cancellation)
      throws IOException, InterruptedException {
    if (pending.size() >= MOST_PENDING) {
      throw new FailureException(
          new Failure(
              "OperationError",
              "TOO_MANY_CALLS",
              "The backend has " + MOST_PENDING + " requests to answer: wait for some of them",
              true,
              Map.of()));
    }
    String seq = "P" + sequence.incrementAndGet();
    Map<String, String> asked = new LinkedHashMap<>(params);
    asked.put("seq", seq);
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    pending.put(seq, answer);
    cancellation.onCancel(() -> answer.complete(Reply.failed(Failure.aborted())));
    if (ended) {
      answer.complete(Reply.failed(gone()));
    }
    try {
      tell(asked, content, cancellation);
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pending.remove(seq);
    }
  }

  private Failure gone() {
    return new Failure(
        "NetworkError",
        "BACKEND_GONE",
        "The backend " + name + " has ended; the terminal tells why",
        true,
        Map.of());
  }

  /** Writes one message whole; until it has begun it can be given up. */
  private void say(String line, Body body, Cancellation cancellation)
      throws IOException, InterruptedException {
    writing.lockInterruptibly();
    try {
      if (ended || broken) {
        throw new FailureException(gone());
      }
      if (cancellation.isCancelled()) {
        throw new FailureException(Failure.aborted());
      }
      boolean whole = false;
      Payload room = Payload.of(CHUNK);
      try {
        ByteBuffer chunk = room.bytes();
        ByteBuffer text = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        long left = body.size().orElse(0);
        boolean bodied = left > 0;
        while (text.hasRemaining()) {
          chunk.clear();
          int count = Math.min(chunk.remaining(), text.remaining());
          chunk.put(text.slice(text.position(), count));
          text.position(text.position() + count);
          push(chunk.flip());
        }
        while (left > 0 && body.read(chunk.clear()) >= 0) {
          left -= chunk.flip().remaining();
          push(chunk);
        }
        if (bodied) {
          push(chunk.clear().put((byte) '\n').flip());
        }
        whole = left == 0;
      } finally {
        room.release().run();
        broken |= !whole; // what follows would be taken for the rest of this one
      }
    } catch (IOException e) {
      throw new FailureException(gone());
    } finally {
      writing.unlock();
    }
  }

  private void push(ByteBuffer bytes) throws IOException, InterruptedException {
    while (bytes.hasRemaining()) {
      input.write(bytes, STEP_NANOS);
      if (ended) {
        throw new IOException("Broken pipe");
      }
    }
  }

  /** True if a message was cut off, so that nothing can follow it. */
  boolean isBroken() {
    return broken;
  }

  /** The backend has ended: whoever waits for it is told. */
  void end() {
    ended = true;
    pending.values().forEach(request -> request.complete(Reply.failed(gone())));
  }

  /** Text that stays on one line and within one parameter, whatever its sender did. */
  private record EncodedText(Body body) implements Body {
    @Override
    public int read(ByteBuffer target) throws IOException {
      int begin = target.position();
      int count = body.read(target);
      for (int i = begin; i < target.position(); i++) {
        byte b = target.get(i);
        if (b <= ' ' || b == '&' || b == '#') {
          target.put(i, (byte) '_');
        }
      }
      return count;
    }

    @Override
    public OptionalLong size() {
      return body.size();
    }
  }

  /** Takes nothing. */
  private static final class Cancelling implements Flow.Subscriber<Object> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(Object item) {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onComplete() {}
  }
}
