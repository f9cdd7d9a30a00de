package org.socketplatform.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * TLS on a connection: turns what comes into plain bytes, and what is sent into records. Guarded by
 * the lock of the loop; what takes long, such as signatures, runs without it.
 */
final class TlsLayer {
  private static final byte ALERT = 21;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Connection connection;
  private final TlsContext context;
  private final SSLEngine engine;

  /** What has come and is no whole record yet: from 0 to its position. */
  private ByteBuffer encrypted;

  /** What is to be sent once the handshake is done. */
  private final Deque<ByteBuffer> early = new ArrayDeque<>();

  private int earlyBytes;
  private boolean established;
  private boolean working;
  private boolean ending;
  private boolean outputDone;
  private boolean inputEnded;
  private boolean toldEnd;
  private boolean closed;

  TlsLayer(Connection connection, TlsContext context) {
    this(connection, context, context.engine());
  }

  private TlsLayer(Connection connection, TlsContext context, SSLEngine engine) {
    this.connection = connection;
    this.context = context;
    this.engine = engine;
    this.encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
  }

  /** Begins the handshake; some bytes of the peer may be there already. */
  void begin(ByteBuffer already) {
    connection.loop().began(this);
    try {
      engine.beginHandshake();
    } catch (SSLException e) {
      fail(e);
      return;
    }
    received(already);
  }

  /** Bytes have come. */
  void received(ByteBuffer bytes) {
    if (closed) {
      return;
    }
    if (encrypted.remaining() < bytes.remaining()) {
      int needed = encrypted.position() + bytes.remaining();
      encrypted =
          ByteBuffer.allocate(Math.max(needed, 2 * encrypted.capacity())).put(encrypted.flip());
    }
    encrypted.put(bytes);
    advance();
  }

  /** The peer sends no more. */
  void ended() {
    inputEnded = true;
    advance();
  }

  /** Sends plain bytes, or keeps them while there is a handshake. */
  void send(ByteBuffer plain) {
    if (!established || !early.isEmpty()) {
      ByteBuffer copy = ByteBuffer.allocate(plain.remaining()).put(plain).flip();
      early.add(copy);
      earlyBytes += copy.remaining();
    } else {
      wrapAll(plain);
    }
  }

  int kept() {
    return earlyBytes;
  }

  /** Ends the output once all is sent. */
  void end() {
    ending = true;
    if (established) {
      finish();
    }
  }

  boolean isOutputDone() {
    return outputDone;
  }

  void close() {
    closed = true;
    early.clear();
    earlyBytes = 0;
    connection.loop().settled(this);
  }

  private void finish() {
    if (ending && !outputDone && early.isEmpty() && !closed) {
      engine.closeOutbound();
      wrapAll(NOTHING.duplicate());
      outputDone = true;
    }
  }

  private void advance() {
    try {
      step();
    } catch (SSLException e) {
      sendAlert();
      fail(e);
      return;
    }
    if (!working && !closed) {
      connection.drainedIfSo();
      connection.finishIfSent();
    }
  }

  private void step() throws SSLException {
    while (!closed && !working) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> work();
        case NEED_WRAP -> {
          if (!wrap(NOTHING.duplicate())) {
            return;
          }
        }
        default -> {
          if (!unwrap()) {
            endIfSo();
            return;
          }
        }
      }
    }
  }

  /** Lets the engine do what takes long. */
  private void work() {
    List<Runnable> tasks = new ArrayList<>();
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      tasks.add(task);
    }
    working = true;
    Loop loop = connection.loop();
    loop.began(this);
    Thread.ofVirtual()
        .name("tls")
        .start(() -> {
          tasks.forEach(Runnable::run);
          loop.run(() -> {
            working = false;
            if (!closed) {
              advance();
            }
            settledIf();
          });
        });
  }

  private void settledIf() {
    if (closed || (established && !working)) {
      connection.loop().settled(this);
    }
  }

  /** Reads a record; tells whether there was one. */
  private boolean unwrap() throws SSLException {
    if (engine.isInboundDone() || toldEnd) {
      return false;
    }
    if (isOldEnd()) {
      tellEnd();
      return false;
    }
    ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    encrypted.flip();
    SSLEngineResult result;
    try {
      result = engine.unwrap(encrypted, plain);
    } finally {
      encrypted.compact();
    }
    establishedIf(result);
    if (plain.position() > 0) {
      connection.decrypted(plain.flip());
    }
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      tellEnd();
      return engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP;
    }
    return result.getStatus() == SSLEngineResult.Status.OK
        && (result.bytesConsumed() > 0
            || result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP
            || result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_TASK);
  }

  /**
   * An alert in TLS 1.2, whose kind is not encrypted there. The JDK answers the peer's end by its
   * own at once, and then sends no more; so it does not get to see it.
   */
  private boolean isOldEnd() {
    return established
        && encrypted.position() > 0
        && encrypted.get(0) == ALERT
        && !engine.getSession().getProtocol().equals("TLSv1.3");
  }

  /** Writes a record; tells whether it did. */
  private boolean wrap(ByteBuffer plain) throws SSLException {
    ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    SSLEngineResult result = engine.wrap(plain, record);
    if (record.position() > 0) {
      connection.sendRaw(record.flip());
    }
    establishedIf(result);
    return result.bytesProduced() > 0
        && (result.getStatus() == SSLEngineResult.Status.OK
            || result.getStatus() == SSLEngineResult.Status.CLOSED);
  }

  private void wrapAll(ByteBuffer plain) {
    try {
      boolean more = true;
      while (more && !closed) {
        more = wrap(plain) && (plain.hasRemaining() || (ending && !engine.isOutboundDone()));
      }
    } catch (SSLException e) {
      fail(e);
    }
  }

  private void establishedIf(SSLEngineResult result) {
    if (!established && result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED) {
      established = true;
      connection.secured(context.facts(engine));
      while (!early.isEmpty() && !closed) {
        ByteBuffer bytes = early.remove();
        earlyBytes -= bytes.remaining();
        wrapAll(bytes);
      }
      finish();
      settledIf();
    }
  }

  private void endIfSo() {
    if (!inputEnded || toldEnd || closed || working) {
      return;
    }
    if (!established) {
      connection.fail(
          new Problem(
              "ECONNRESET",
              -104,
              "",
              "Client network socket disconnected before secure TLS connection was established",
              Map.of()));
      return;
    }
    tellEnd();
  }

  private void tellEnd() {
    if (!toldEnd) {
      toldEnd = true;
      connection.decryptedEnd();
    }
  }

  /** Lets the peer know why, as far as the engine does. */
  private void sendAlert() {
    try {
      while (!closed
          && engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP
          && wrap(NOTHING.duplicate())) {
        // the alert
      }
    } catch (SSLException e) {
      // it has none to send
    }
  }

  private void fail(SSLException e) {
    connection.fail(TlsProblems.of(e));
  }

  /** Gives the engine up, with what it has not read; nothing while it shakes hands. */
  Map<String, Object> release() {
    closed = true;
    byte[] unread = new byte[encrypted.position()];
    encrypted.flip().get(unread);
    if (!established || working) {
      return Map.of();
    }
    return Map.of(
        "engine", engine,
        "unread", unread,
        "ending", ending,
        "outputDone", outputDone,
        "toldEnd", toldEnd,
        "inputEnded", inputEnded);
  }

  /** Goes on with what {@link #release} gave. */
  static TlsLayer adopt(Connection connection, Map<?, ?> state) {
    TlsLayer layer =
        new TlsLayer(connection, TlsContext.NONE, Released.of(state, "engine", SSLEngine.class));
    layer.established = true;
    byte[] unread = Released.of(state, "unread", byte[].class);
    if (unread.length > layer.encrypted.capacity()) {
      layer.encrypted = ByteBuffer.allocate(unread.length);
    }
    layer.encrypted.put(unread);
    layer.ending = Released.of(state, "ending", Boolean.class);
    layer.outputDone = Released.of(state, "outputDone", Boolean.class);
    layer.toldEnd = Released.of(state, "toldEnd", Boolean.class);
    layer.inputEnded = Released.of(state, "inputEnded", Boolean.class);
    return layer;
  }
}
