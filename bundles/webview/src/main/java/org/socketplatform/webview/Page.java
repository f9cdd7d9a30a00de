package org.socketplatform.webview;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Checked;
import org.socketplatform.plugin.Deadline;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.IpcUri;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Router;
import org.socketplatform.webview.shell.MessageReply;
import org.socketplatform.webview.shell.PageRequest;
import org.socketplatform.webview.shell.PageResponse;
import org.socketplatform.webview.shell.PageResponse.Streamed;
import org.socketplatform.webview.shell.PageResponse.Whole;

/**
 * The calls of one window's document on their way to the router and back, whichever lane they take.
 * The UI thread only hands strings and requests over; all else happens on a thread of the call.
 */
final class Page {
  private static final int MAX_PENDING = 16_384;
  private static final int MAX_HELD = 16;
  private static final String SECRET_HEADER = "X-Socket-Secret";
  private static final String BODY_KEY_HEADER = "X-Socket-Body-Key";

  /** What only we are to see of the headers of a request. */
  static final Set<String> OWN_HEADERS =
      Set.of(SECRET_HEADER.toLowerCase(Locale.ROOT), BODY_KEY_HEADER.toLowerCase(Locale.ROOT));

  private static final String METHODS = "GET, POST, PATCH, PUT, DELETE, HEAD";
  private static final String JSON = "application/json";
  private static final String BODY_REFUSED =
      """
      {"source":"ipc","err":{"type":"NotAllowedError","code":"BODY_REFUSED",\
      "message":"Nothing shows that this body is plain bytes: send it with write() of socket:ipc"}}\
      """;

  /** What the page gets where even the router failed, so that no promise waits for ever. */
  private static final String UNANSWERED =
      """
      {"source":"ipc","err":{"type":"InternalError","code":"INTERNAL",\
      "message":"The call failed; see the log of the app"}}\
      """;

  private static final Failure TOO_MANY_CALLS =
      new Failure(
          "OperationError",
          "TOO_MANY_CALLS",
          "The page has " + MAX_PENDING + " calls under way: wait for some of them",
          true,
          Map.of());

  private final int window;
  private final String origin;
  private final String secret;
  private final String bodyKey;
  private final AwaitedRouter router;
  private final Executor threads;
  private final Map<String, Cancellation> pending = new ConcurrentHashMap<>();
  private final Map<String, LineStream> streams = new ConcurrentHashMap<>();
  private final Map<String, HeldBytes> held = new ConcurrentHashMap<>();
  private final AtomicLong keys = new AtomicLong();
  private volatile boolean closed;

  /**
   * The page of a window.
   *
   * @param secret what only the preload script of this view knows
   * @param bodyKey what workers and frames of the app's origin may ask for, to send bodies
   */
  Page(
      int window,
      String origin,
      String secret,
      String bodyKey,
      AwaitedRouter router,
      Executor threads) {
    this.window = window;
    this.origin = origin;
    this.secret = secret;
    this.bodyKey = bodyKey;
    this.router = router;
    this.threads = threads;
  }

  /** A script message: the secret and the URI. UI thread. */
  void message(String text, MessageReply reply) {
    threads.execute(() -> {
      String answer = UNANSWERED;
      try {
        answer = answer(text);
      } finally {
        reply.send(answer);
      }
    });
  }

  private String answer(String text) {
    // A script message carries no origin: whoever knows the secret is the app's own document.
    boolean own = text.startsWith(secret);
    String uri = own ? text.substring(secret.length()) : text;
    Router current = router.get();
    try (Answer answer = dispatch(current, uri, caller(own ? origin : ""), Body.EMPTY)) {
      return switch (answer.reply()) {
        case Reply.Value value -> current.envelope(answer.call(), value);
        case Reply.Failed failed -> current.envelope(answer.call(), failed);
        case Reply.Bytes bytes -> {
          bytes.release().run();
          yield current.envelope(answer.call(), wrongLane("bytes", "ipc.request"));
        }
        case Reply.Stream stream ->
            current.envelope(answer.call(), wrongLane("a stream", "ipc.stream"));
      };
    }
  }

  private static Reply wrongLane(String kind, String instead) {
    return Reply.failed(
        new Failure(
            "TypeError",
            "WRONG_LANE",
            "The answer is " + kind + ": make the call with " + instead));
  }

  /** A request of the scheme {@code ipc:}. UI thread. */
  void request(PageRequest request) {
    Caller caller = caller(request.header("Origin"));
    switch (request.method()) {
      case "OPTIONS" ->
          request.respond(
              new Whole(204, Map.of("allow", METHODS), ByteBuffer.allocate(0), () -> {}));
      default ->
          takeBody(request)
              .ifPresentOrElse(
                  body -> answer(request, caller, body),
                  () -> request.respond(PageResponse.text(403, JSON, BODY_REFUSED)));
    }
  }

  /** The body of a request; nothing if it must not be touched. UI thread. */
  Optional<Body> takeBody(PageRequest request) {
    return switch (request.method()) {
      case "POST", "PUT", "PATCH" ->
          mayCarryBody(request)
              ? Optional.of(SizedBody.of(request.takeBody(), toldSize(request)))
              : Optional.empty();
      default -> Optional.of(Body.EMPTY);
    };
  }

  /**
   * The engine ends with the whole process when the body of a request holds a Blob, so one is
   * touched only if our own script has made plain bytes of it: that of the document, which has the
   * secret, or {@code socket:ipc}, which asks for the key. A foreign frame that learnt the key is
   * still told by its origin.
   */
  private boolean mayCarryBody(PageRequest request) {
    String pass = request.header(SECRET_HEADER);
    return pass.equals(secret)
        || pass.startsWith(secret + " ")
        || (request.header(BODY_KEY_HEADER).equals(bodyKey)
            && request.header("Origin").equals(origin));
  }

  /** What the document's script says behind the secret; empty if it says nothing. */
  private String toldSize(PageRequest request) {
    String pass = request.header(SECRET_HEADER);
    return pass.startsWith(secret + " ") ? pass.substring(secret.length() + 1) : "";
  }

  /** The id under which service workers know the window. */
  String client() {
    return Integer.toString(window);
  }

  /** What a request with a body must have in {@code X-Socket-Body-Key}. */
  String bodyKey() {
    return bodyKey;
  }

  private void answer(PageRequest request, Caller caller, Body body) {
    threads.execute(() -> {
      PageResponse response = PageResponse.text(500, JSON, UNANSWERED);
      try {
        response = answer(request.uri(), caller, body);
      } finally {
        request.respond(response);
      }
    });
  }

  private PageResponse answer(String uri, Caller caller, Body body) {
    Router current = router.get();
    try (body;
        Answer answer = dispatch(current, uri, caller, body)) {
      return switch (answer.reply()) {
        case Reply.Value value ->
            PageResponse.text(200, JSON, current.envelope(answer.call(), value));
        case Reply.Failed failed ->
            PageResponse.text(
                status(failed.failure()), JSON, current.envelope(answer.call(), failed));
        case Reply.Bytes bytes -> whole(answer.call(), bytes);
        case Reply.Stream stream -> streamed(current, answer, stream);
      };
    }
  }

  private static int status(Failure failure) {
    return switch (failure.code()) {
      case "BAD_REQUEST" -> 400;
      case "NOT_ALLOWED" -> 403;
      case "NOT_FOUND" -> 404;
      default -> 200;
    };
  }

  private PageResponse whole(Call call, Reply.Bytes bytes) {
    boolean inPieces =
        bytes.data().remaining() > HeldBytes.PIECE_BYTES
            && held.size() < MAX_HELD
            && "true".equals(call.params().asMap().get("pieces"));
    if (!inPieces) {
      return whole(bytes, Map.of());
    }
    String id = Long.toString(keys.incrementAndGet());
    HeldBytes all = new HeldBytes(bytes);
    held.put(id, all);
    return whole(
        all.piece(0), Map.of("x-socket-rest", id, "x-socket-total", Integer.toString(all.total())));
  }

  private static PageResponse whole(Reply.Bytes bytes, Map<String, String> more) {
    Map<String, String> headers = new LinkedHashMap<>(bytes.headers());
    headers.putIfAbsent("content-type", "application/octet-stream");
    headers.putIfAbsent("content-length", Integer.toString(bytes.data().remaining()));
    headers.putAll(more);
    return new Whole(200, headers, bytes.data(), bytes.release());
  }

  /**
   * A further piece of a reply that is taken in pieces.
   *
   * @throws FailureException not found, if all of it was taken or dropped
   */
  Reply.Bytes piece(String id, long offset) {
    HeldBytes all = held.get(id);
    if (all == null) {
      throw new FailureException(Failure.notFound("No reply is held under " + id));
    }
    Reply.Bytes piece = all.piece(offset);
    if (all.isTaken()) {
      drop(id);
    }
    return piece;
  }

  /** Lets go of a reply that is taken in pieces. */
  void drop(String id) {
    HeldBytes all = held.remove(id);
    if (all != null) {
      all.drop();
    }
  }

  private PageResponse streamed(Router current, Answer answer, Reply.Stream stream) {
    Call call = answer.call();
    String id = Long.toString(keys.incrementAndGet());
    LineStream lines = new LineStream(current::json, call.params().longOr("credit", 0));
    stream.items().subscribe(lines);
    streams.put(id, lines);
    Runnable untrack = answer.keep();
    call.cancellation().onCancel(lines::cancel);
    return new Streamed(
        200,
        Map.of("content-type", "application/x-ndjson", "x-socket-stream", id),
        -1,
        sink -> {
          try {
            lines.writeTo(sink);
          } finally {
            streams.remove(id);
            untrack.run();
          }
        });
  }

  /** The page has read this many bytes of a stream; unknown streams have ended. */
  void acknowledge(String stream, long bytes) {
    LineStream lines = streams.get(stream);
    if (lines != null) {
      lines.acknowledge(bytes);
    }
  }

  /** Cancels the call of this sequence; it may have ended. */
  void cancel(String seq) {
    Cancellation cancellation = pending.remove(seq);
    if (cancellation != null) {
      cancellation.cancel();
    }
  }

  /** What the page has under way, as {@code diagnostics.query} tells it. */
  Map<String, Object> diagnostics() {
    return Map.of(
        "posts", Map.of("handles", handles(held.keySet())),
        "uv", Map.of("activeRequests", pending.size(), "handles", handles(streams.keySet())));
  }

  private static Map<String, Object> handles(Set<String> ids) {
    List<String> now = List.copyOf(ids);
    return Map.of("count", now.size(), "ids", now);
  }

  /** Cancels everything: the document is gone. */
  void cancelAll() {
    pending.keySet().forEach(this::cancel);
    held.keySet().forEach(this::drop);
  }

  /** Cancels everything and takes no more calls: the app ends. */
  void close() {
    closed = true;
    cancelAll();
  }

  private Caller caller(String callerOrigin) {
    return new Caller(window, callerOrigin, Caller.Kind.PAGE);
  }

  private Answer dispatch(Router current, String uri, Caller caller, Body body) {
    Call call = new Call("ipc", Params.EMPTY, body, caller, new Cancellation());
    try {
      IpcUri parsed = IpcUri.parse(uri);
      call =
          new Call(
              parsed.command(),
              parsed.params(),
              body,
              caller,
              new Cancellation(),
              deadline(parsed.params()),
              Checked.NOTHING);
    } catch (FailureException e) {
      return new Answer(call, Reply.failed(e.failure()), () -> {});
    }
    if (pending.size() >= MAX_PENDING) {
      return new Answer(call, Reply.failed(TOO_MANY_CALLS), () -> {});
    }
    Runnable untrack = track(call);
    if (closed) {
      return new Answer(call, Reply.failed(Failure.aborted()), untrack);
    }
    try {
      return new Answer(call, current.call(call), untrack);
    } catch (RuntimeException | Error e) {
      untrack.run();
      throw e;
    }
  }

  /** The option {@code timeout} of {@code socket:ipc}: how long the page waits, in milliseconds. */
  private static Deadline deadline(Params params) {
    long millis = params.longOr("__timeout__", 0);
    return millis > 0 ? Deadline.in(Duration.ofMillis(millis)) : Deadline.NONE;
  }

  /**
   * Keeps a call under its sequence, so that it can be cancelled. Frames and workers count on their
   * own: where a sequence is taken, and for {@code platform.cancel}, which bears that of the call
   * it is about, another key serves.
   */
  private Runnable track(Call call) {
    String seq = call.params().asMap().get("seq");
    String key = seq == null ? anyKey() : seq;
    while (pending.putIfAbsent(key, call.cancellation()) != null) {
      key = anyKey();
    }
    String kept = key;
    return () -> pending.remove(kept, call.cancellation());
  }

  private String anyKey() {
    return "#" + keys.incrementAndGet();
  }

  /** An answer whose call can be cancelled until it is closed. */
  private static final class Answer implements AutoCloseable {
    private final Call call;
    private final Reply reply;
    private Runnable untrack;

    Answer(Call call, Reply reply, Runnable untrack) {
      this.call = call;
      this.reply = reply;
      this.untrack = untrack;
    }

    Call call() {
      return call;
    }

    Reply reply() {
      return reply;
    }

    /** Leaves it to the caller to end the time in which the call can be cancelled. */
    Runnable keep() {
      Runnable kept = untrack;
      untrack = () -> {};
      return kept;
    }

    @Override
    public void close() {
      untrack.run();
    }
  }
}
