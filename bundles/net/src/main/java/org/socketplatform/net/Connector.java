package org.socketplatform.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tries the addresses of a host one after the other, each but the last for a bounded time, until
 * one connects. Guarded by the lock of the loop.
 */
final class Connector implements Handle, Loop.Ready {
  static final String TYPE = "connecting";

  private final Session session;
  private final long id;
  private final Plan plan;
  private final List<Problem> problems = new ArrayList<>();
  private int next;
  private @Nullable SocketChannel channel;
  private Loop.@Nullable Timer patience;

  /**
   * What to connect to.
   *
   * @param attemptMillis how long each address but the last is tried
   * @param localAddress where from; empty for any
   * @param localPort where from; 0 for any
   */
  record Plan(
      List<InetAddress> addresses,
      int port,
      long attemptMillis,
      List<InetAddress> localAddress,
      int localPort) {}

  Connector(Session session, long id, Plan plan) {
    this.session = session;
    this.id = id;
    this.plan = plan;
  }

  /** Tries the next address. */
  void attempt() {
    InetSocketAddress target = new InetSocketAddress(plan.addresses().get(next++), plan.port());
    SocketChannel open = null;
    try {
      open = SocketChannel.open();
      channel = open;
      open.configureBlocking(false);
      if (!plan.localAddress().isEmpty() || plan.localPort() > 0) {
        InetAddress from = plan.localAddress().isEmpty() ? null : plan.localAddress().getFirst();
        open.bind(new InetSocketAddress(from, plan.localPort()));
      }
      if (open.connect(target)) {
        connected(open);
        return;
      }
    } catch (IOException | RuntimeException e) {
      failed(e, target);
      return;
    }
    session.loop().register(open, SelectionKey.OP_CONNECT, this);
    if (next < plan.addresses().size()) {
      patience =
          session
              .loop()
              .after(
                  plan.attemptMillis(),
                  () -> failed(Problem.of("ETIMEDOUT", 110, "connect"), target));
    }
  }

  @Override
  public void ready(SelectionKey key) {
    SocketChannel open = (SocketChannel) key.channel();
    InetSocketAddress target = new InetSocketAddress(plan.addresses().get(next - 1), plan.port());
    try {
      if (open.finishConnect()) {
        connected(open);
      }
    } catch (IOException e) {
      failed(e, target);
    }
  }

  private void connected(SocketChannel open) {
    session.loop().forget(patience);
    channel = null;
    PageSocket socket = new PageSocket(session, id);
    session.replace(id, socket);
    socket.connected(new Connection(session.loop(), open, socket));
  }

  private void failed(Exception e, InetSocketAddress target) {
    failed(Problem.of(e, "connect"), target);
  }

  private void failed(Problem problem, InetSocketAddress target) {
    close();
    problems.add(
        problem
            .with("address", Addresses.text(target.getAddress()))
            .with("port", target.getPort()));
    if (next < plan.addresses().size()) {
      attempt();
      return;
    }
    session.remove(id);
    Map<String, Object> fields = problems.getFirst().fields();
    if (problems.size() > 1) {
      fields.put("errors", problems.stream().map(Problem::fields).toList());
    }
    session.tell(id, "error", Map.of("err", fields));
  }

  @Override
  public void close() {
    session.loop().forget(patience);
    SocketChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        System.getLogger(Connector.class.getName())
            .log(System.Logger.Level.DEBUG, "An attempt to connect could not be closed", e);
      }
    }
  }

  @Override
  public void tellAgain() {
    // it tells when it has connected or failed
  }

  /** What is under way begins anew. */
  @Override
  public Map<String, Object> release() {
    close();
    Map<String, Object> state = new HashMap<>();
    state.put("type", TYPE);
    state.put("addresses", plan.addresses());
    state.put("port", plan.port());
    state.put("attemptMillis", plan.attemptMillis());
    state.put("localAddress", plan.localAddress());
    state.put("localPort", plan.localPort());
    return state;
  }

  static Connector adopt(Session session, long id, Map<?, ?> state) {
    Connector connector =
        new Connector(
            session,
            id,
            new Plan(
                addresses(state, "addresses"),
                Released.of(state, "port", Integer.class),
                Released.of(state, "attemptMillis", Long.class),
                addresses(state, "localAddress"),
                Released.of(state, "localPort", Integer.class)));
    session
        .loop()
        .after(
            0,
            () -> {
              if (Objects.equals(session.find(id), connector)) {
                connector.attempt();
              }
            });
    return connector;
  }

  private static List<InetAddress> addresses(Map<?, ?> state, String name) {
    List<InetAddress> addresses = new ArrayList<>();
    for (Object address : Released.of(state, name, List.class)) {
      addresses.add((InetAddress) address);
    }
    return addresses;
  }
}
