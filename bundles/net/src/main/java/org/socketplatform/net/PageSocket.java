package org.socketplatform.net;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection whose bytes a page reads and writes itself. Guarded by the lock of the loop. */
final class PageSocket implements Duplex, Receiver {
  static final String TYPE = "socket";

  /** How much may be kept to be sent before the page is to wait, in bytes. */
  static final int MUCH = 1024 * 1024;

  private static final Problem RELOADED =
      Problem.of("PLUGIN_RELOADED", "net was replaced in the middle of a handshake");

  private final Session session;
  private final long id;
  private final Inbox inbox;
  private @Nullable Connection connection;
  private Map<String, Object> introduction = Map.of();
  private String introductionEvent = "connect";
  private long introducedBy;
  private @Nullable Secured secured;
  private @Nullable Problem problem;
  private boolean toldData;
  private boolean ended;

  PageSocket(Session session, long id) {
    this.session = session;
    this.id = id;
    this.inbox = new Inbox(session.budget());
  }

  /** Tells the page of a connection that it asked for. */
  void connected(Connection open) {
    connection = open;
    introduction = open.addresses();
    introducedBy = id;
    session.tell(id, introductionEvent, introduction);
    open.start();
  }

  /** Tells the page of a connection that a listener has taken. */
  void accepted(Connection open, long listener) {
    introduction = new HashMap<>(open.addresses());
    introduction.put("conn", id);
    introductionEvent = "connection";
    introducedBy = listener;
    taken(open);
    session.tell(listener, introductionEvent, introduction);
  }

  /** Goes on with a connection that the page knows under another number. */
  void taken(Connection open) {
    connection = open;
    open.hand(this);
  }

  long id() {
    return id;
  }

  /**
   * The connection.
   *
   * @throws org.socketplatform.plugin.FailureException if there is none any more
   */
  Connection connection() {
    Connection own = connection;
    if (own == null || own.isClosed()) {
      throw (problem == null ? Problem.of("EPIPE", 32, "write") : problem).exception();
    }
    return own;
  }

  /** Speaks TLS from now on. */
  void secure(TlsContext context) {
    Connection own = connection();
    if (own.tls() != null) {
      throw Failures.invalid("id", "the connection speaks TLS already");
    }
    ByteBuffer already = inbox.take(Integer.MAX_VALUE);
    toldData = false;
    own.secure(new TlsLayer(own, context), already);
  }

  @Override
  public int room() {
    return inbox.room();
  }

  @Override
  public void received(ByteBuffer bytes) {
    byte[] piece = new byte[bytes.remaining()];
    bytes.get(piece);
    inbox.add(piece);
    tellData();
  }

  private void tellData() {
    if (!toldData && inbox.size() > 0) {
      toldData = true;
      session.tell(id, "data");
    }
  }

  @Override
  public void ended() {
    if (!ended) {
      ended = true;
      session.tell(id, "end");
    }
  }

  @Override
  public void drained() {
    session.tell(id, "drain");
  }

  @Override
  public void finished() {
    session.tell(id, "finish");
  }

  @Override
  public void secured(Secured facts) {
    secured = facts;
    session.tell(id, "secure", facts.fields());
  }

  @Override
  public void failed(Problem why) {
    problem = why;
    session.tell(id, "error", Map.of("err", why.fields()));
  }

  @Override
  public boolean hasMore() {
    return inbox.size() > 0;
  }

  @Override
  public ByteBuffer read(int most) {
    ByteBuffer taken = inbox.take(most);
    if (inbox.size() == 0) {
      toldData = false;
    }
    if (connection != null) {
      connection.resume();
    }
    return taken;
  }

  @Override
  public long write(ByteBuffer bytes) {
    Connection own = connection();
    long kept = own.send(bytes);
    if (own.isClosed()) {
      connection(); // says why
    }
    if (kept > MUCH) {
      own.expectDrain();
    }
    return kept;
  }

  @Override
  public void end() {
    Connection own = connection;
    if (own != null) {
      own.end();
    }
  }

  void reset() {
    Connection own = connection;
    if (own != null) {
      own.reset();
    }
  }

  @Override
  public void close() {
    inbox.close();
    Connection own = connection;
    if (own != null) {
      own.close();
    }
  }

  @Override
  public void tellAgain() {
    session.tell(introducedBy, introductionEvent, introduction);
    if (secured != null) {
      session.tell(id, "secure", secured.fields());
    }
    toldData = false;
    tellData();
    if (ended) {
      session.tell(id, "end");
    }
    Connection own = connection;
    if (problem != null) {
      session.tell(id, "error", Map.of("err", problem.fields()));
    } else if (own != null) {
      if (own.isFinished()) {
        session.tell(id, "finish");
      }
      own.drainedIfSo();
    }
  }

  @Override
  public Map<String, Object> release() {
    Map<String, Object> state = new HashMap<>();
    state.put("type", TYPE);
    state.put("inbox", inbox.release());
    state.put("introduction", introduction);
    state.put("introductionEvent", introductionEvent);
    state.put("introducedBy", introducedBy);
    state.put("ended", ended);
    if (secured != null) {
      state.put("secured", secured.fields());
    }
    Connection own = connection;
    if (own != null && !own.isClosed()) {
      Map<String, Object> open = own.release();
      if (open.isEmpty()) {
        problem = RELOADED;
      } else {
        state.put("connection", open);
      }
    }
    if (problem != null) {
      state.put("problem", problem.fields());
    }
    return state;
  }

  /** Goes on with what {@link #release} gave. */
  static PageSocket adopt(Session session, long id, Map<?, ?> state) {
    PageSocket socket = new PageSocket(session, id);
    for (Object piece : Released.of(state, "inbox", List.class)) {
      socket.inbox.add((byte[]) piece);
    }
    socket.introduction = Released.fields(state, "introduction");
    socket.introductionEvent = Released.of(state, "introductionEvent", String.class);
    socket.introducedBy = Released.of(state, "introducedBy", Long.class);
    socket.ended = Released.of(state, "ended", Boolean.class);
    if (state.containsKey("secured")) {
      socket.secured = new Secured(Released.fields(state, "secured"));
    }
    if (state.containsKey("problem")) {
      socket.problem = Problem.adopt(Released.fields(state, "problem"));
    }
    if (state.get("connection") instanceof Map<?, ?> open) {
      Connection connection = Connection.adopt(session.loop(), open, socket);
      socket.connection = connection;
      connection.start();
    }
    return socket;
  }
}
