package org.socketplatform.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection, plain or by TLS. It reads only what its receiver has room for, so the system slows
 * the peer down. Guarded by the lock of the loop.
 */
final class Connection implements Loop.Ready {
  private static final System.Logger LOG = System.getLogger(Connection.class.getName());

  /** How much may still be kept when the receiver is told to go on, in bytes. */
  private static final int LITTLE = 256 * 1024;

  private final Loop loop;
  private final SocketChannel channel;
  private final Deque<ByteBuffer> out = new ArrayDeque<>();
  private Receiver receiver;
  private @Nullable TlsLayer tls;
  private @Nullable SelectionKey key;
  private long kept;
  private boolean toldDrain = true;
  private boolean inputEnded;
  private boolean ending;
  private boolean finished;
  private boolean closed;

  /** A connection on a channel that does not block. */
  Connection(Loop loop, SocketChannel channel, Receiver receiver) {
    this.loop = loop;
    this.channel = channel;
    this.receiver = receiver;
  }

  /** Begins to read. */
  void start() {
    int read = inputEnded || receiver.room() == 0 ? 0 : SelectionKey.OP_READ;
    int write = out.isEmpty() ? 0 : SelectionKey.OP_WRITE;
    key = loop.register(channel, read | write, this);
    finishIfSent();
  }

  Loop loop() {
    return loop;
  }

  SocketChannel channel() {
    return channel;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isInputEnded() {
    return inputEnded;
  }

  boolean isFinished() {
    return finished;
  }

  @Nullable TlsLayer tls() {
    return tls;
  }

  /** Gives what comes from now on to another. */
  void hand(Receiver next) {
    receiver = next;
    resume();
  }

  /** Speaks TLS from now on; what was read before and not taken goes through it first. */
  void secure(TlsLayer layer, ByteBuffer already) {
    tls = layer;
    layer.begin(already);
  }

  /** The receiver has room again. */
  void resume() {
    SelectionKey own = key;
    if (own != null && !inputEnded && !closed) {
      loop.interest(own, SelectionKey.OP_READ, receiver.room() > 0);
    }
  }

  @Override
  public void ready(SelectionKey own) {
    if (own.isValid() && own.isWritable()) {
      flush();
    }
    if (own.isValid() && own.isReadable()) {
      read(own);
    }
  }

  private void read(SelectionKey own) {
    int room = receiver.room();
    if (room <= 0) {
      loop.interest(own, SelectionKey.OP_READ, false);
      return;
    }
    ByteBuffer buffer = loop.shared();
    buffer.limit(Math.min(buffer.capacity(), Math.max(room, 1)));
    int count;
    try {
      count = channel.read(buffer);
    } catch (IOException e) {
      fail(Problem.of(e, "read"));
      return;
    }
    if (count < 0) {
      inputEnded = true;
      loop.interest(own, SelectionKey.OP_READ, false);
      if (tls != null) {
        tls.ended();
      } else {
        receiver.ended();
      }
      return;
    }
    buffer.flip();
    if (tls != null) {
      tls.received(buffer);
    } else {
      receiver.received(buffer);
    }
    resume();
  }

  /** Hands decrypted bytes on. */
  void decrypted(ByteBuffer bytes) {
    receiver.received(bytes);
  }

  /** The peer has ended its TLS. */
  void decryptedEnd() {
    receiver.ended();
  }

  void secured(Secured facts) {
    receiver.secured(facts);
  }

  /**
   * Sends bytes, and keeps what the system does not take now.
   *
   * @return how many are kept
   */
  long send(ByteBuffer bytes) {
    if (closed) {
      return 0;
    }
    if (tls != null) {
      tls.send(bytes);
    } else {
      sendRaw(bytes);
    }
    return kept();
  }

  /** How many bytes wait to be sent. */
  long kept() {
    return kept + (tls == null ? 0 : tls.kept());
  }

  /** Sends bytes as they are. */
  void sendRaw(ByteBuffer bytes) {
    if (closed) {
      return;
    }
    try {
      if (out.isEmpty()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      fail(Problem.of(e, "write"));
      return;
    }
    if (bytes.hasRemaining()) {
      ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
      kept += copy.remaining();
      out.add(copy);
      SelectionKey own = key;
      if (own != null) {
        loop.interest(own, SelectionKey.OP_WRITE, true);
      }
    }
  }

  /** Tells the receiver once little is kept any more. */
  void expectDrain() {
    toldDrain = false;
  }

  private void flush() {
    try {
      while (!out.isEmpty()) {
        ByteBuffer first = out.element();
        kept -= channel.write(first);
        if (first.hasRemaining()) {
          return;
        }
        out.remove();
      }
    } catch (IOException e) {
      fail(Problem.of(e, "write"));
      return;
    }
    SelectionKey own = key;
    if (own != null) {
      loop.interest(own, SelectionKey.OP_WRITE, false);
    }
    drainedIfSo();
    finishIfSent();
  }

  /** Called whenever something was sent. */
  void drainedIfSo() {
    if (!toldDrain && !closed && kept() <= LITTLE) {
      toldDrain = true;
      receiver.drained();
    }
  }

  /** Ends the output once all is sent. */
  void end() {
    if (closed || ending) {
      return;
    }
    ending = true;
    if (tls != null) {
      tls.end();
    }
    finishIfSent();
  }

  /** All that is to be sent has been given to {@link #sendRaw}. */
  void finishIfSent() {
    if (!ending || finished || closed || kept() > 0 || (tls != null && !tls.isOutputDone())) {
      return;
    }
    finished = true;
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      // the peer was faster; reading tells
    }
    receiver.finished();
  }

  /** Closes, and tells the receiver why. */
  void fail(Problem problem) {
    if (!closed) {
      close();
      receiver.failed(problem);
    }
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    out.clear();
    kept = 0;
    if (tls != null) {
      tls.close();
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A connection could not be closed", e);
    }
    loop.wake();
  }

  /** Closes so that the peer sees a reset. */
  void reset() {
    if (!closed) {
      set(StandardSocketOptions.SO_LINGER, 0);
      close();
    }
  }

  /** Sets an option, where the system has it. */
  <T> void set(SocketOption<T> option, T value) {
    try {
      if (channel.supportedOptions().contains(option)) {
        channel.setOption(option, value);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "An option of a connection could not be set", e);
    }
  }

  /** Both ends, as events tell them. */
  Map<String, Object> addresses() {
    Map<String, Object> fields = new HashMap<>();
    try {
      if (channel.getLocalAddress() instanceof InetSocketAddress local) {
        fields.put("local", Addresses.fields(local));
      }
      if (channel.getRemoteAddress() instanceof InetSocketAddress remote) {
        fields.put("remote", Addresses.fields(remote));
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A connection is gone already", e);
    }
    return fields;
  }

  /** Gives the channel up, with what is to be sent; nothing if that cannot be, and closes it. */
  Map<String, Object> release() {
    Map<String, Object> secure = tls == null ? Map.of() : tls.release();
    if (tls != null && secure.isEmpty()) {
      close();
      return Map.of();
    }
    List<byte[]> unsent = new ArrayList<>();
    for (ByteBuffer buffer : out) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      unsent.add(bytes);
    }
    Map<String, Object> state = new HashMap<>();
    state.put("channel", channel);
    state.put("unsent", unsent);
    state.put("inputEnded", inputEnded);
    state.put("ending", ending);
    state.put("finished", finished);
    if (tls != null) {
      state.put("tls", secure);
    }
    closed = true;
    return state;
  }

  /** Goes on with what {@link #release} gave; {@link #start} is still to be called. */
  static Connection adopt(Loop loop, Map<?, ?> state, Receiver receiver) {
    Connection connection =
        new Connection(loop, Released.of(state, "channel", SocketChannel.class), receiver);
    for (Object piece : Released.of(state, "unsent", List.class)) {
      ByteBuffer bytes = ByteBuffer.wrap((byte[]) piece);
      connection.kept += bytes.remaining();
      connection.out.add(bytes);
    }
    connection.toldDrain = false;
    connection.inputEnded = Released.of(state, "inputEnded", Boolean.class);
    connection.ending = Released.of(state, "ending", Boolean.class);
    connection.finished = Released.of(state, "finished", Boolean.class);
    if (state.get("tls") instanceof Map<?, ?> secure) {
      connection.tls = TlsLayer.adopt(connection, secure);
    }
    return connection;
  }

  @Override
  public String toString() {
    return "Connection[" + Objects.toString(addresses().get("remote")) + "]";
  }
}
