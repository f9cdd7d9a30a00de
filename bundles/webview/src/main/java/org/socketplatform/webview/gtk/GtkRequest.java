package org.socketplatform.webview.gtk;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.socketplatform.plugin.Body;
import org.socketplatform.webview.shell.PageRequest;
import org.socketplatform.webview.shell.PageResponse;
import org.socketplatform.webview.shell.PageResponse.Broken;
import org.socketplatform.webview.shell.PageResponse.Streamed;
import org.socketplatform.webview.shell.PageResponse.Whole;

/** One {@code WebKitURISchemeRequest}, kept alive until it is answered. */
final class GtkRequest implements PageRequest {
  private static final System.Logger LOG = System.getLogger("webview");
  private static final int RESPONSE_HEADERS = 1; // SOUP_MESSAGE_HEADERS_RESPONSE
  private static final int ITERATOR_LONGS = 3; // SoupMessageHeadersIter
  private static final AtomicLong STREAMS = new AtomicLong();

  /** Answers whose memory the engine still reads, by key: what is reachable is not freed. */
  private static final Map<Long, Whole> LENT = new ConcurrentHashMap<>();

  private static final AtomicLong LENT_KEYS = new AtomicLong();
  private static final long RELEASE = Native.callback(MethodHandles.lookup(), "release");

  private final long request;
  private final String uri;
  private final String origin;

  GtkRequest(long request, String origin) {
    this.request = GLib.ref(request);
    this.uri = Native.text(Native.call(WebKit.SCHEME_URI, request));
    this.origin = origin;
  }

  @Override
  public String uri() {
    return uri;
  }

  @Override
  public String method() {
    return Native.text(Native.call(WebKit.SCHEME_METHOD, request));
  }

  @Override
  public String header(String name) {
    long headers = Native.call(WebKit.SCHEME_HEADERS, request);
    if (headers == 0) {
      return "";
    }
    try (Arena arena = Arena.ofConfined()) {
      return Native.text(Native.call(WebKit.HEADERS_GET, headers, Native.string(arena, name)));
    }
  }

  @Override
  public Map<String, String> headers() {
    Map<String, String> all = new HashMap<>();
    long headers = Native.call(WebKit.SCHEME_HEADERS, request);
    if (headers != 0) {
      try (Arena arena = Arena.ofConfined()) {
        long iterator = arena.allocate(ValueLayout.JAVA_LONG, ITERATOR_LONGS).address();
        MemorySegment entry = arena.allocate(ValueLayout.JAVA_LONG, 2);
        Native.call(WebKit.HEADERS_ITERATE, iterator, headers);
        while ((int)
                Native.call(
                    WebKit.HEADERS_NEXT, iterator, entry.address(), entry.address() + Long.BYTES)
            != 0) {
          all.merge(
              Native.text(entry.getAtIndex(ValueLayout.JAVA_LONG, 0)).toLowerCase(Locale.ROOT),
              Native.text(entry.getAtIndex(ValueLayout.JAVA_LONG, 1)),
              (one, other) -> one + ", " + other);
        }
      }
    }
    return all;
  }

  @Override
  public Body takeBody() {
    long stream = Native.call(WebKit.SCHEME_BODY, request);
    return stream == 0 ? Body.EMPTY : new GtkBody(stream);
  }

  @Override
  public void respond(PageResponse response) {
    switch (response) {
      case Whole whole -> respond(whole);
      case Streamed streamed -> respond(streamed);
      case Broken broken -> UiQueue.post(() -> breakOff(broken.reason()));
    }
  }

  private void breakOff(String reason) {
    GLib.withError(reason, error -> Native.call(WebKit.SCHEME_FINISH_ERROR, request, error));
    GLib.unref(request);
  }

  private void respond(Whole whole) {
    ByteBuffer content = whole.content();
    long length = content.remaining();
    long memory;
    long key;
    if (content.isDirect()) {
      memory = MemorySegment.ofBuffer(content).address();
      key = LENT_KEYS.incrementAndGet();
      LENT.put(key, whole);
    } else {
      memory = GLib.copy(content);
      key = 0;
      whole.release().run();
    }
    UiQueue.post(() -> {
      long stream =
          key == 0
              ? GLib.memoryStream(memory, length)
              : GLib.borrowingStream(memory, length, RELEASE, key);
      finish(whole, length, stream);
    });
  }

  private void respond(Streamed streamed) {
    Pipe pipe;
    try {
      pipe = Pipe.open();
    } catch (IOException e) {
      respond(PageResponse.text(503, "text/plain", "No pipe to the page: " + e.getMessage()));
      // The source learns that nobody reads and lets go of what it holds.
      pump(
          streamed.source(),
          _ -> {
            throw e;
          });
      return;
    }
    UiQueue.post(() -> finish(streamed, streamed.length(), GLib.descriptorStream(pipe.readEnd())));
    Thread.ofPlatform()
        .daemon()
        .name("page-stream-" + STREAMS.incrementAndGet())
        .start(() -> {
          try (pipe) {
            if (pump(streamed.source(), pipe::write)) {
              pipe.finish();
            }
          }
        });
  }

  /** Lets the source write; true if all was written. */
  private static boolean pump(PageResponse.Source source, PageResponse.Sink sink) {
    try {
      source.writeTo(sink);
      return true;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A stream to the page ended early: {0}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A stream to the page failed", e);
    }
    return false;
  }

  private void finish(PageResponse answer, long length, long stream) {
    try (Arena arena = Arena.ofConfined()) {
      long response = Native.call(WebKit.RESPONSE_NEW, stream, length);
      if (answer.status() != 200) {
        Native.call(
            WebKit.RESPONSE_STATUS, response, answer.status(), Native.string(arena, "Status"));
      }
      long headers = Native.call(WebKit.HEADERS_NEW, RESPONSE_HEADERS);
      append(arena, headers, "access-control-allow-origin", origin);
      append(arena, headers, "access-control-expose-headers", "*");
      if (!answer.headers().containsKey("cache-control")) {
        append(arena, headers, "cache-control", "no-store"); // or a call may never arrive
      }
      answer
          .headers()
          .forEach((name, value) -> {
            if (name.equals("content-type")) {
              Native.call(WebKit.RESPONSE_TYPE, response, Native.string(arena, value));
            }
            append(arena, headers, name, value);
          });
      Native.call(WebKit.RESPONSE_HEADERS, response, headers);
      Native.call(WebKit.SCHEME_FINISH, request, response);
      GLib.unref(response);
      GLib.unref(stream);
      GLib.unref(request);
    }
  }

  private static void append(Arena arena, long headers, String name, String value) {
    Native.call(
        WebKit.HEADERS_APPEND, headers, Native.string(arena, name), Native.string(arena, value));
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // C calls it
  private static long release(long key, long unused1, long unused2, long unused3) {
    Whole whole = LENT.remove(key);
    if (whole != null) {
      UiQueue.guard(whole.release());
    }
    return 0;
  }

  /** Reads a request's body; the engine's stream is let go on the UI thread at the end. */
  private static final class GtkBody implements Body {
    private static final int SCRATCH_BYTES = 1 << 18;

    private final long stream;
    private MemorySegment scratch = MemorySegment.NULL;
    private boolean ended;

    GtkBody(long stream) {
      this.stream = stream;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (ended) {
        return -1;
      }
      if (!target.isDirect() && scratch.byteSize() == 0) {
        scratch = Arena.ofAuto().allocate(SCRATCH_BYTES);
      }
      int count = GLib.read(stream, target, scratch);
      if (count <= 0) {
        close();
        if (count < 0) {
          throw new IOException("The page took its body back");
        }
        return -1;
      }
      return count;
    }

    @Override
    public void close() {
      if (!ended) {
        ended = true;
        UiQueue.post(() -> GLib.unref(stream));
      }
    }
  }
}
