package org.socketplatform.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections, and pauses while the page has many events to read: then the system keeps as
 * many as the backlog says, and refuses more. Guarded by the lock of the loop.
 */
final class Listener implements Handle, Loop.Ready {
  static final String TYPE = "listener";

  private static final System.Logger LOG = System.getLogger(Listener.class.getName());

  /** How many connections are taken before others are served again. */
  private static final int AT_ONCE = 64;

  /** How long to wait where no descriptor is free, in milliseconds. */
  private static final long RECOVERY = 250;

  private final Session session;
  private final long id;
  private final ServerSocketChannel channel;
  private final Optional<HttpLimits> http;

  /** The options of TLS, as they came. */
  private Optional<byte[]> options;

  private @Nullable TlsContext tls;
  private @Nullable SelectionKey key;

  private Listener(
      Session session,
      long id,
      ServerSocketChannel channel,
      Optional<HttpLimits> http,
      Optional<byte[]> options) {
    this.session = session;
    this.id = id;
    this.channel = channel;
    this.http = http;
    this.options = options;
  }

  /**
   * Opens a port.
   *
   * @param address where; port 0 for any that is free
   * @param backlog how many connections may wait in the system
   * @throws org.socketplatform.plugin.FailureException if the port cannot be had
   */
  static Listener open(
      Session session,
      long id,
      InetSocketAddress address,
      int backlog,
      Optional<HttpLimits> http,
      Optional<byte[]> options) {
    TlsContext context =
        options.map(bytes -> TlsContext.of(TlsOptions.read(bytes), true)).orElse(null);
    ServerSocketChannel channel;
    try {
      channel = ServerSocketChannel.open();
      try {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(address, backlog);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      throw Problem.of(e, "listen")
          .with("address", Addresses.text(address.getAddress()))
          .with("port", address.getPort())
          .exception();
    }
    Listener listener = new Listener(session, id, channel, http, options);
    listener.tls = context;
    return listener;
  }

  /** Begins to take connections. */
  void start() {
    key = session.loop().register(channel, SelectionKey.OP_ACCEPT, this);
  }

  /** Where it listens. */
  InetSocketAddress address() {
    try {
      return (InetSocketAddress) channel.getLocalAddress();
    } catch (IOException e) {
      throw Problem.of(e, "getsockname").exception();
    }
  }

  /** Shows other certificates to those that come from now on. */
  void present(byte[] fields) {
    tls = TlsContext.of(TlsOptions.read(fields), true);
    options = Optional.of(fields);
  }

  /** Takes connections again, after the page has read its events. */
  void resume() {
    SelectionKey own = key;
    if (own != null) {
      session.loop().interest(own, SelectionKey.OP_ACCEPT, true);
    }
  }

  @Override
  public void ready(SelectionKey own) {
    for (int i = 0; i < AT_ONCE; i++) {
      if (session.isBusy()) {
        session.loop().interest(own, SelectionKey.OP_ACCEPT, false);
        return;
      }
      try {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
          return;
        }
        accepted.configureBlocking(false);
        take(accepted);
      } catch (IOException e) {
        if (!channel.isOpen()) {
          return;
        }
        LOG.log(System.Logger.Level.WARNING, "A connection could not be taken", e);
        session.loop().interest(own, SelectionKey.OP_ACCEPT, false);
        session.loop().after(RECOVERY, this::resume);
        return;
      }
    }
  }

  private void take(SocketChannel accepted) {
    long number = session.nextId();
    if (http.isPresent()) {
      sendAtOnce(accepted);
      HttpConnection connection = new HttpConnection(session, id, number, http.get());
      session.add(number, connection);
      connection.begin(new Connection(session.loop(), accepted, connection), tls);
      return;
    }
    PageSocket socket = new PageSocket(session, number);
    session.add(number, socket);
    Connection connection = new Connection(session.loop(), accepted, socket);
    socket.accepted(connection, id);
    TlsContext context = tls;
    if (context != null) {
      connection.secure(new TlsLayer(connection, context), ByteBuffer.allocate(0));
    }
    if (!connection.isClosed()) {
      connection.start();
    }
  }

  /** Head and body of an answer are written one after the other, and must not wait in between. */
  private static void sendAtOnce(SocketChannel accepted) {
    try {
      accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A client has gone again", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A port could not be closed", e);
    }
  }

  @Override
  public void tellAgain() {
    // its connections tell themselves
  }

  @Override
  public Map<String, Object> release() {
    Map<String, Object> state = new HashMap<>();
    state.put("type", TYPE);
    state.put("channel", channel);
    http.ifPresent(limits -> state.put("http", limits.fields()));
    options.ifPresent(bytes -> state.put("tls", bytes));
    return state;
  }

  /** Goes on with what {@link #release} gave. */
  static Listener adopt(Session session, long id, Map<?, ?> state) {
    Listener listener =
        new Listener(
            session,
            id,
            Released.of(state, "channel", ServerSocketChannel.class),
            state.containsKey("http")
                ? Optional.of(HttpLimits.adopt(Released.fields(state, "http")))
                : Optional.empty(),
            Optional.ofNullable((byte[]) state.get("tls")));
    listener.options.ifPresent(listener::present);
    listener.start();
    return listener;
  }
}
