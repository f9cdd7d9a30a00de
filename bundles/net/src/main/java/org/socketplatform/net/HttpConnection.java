package org.socketplatform.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a client of an HTTP server. One request after the other is read and given to the
 * page; those that a client sends ahead wait. Guarded by the lock of the loop.
 */
final class HttpConnection implements Handle, Receiver {
  static final String TYPE = "http";

  /** How much a client may send ahead of the response, in bytes. */
  private static final int AHEAD = 64 * 1024;

  /** How long a client that was told to leave may take, in milliseconds. */
  private static final long PATIENCE = 5_000;

  private static final Problem RELOADED =
      Problem.of("PLUGIN_RELOADED", "net was replaced in the middle of a request");

  private final Session session;
  private final long listener;
  private final long id;
  private final HttpLimits limits;
  private final ByteArrayOutputStream ahead = new ByteArrayOutputStream();
  private @Nullable HttpReader reader;
  private @Nullable Connection connection;
  private @Nullable Exchange exchange;
  private @Nullable Secured secured;
  private Loop.@Nullable Timer headersTimer;
  private Loop.@Nullable Timer requestTimer;
  private Loop.@Nullable Timer idleTimer;
  private int requests;
  private boolean known;
  private boolean reading;
  private boolean inputEnded;
  private boolean closing;

  HttpConnection(Session session, long listener, long id, HttpLimits limits) {
    this.session = session;
    this.listener = listener;
    this.id = id;
    this.limits = limits;
  }

  /** Begins with a connection that was just taken. */
  void begin(Connection open, @Nullable TlsContext tls) {
    connection = open;
    expectRequest();
    if (tls != null) {
      open.secure(new TlsLayer(open, tls), ByteBuffer.allocate(0));
    }
    if (!open.isClosed()) {
      open.start();
    }
  }

  long listener() {
    return listener;
  }

  /** True while no request is under way. */
  boolean isIdle() {
    return exchange == null && !reading;
  }

  Connection connection() {
    Connection own = connection;
    if (own == null) {
      throw new IllegalStateException("The connection has not begun");
    }
    return own;
  }

  /**
   * Made when there is something to read, by the thread of the loop: Netty leaves things behind in
   * threads, and that one ends with the plugin.
   */
  private HttpReader reader() {
    HttpReader own = reader;
    if (own == null) {
      own = new HttpReader(limits.maxHeaderSize());
      reader = own;
    }
    return own;
  }

  /** The first request may take as long as its headers may, a later one is waited for idly. */
  private void expectRequest() {
    if (requests == 0) {
      beginRequest();
      reading = false;
    } else if (limits.keepAliveTimeout() > 0) {
      idleTimer = session.loop().after(limits.keepAliveTimeout(), this::hangUp);
    }
  }

  /** The clock of a request runs from its first byte, or from when the client came. */
  private void beginRequest() {
    if (reading) {
      return;
    }
    reading = true;
    stop(idleTimer);
    idleTimer = null;
    if (headersTimer == null && limits.headersTimeout() > 0) {
      headersTimer = session.loop().after(limits.headersTimeout(), this::tooSlow);
    }
    if (requestTimer == null && limits.requestTimeout() > 0) {
      requestTimer = session.loop().after(limits.requestTimeout(), this::tooSlow);
    }
  }

  private void stop(Loop.@Nullable Timer timer) {
    session.loop().forget(timer);
  }

  private void stopTimers() {
    stop(headersTimer);
    stop(requestTimer);
    stop(idleTimer);
    headersTimer = null;
    requestTimer = null;
    idleTimer = null;
  }

  private void tooSlow() {
    refuse(408, "ERR_HTTP_REQUEST_TIMEOUT", "Request timeout");
  }

  @Override
  public int room() {
    Exchange current = exchange;
    return current == null
        ? AHEAD
        : current.isComplete() ? Math.max(0, AHEAD - ahead.size()) : current.room();
  }

  @Override
  public void received(ByteBuffer bytes) {
    Exchange current = exchange;
    if (closing) {
      return;
    }
    if (current != null && current.isComplete()) {
      byte[] early = new byte[bytes.remaining()];
      bytes.get(early);
      ahead.writeBytes(early);
      return;
    }
    if (current == null) {
      beginRequest();
    }
    reader().read(bytes);
    advance();
  }

  /** Gives what was read to the page, up to the end of one request. */
  private void advance() {
    while (!closing && (exchange == null || !exchange.isComplete())) {
      HttpReader.Part part = reader().next();
      switch (part) {
        case null -> {
          return;
        }
        case HttpReader.Head head -> begin(head);
        case HttpReader.Bytes body -> current().add(body.bytes().array());
        case HttpReader.End end -> end(end);
        case HttpReader.Refused refused -> refuse(refused.status(), refused.code(), refused.why());
      }
    }
  }

  private Exchange current() {
    Exchange current = exchange;
    if (current == null) {
      throw new IllegalStateException("There is a body without a head");
    }
    return current;
  }

  private void begin(HttpReader.Head head) {
    beginRequest();
    stop(headersTimer);
    headersTimer = null;
    requests++;
    boolean last = limits.maxRequests() > 0 && requests >= limits.maxRequests();
    HttpWriter writer =
        new HttpWriter(
            head.method().equals("HEAD"), head.minorVersion() == 0, head.keepAlive() && !last);
    long number = session.nextId();
    Exchange begun = new Exchange(session, number, this, writer);
    exchange = begun;
    session.add(number, begun);
    Map<String, Object> fields = new HashMap<>();
    fields.put("req", number);
    fields.put("conn", id);
    fields.put("method", head.method());
    fields.put("url", head.target());
    fields.put("headers", head.headers());
    fields.put("minor", head.minorVersion());
    fields.put("body", head.hasBody());
    if (head.expectsContinue()) {
      fields.put("expect", true);
    }
    if (head.upgrade()) {
      fields.put("upgrade", true);
    }
    if (!known) {
      known = true;
      fields.putAll(connection().addresses());
      Secured facts = secured;
      if (facts != null) {
        fields.put("tls", facts.fields());
      }
    }
    session.tell(listener, "request", fields);
  }

  private void end(HttpReader.End end) {
    reading = false;
    stop(requestTimer);
    requestTimer = null;
    current().complete(end.trailers());
  }

  /** The response is sent: the next request, or none. */
  void responded(boolean keepAlive) {
    Exchange done = exchange;
    exchange = null;
    if (session.find(listener) == null || (done != null && !done.isComplete())) {
      keepAlive = false; // the client still sends what nobody reads
    }
    if (!keepAlive || (inputEnded && ahead.size() == 0)) {
      leave();
      return;
    }
    session.loop().after(0, this::goOn);
  }

  private void goOn() {
    if (closing || exchange != null) {
      return;
    }
    expectRequest();
    byte[] again = reader().beyond();
    if (again.length > 0) { // behind a request to upgrade that was answered as any other
      reader = null;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(again);
    all.writeBytes(ahead.toByteArray());
    ahead.reset();
    advance();
    if (all.size() > 0 && !closing) {
      received(ByteBuffer.wrap(all.toByteArray()));
    }
    if (!closing) {
      connection().resume();
      if (inputEnded && exchange == null) {
        leave();
      }
    }
  }

  /** Hands the connection to the page, as a socket with what was read behind the request. */
  PageSocket detach() {
    stopTimers();
    closing = true;
    byte[] head = reader().beyond();
    PageSocket socket = new PageSocket(session, id);
    session.replace(id, socket);
    if (head.length > 0) {
      socket.received(ByteBuffer.wrap(head));
    }
    if (ahead.size() > 0) {
      socket.received(ByteBuffer.wrap(ahead.toByteArray()));
    }
    socket.taken(connection());
    if (inputEnded) {
      socket.ended();
    }
    return socket;
  }

  private void refuse(int status, String code, String why) {
    if (closing) {
      return;
    }
    Map<String, Object> fields = new HashMap<>();
    fields.put("conn", id);
    fields.put("err", Problem.of(code, why).fields());
    session.tell(listener, "clientError", fields);
    Exchange current = exchange;
    if (current == null || !current.isStarted()) {
      connection()
          .send(
              ByteBuffer.wrap(
                  ("HTTP/1.1 " + status + " " + reason(status) + "\r\nConnection: close\r\n\r\n")
                      .getBytes(ISO_8859_1)));
    }
    if (current != null) {
      exchange = null;
      current.lost(Problem.of("ECONNRESET", "aborted"));
    }
    leave();
  }

  private static String reason(int status) {
    return switch (status) {
      case 408 -> "Request Timeout";
      case 414 -> "URI Too Long";
      case 431 -> "Request Header Fields Too Large";
      case 505 -> "HTTP Version Not Supported";
      default -> "Bad Request";
    };
  }

  /** Ends the output, and closes once the client has done so as well, or takes too long. */
  private void leave() {
    closing = true;
    stopTimers();
    connection().end();
    connection().resume();
    if (inputEnded || connection().isClosed()) {
      hangUp();
    } else {
      idleTimer = session.loop().after(PATIENCE, this::hangUp);
    }
  }

  /** Closes, whatever is under way. */
  void hangUp() {
    session.remove(id);
    close();
    Exchange current = exchange;
    exchange = null;
    if (current != null) {
      current.lost(Problem.of("ECONNRESET", "aborted"));
    }
    tellGone();
  }

  private void tellGone() {
    if (known) {
      session.tell(listener, "gone", Map.of("conn", id));
    }
  }

  @Override
  public void ended() {
    inputEnded = true;
    Exchange current = exchange;
    if (closing || (current == null && ahead.size() == 0)) {
      if ((reading && requests > 0) || connection().kept() > 0) {
        leave();
        return;
      }
      hangUp();
    } else if (current != null && !current.isComplete()) {
      hangUp(); // in the middle of a request
    }
  }

  @Override
  public void drained() {
    Exchange current = exchange;
    if (current != null) {
      current.drained();
    }
  }

  @Override
  public void finished() {
    if (closing && inputEnded) {
      hangUp();
    }
  }

  @Override
  public void secured(Secured facts) {
    secured = facts;
  }

  @Override
  public void failed(Problem problem) {
    session.remove(id);
    stopTimers();
    Exchange current = exchange;
    exchange = null;
    if (current != null) {
      current.lost(problem);
    } else if (secured == null && problem.code().startsWith("ERR_SSL")) {
      session.tell(listener, "tlsClientError", Map.of("conn", id, "err", problem.fields()));
    }
    closing = true;
    tellGone();
  }

  @Override
  public void close() {
    closing = true;
    stopTimers();
    Connection own = connection;
    if (own != null) {
      own.close();
    }
  }

  @Override
  public void tellAgain() {
    // its exchanges tell themselves
  }

  /** Only between requests can a connection go on elsewhere. */
  @Override
  public Map<String, Object> release() {
    stopTimers();
    Exchange current = exchange;
    if (current != null || reading || closing || ahead.size() > 0) {
      if (current != null) {
        current.lost(RELOADED);
      }
      close();
      return Map.of();
    }
    Map<String, Object> open = connection().release();
    if (open.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> state = new HashMap<>();
    state.put("type", TYPE);
    state.put("connection", open);
    state.put("listener", listener);
    state.put("limits", limits.fields());
    state.put("requests", requests);
    state.put("known", known);
    if (secured != null) {
      state.put("secured", secured.fields());
    }
    return state;
  }

  /** Goes on with what {@link #release} gave. */
  static HttpConnection adopt(Session session, long id, Map<?, ?> state) {
    HttpConnection http =
        new HttpConnection(
            session,
            Released.of(state, "listener", Long.class),
            id,
            HttpLimits.adopt(Released.fields(state, "limits")));
    http.requests = Released.of(state, "requests", Integer.class);
    http.known = Released.of(state, "known", Boolean.class);
    if (state.containsKey("secured")) {
      http.secured = new Secured(Released.fields(state, "secured"));
    }
    http.connection =
        Connection.adopt(session.loop(), Released.of(state, "connection", Map.class), http);
    http.expectRequest();
    http.connection.start();
    return http;
  }
}
