package org.socketplatform.net;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** A request that a page answers. Guarded by the lock of the loop. */
final class Exchange implements Duplex {
  private final Session session;
  private final long id;
  private final HttpConnection http;
  private final HttpWriter writer;
  private final Inbox inbox;
  private boolean toldData;
  private boolean complete;
  private boolean over;

  Exchange(Session session, long id, HttpConnection http, HttpWriter writer) {
    this.session = session;
    this.id = id;
    this.http = http;
    this.writer = writer;
    this.inbox = new Inbox(session.budget());
  }

  HttpConnection http() {
    return http;
  }

  /** Whether all of the request is there. */
  boolean isComplete() {
    return complete;
  }

  /** Whether the response has begun. */
  boolean isStarted() {
    return writer.isStarted();
  }

  int room() {
    return inbox.room();
  }

  /** A part of the request's body has come. */
  void add(byte[] bytes) {
    inbox.add(bytes);
    if (!toldData) {
      toldData = true;
      session.tell(id, "data");
    }
  }

  /** All of the request has come. */
  void complete(List<String> trailers) {
    complete = true;
    session.tell(id, "end", trailers.isEmpty() ? Map.of() : Map.of("trailers", trailers));
  }

  void drained() {
    session.tell(id, "drain");
  }

  /** The connection is lost, or the other side does not keep to the rules. */
  void lost(Problem problem) {
    if (!over) {
      over = true;
      session.remove(id);
      inbox.close();
      session.tell(id, "error", Map.of("err", problem.fields()));
    }
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
    http.connection().resume();
    return taken;
  }

  /**
   * Begins the response, or says something before it.
   *
   * @param headers names and values in turn
   * @param length of the body, if it is known; -1 if not
   * @param keepAliveSeconds what to tell the client; 0 for nothing
   */
  void head(int status, String reason, List<String> headers, long length, long keepAliveSeconds) {
    if (writer.isStarted()) {
      throw Problem.of("ERR_HTTP_HEADERS_SENT", "The response has begun already").exception();
    }
    http.connection().send(writer.head(status, reason, headers, length, keepAliveSeconds));
  }

  @Override
  public long write(ByteBuffer bytes) {
    Connection connection = http.connection();
    long kept = connection.send(writer.body(bytes));
    if (kept > PageSocket.MUCH) {
      connection.expectDrain();
    }
    return kept;
  }

  @Override
  public void end() {
    end(List.of());
  }

  /**
   * Ends the response.
   *
   * @param trailers names and values in turn
   */
  void end(List<String> trailers) {
    if (over) {
      return;
    }
    http.connection().send(writer.end(trailers));
    over = true;
    session.remove(id);
    inbox.close();
    http.responded(writer.isKeptAlive());
  }

  /** Hands the connection to the page. */
  void detach() {
    over = true;
    session.remove(id);
    inbox.close();
    http.detach();
  }

  /** A response that is given up takes the connection with it. */
  @Override
  public void close() {
    if (!over) {
      over = true;
      inbox.close();
      http.hangUp();
    }
  }

  @Override
  public void tellAgain() {
    // a request is lost when its page or its plugin is
  }

  @Override
  public Map<String, Object> release() {
    return Map.of();
  }
}
