package org.socketplatform.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Command;
import org.socketplatform.plugin.Handover;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Plugin;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;

/**
 * TCP connections, servers, TLS and HTTP servers, for {@code socket:net}, {@code socket:tls},
 * {@code socket:http} and {@code socket:https}.
 *
 * <p>What a page has open belongs to a session that it names, whose events are one stream; when
 * that stream is left for more than {@value Sessions#PATIENCE_MILLIS} ms, all of it is closed. A
 * handle is proof that its owner was allowed to open it: commands that take one ask for no further
 * permission. Its id is a positive whole number below 2^31 that the page chooses; what a listener
 * takes has negative ones. No command waits for the network, but for a name to be resolved.
 */
@Plugin("net")
final class Network implements Handover, AutoCloseable {
  private static final String CONNECT = "net:connect";
  private static final String LISTEN = "net:listen";
  private static final long ATTEMPT_MILLIS = 250;

  /** How long handshakes may take until another version takes over; others are lost. */
  private static final long HANDSHAKES_MILLIS = 500;

  private static final int BACKLOG = 511;

  /** The most that one reply carries, in bytes. */
  private static final int TAKE_LIMIT = 8 * 1024 * 1024;

  private final Loop loop = new Loop();
  private final Sessions sessions = new Sessions(loop);

  Network() {}

  @Override
  public Map<String, Object> release() {
    return loop.closeAfter(() -> {
      loop.awaitSettled(HANDSHAKES_MILLIS);
      return sessions.release();
    });
  }

  @Override
  public void adopt(Map<String, Object> state) {
    sessions.adopt(state);
  }

  @Override
  public void close() {
    sessions.closeAll();
    loop.close();
  }

  /**
   * Where a server listens.
   *
   * @param address without brackets
   * @param family {@code IPv4} or {@code IPv6}
   */
  record Bound(String address, String family, int port) {}

  /** The events of a session: first what there is, then what happens. */
  @Command(permission = Route.BASIC)
  Reply.Stream events(String session, Caller caller) {
    return new Reply.Stream(sessions.events(caller, session));
  }

  /**
   * Begins to connect; an event tells how it went.
   *
   * @param family 4 or 6, for addresses of that family only
   * @param localAddress where from
   * @param localPort where from
   * @param attempt how long each address but the last is tried, in milliseconds
   */
  @Command(permission = CONNECT)
  void connect(
      HostAndPort host,
      String session,
      int id,
      Optional<Integer> family,
      Optional<String> localAddress,
      Optional<Integer> localPort,
      Optional<Long> attempt,
      Caller caller) {
    checkId(id);
    List<InetAddress> addresses = resolved(host.host(), family.orElse(0));
    List<InetAddress> from = localAddress.map(Network::literal).map(List::of).orElse(List.of());
    Connector.Plan plan =
        new Connector.Plan(
            addresses,
            host.port(),
            Math.clamp(attempt.orElse(ATTEMPT_MILLIS), 10, 600_000),
            from,
            localPort.orElse(0));
    loop.run(() -> {
      Session owner = sessions.of(caller, session);
      Connector connector = new Connector(owner, id, plan);
      owner.add(id, connector);
      connector.attempt();
    });
  }

  private static List<InetAddress> resolved(String host, int family) {
    try {
      return Addresses.of(host, family);
    } catch (UnknownHostException e) {
      throw Problem.of(e, "getaddrinfo").with("hostname", host).exception();
    }
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw Failures.invalid("localAddress", "it is an address");
    }
  }

  private static void checkId(int id) {
    if (id <= 0) {
      throw Failures.invalid("id", "it is a positive number");
    }
  }

  /**
   * Opens a port.
   *
   * @param backlog how many connections may wait in the system; 511 unless given
   * @param http for a server of HTTP
   * @param tls whether the body has the options of TLS
   */
  @Command(permission = LISTEN)
  Bound listen(
      HostAndPort host,
      String session,
      int id,
      Optional<Integer> backlog,
      Optional<HttpLimits> http,
      Optional<Boolean> tls,
      Body options,
      Caller caller)
      throws IOException {
    checkId(id);
    Optional<byte[]> fields =
        tls.orElse(false) ? Optional.of(options.bytes(TlsOptions.LIMIT)) : Optional.empty();
    InetSocketAddress address =
        new InetSocketAddress(resolved(host.host(), 0).getFirst(), host.port());
    int waiting = Math.clamp(backlog.orElse(BACKLOG), 1, 65535);
    if (loop.locked(() -> sessions.closeOrphans(caller, address))) {
      loop.awaitClosed();
    }
    return loop.locked(() -> {
      Session owner = sessions.of(caller, session);
      Listener listener = Listener.open(owner, id, address, waiting, http, fields);
      owner.add(id, listener);
      listener.start();
      InetSocketAddress bound = listener.address();
      Map<String, Object> where = Addresses.fields(bound);
      return new Bound(
          String.valueOf(where.get("address")),
          String.valueOf(where.get("family")),
          bound.getPort());
    });
  }

  /** Speaks TLS on a connection from now on; an event tells how the handshake went. */
  @Command(permission = Route.BASIC)
  void secure(String session, int id, Optional<Boolean> server, Body options, Caller caller)
      throws IOException {
    TlsContext context =
        TlsContext.of(TlsOptions.read(options.bytes(TlsOptions.LIMIT)), server.orElse(false));
    loop.run(() -> socket(caller, session, id).secure(context));
  }

  /** Shows other certificates to those who connect from now on. */
  @Command(permission = Route.BASIC)
  void context(String session, int id, Body options, Caller caller) throws IOException {
    byte[] fields = options.bytes(TlsOptions.LIMIT);
    loop.run(() -> listener(caller, session, id).present(fields));
  }

  /** Sends, ends and answers, for many handles at once, and tells what is kept to be sent. */
  @Command(permission = Route.BASIC)
  Reply.Value send(String session, Body frames, Caller caller) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(frames.bytes(Frames.LIMIT));
    return (Reply.Value)
        Reply.value(loop.locked(() -> Frames.take(sessions.of(caller, session), bytes)).fields());
  }

  /**
   * Takes what has come for many handles.
   *
   * @param ids with commas
   * @param most bytes; what does not fit is left for the next call
   */
  @Command(permission = Route.BASIC)
  Reply.Bytes take(String session, String ids, int most, Caller caller) {
    int limit = Math.clamp(most, 1, TAKE_LIMIT);
    ByteBuffer bytes = loop.locked(() -> Frames.give(sessions.of(caller, session), ids, limit));
    return new Reply.Bytes(bytes, Map.of(), () -> {});
  }

  /**
   * Sets options of a connection.
   *
   * @param noDelay sends small pieces at once
   * @param keepAlive asks an idle peer whether it is there
   */
  @Command(permission = Route.BASIC)
  void options(
      String session,
      int id,
      Optional<Boolean> noDelay,
      Optional<Boolean> keepAlive,
      Caller caller) {
    loop.run(() -> {
      Connection connection = socket(caller, session, id).connection();
      noDelay.ifPresent(value -> connection.set(StandardSocketOptions.TCP_NODELAY, value));
      keepAlive.ifPresent(value -> connection.set(StandardSocketOptions.SO_KEEPALIVE, value));
    });
  }

  /**
   * Closes a handle; of no effect if it is closed.
   *
   * @param reset true for the peer to see that as an error
   */
  @Command(permission = Route.BASIC)
  void close(String session, int id, Optional<Boolean> reset, Caller caller) {
    boolean isListener =
        loop.locked(() -> {
          Session owner = sessions.of(caller, session);
          boolean listens = owner.find(id) instanceof Listener;
          if (reset.orElse(false) && owner.find(id) instanceof PageSocket socket) {
            socket.reset();
          }
          owner.close(id);
          return listens;
        });
    if (isListener) {
      loop.awaitClosed(); // so that its port is free
    }
  }

  /** Makes the connection of a request a plain one, under the number of the connection. */
  @Command(permission = Route.BASIC)
  void detach(String session, int id, Caller caller) {
    loop.run(() -> {
      if (!(sessions.of(caller, session).find(id) instanceof Exchange exchange)) {
        throw Failures.unknown(id);
      }
      exchange.detach();
    });
  }

  /**
   * Closes connections of a server of HTTP.
   *
   * @param idle only those on which no request is under way
   */
  @Command(permission = Route.BASIC)
  void hangUp(String session, int id, boolean idle, Caller caller) {
    loop.run(() -> sessions.of(caller, session).hangUp(id, idle));
  }

  /** The certificates that the system trusts, as PEM. */
  @Command(permission = Route.BASIC)
  List<String> rootCertificates() {
    return Trust.systemCertificates().stream().map(Network::pem).toList();
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that was read cannot be written", e);
    }
  }

  /** The suites of ciphers that can be used, by their names of the standard. */
  @Command(permission = Route.BASIC)
  List<String> ciphers() {
    try {
      return Arrays.stream(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites())
          .filter(name -> !name.endsWith("_SCSV"))
          .toList();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("The JDK has no TLS", e);
    }
  }

  private PageSocket socket(Caller caller, String session, long id) {
    if (sessions.of(caller, session).find(id) instanceof PageSocket socket) {
      return socket;
    }
    throw Failures.unknown(id);
  }

  private Listener listener(Caller caller, String session, long id) {
    if (sessions.of(caller, session).find(id) instanceof Listener listener) {
      return listener;
    }
    throw Failures.unknown(id);
  }
}
