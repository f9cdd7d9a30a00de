package org.socketplatform.webview;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.webview.shell.PageRequest;
import org.socketplatform.webview.shell.PageResponse;

/**
 * One request of a page that a script answers. It is answered once, by whoever is first: the
 * script, its limit of time, or the end of the script. Safe for use by many threads.
 */
final class Exchange {
  private static final int BODY_LIMIT = 64 << 20;
  private static final int PIECE_BYTES = 1 << 18;
  private static final Set<String> OURS =
      Set.of("access-control-allow-origin", "access-control-expose-headers");
  private static final String POLICY = "content-security-policy";

  private final String id;
  private final Registration registration;
  private final PageRequest request;
  private final Received received;
  private final Map<String, String> commonHeaders;
  private final Otherwise otherwise;

  /** Done by whoever is first to answer; failed by the limit of time. */
  private final CompletableFuture<Boolean> taken = new CompletableFuture<>();

  private @Nullable ResponseBody body; // guarded by this

  /**
   * What came with the request.
   *
   * @param client id of the window
   * @param headers by their names in lower case
   */
  record Received(String method, Map<String, String> headers, Body body, String client) {}

  /** Answers where the script does not. */
  @FunctionalInterface
  interface Otherwise {
    /** Answers with what is there without the script, or else with {@code missing}. */
    void answer(PageRequest request, Received received, @Nullable PageResponse missing);
  }

  Exchange(
      String id,
      Registration registration,
      PageRequest request,
      Received received,
      Map<String, String> commonHeaders,
      Otherwise otherwise) {
    this.id = id;
    this.registration = registration;
    this.request = request;
    this.received = received;
    this.commonHeaders = commonHeaders;
    this.otherwise = otherwise;
  }

  String id() {
    return id;
  }

  Registration registration() {
    return registration;
  }

  String uri() {
    return request.uri();
  }

  /** The request as the script is told of it. */
  Map<String, Object> describe() {
    return Map.of(
        "id", id,
        "url", request.uri(),
        "method", received.method(),
        "headers", received.headers(),
        "hasBody", !received.body().equals(Body.EMPTY),
        "clientId", received.client());
  }

  /** All bytes that came with the request; once. */
  byte[] requestBody() throws IOException {
    synchronized (received) {
      return received.body().bytes(BODY_LIMIT);
    }
  }

  /**
   * Answers without the script if it does not answer in time.
   *
   * @param onLate told of it, on one of the threads
   */
  void limit(Duration time, Executor threads, Runnable onLate) {
    var _ =
        taken
            .orTimeout(time.toMillis(), TimeUnit.MILLISECONDS)
            .whenCompleteAsync(
                (_, late) -> {
                  if (late instanceof TimeoutException) {
                    onLate.run();
                    answerOtherwise(
                        408, "The service worker did not answer within " + time.toMillis() + " ms");
                  }
                },
                threads);
  }

  private void answerOtherwise(int status, String reason) {
    otherwise.answer(
        request, received, PageResponse.text(status, "text/plain; charset=utf-8", reason + "\n"));
  }

  /**
   * A piece of the answer; the first one brings status and headers with it.
   *
   * @param last no piece follows
   * @throws FailureException aborted, if the page is gone or the request was answered otherwise
   */
  void write(int status, Map<String, String> headers, Body bytes, boolean last) throws IOException {
    ByteBuffer piece = piece(bytes);
    ResponseBody open;
    synchronized (this) {
      open = body;
      if (open == null) {
        if (status == 0) {
          throw new FailureException(Failure.badRequest("Expecting 'statusCode' in parameters"));
        }
        if (!taken.complete(true)) {
          throw new FailureException(Failure.aborted());
        }
        if (!last || piece.remaining() == PIECE_BYTES) {
          open = new ResponseBody();
          body = open;
        }
      }
    }
    if (open == null) {
      request.respond(new PageResponse.Whole(status, complete(headers), piece, () -> {}));
      return;
    }
    if (status != 0) {
      request.respond(new PageResponse.Streamed(status, complete(headers), -1, open));
    }
    try {
      while (piece.hasRemaining()) {
        open.add(piece);
        piece = piece(bytes);
      }
    } catch (IOException e) {
      throw new FailureException(Failure.aborted());
    }
    if (last) {
      open.finish();
    }
  }

  private static ByteBuffer piece(Body bytes) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    while (piece.hasRemaining() && bytes.read(piece) >= 0) {}
    return piece.flip();
  }

  /** What the app's files have holds for answers of scripts too, above all the policy. */
  private Map<String, String> complete(Map<String, String> given) {
    Map<String, String> headers = new LinkedHashMap<>(given);
    headers.keySet().removeAll(OURS);
    commonHeaders.forEach((name, value) ->
        headers.merge(
            name,
            value,
            (own, common) -> name.equals(POLICY) ? own + ", " + common : own)); // both hold
    return headers;
  }

  /** The script leaves the request to others. */
  void pass() {
    if (taken.complete(true)) {
      otherwise.answer(request, received, null);
    }
  }

  /** The script wants the page to see a failure of the network. */
  void fail(String reason) {
    if (taken.complete(true)) {
      request.respond(new PageResponse.Broken(reason));
    } else {
      breakOff();
    }
  }

  private synchronized void breakOff() {
    if (body != null) {
      body.breakOff();
    }
  }

  /**
   * The script is gone: the app's files answer, or a status tells what happened. What has begun to
   * be answered is broken off.
   */
  void giveUp(String reason) {
    if (taken.complete(true)) {
      answerOtherwise(502, reason);
    } else {
      breakOff();
    }
  }

  /** Lets go of what came with the request. */
  void close() {
    synchronized (received) { // for it may be read just now
      received.body().close();
    }
  }
}
