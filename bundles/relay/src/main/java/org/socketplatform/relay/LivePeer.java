package org.socketplatform.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.Peers;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.udp.api.UdpSockets;

/**
 * A peer on real sockets and in real time. Safe for use by many threads: the engine sees one call
 * at a time.
 */
public final class LivePeer implements AutoCloseable {
  /** A call of the engine, with the time that it wants. */
  @FunctionalInterface
  public interface Call<T> {
    T on(Peer peer, long now);
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition deadlineChanged = lock.newCondition();
  private final long epoch = System.currentTimeMillis();
  private final long begun = System.nanoTime();
  private final ExecutorService listener =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("relay-events").factory());
  private final Sockets sockets;
  private final Peer peer;
  private final Thread timer;
  private long wakeAt = Long.MAX_VALUE;
  private boolean isClosed;

  private LivePeer(
      UdpSockets udp,
      InetSocketAddress main,
      InetSocketAddress probe,
      PeerOptions options,
      byte[] signingSeed,
      Consumer<RelayEvent> events)
      throws IOException {
    sockets =
        new Sockets(udp, this::received, event -> listener.execute(() -> events.accept(event)));
    sockets.open(main, probe);
    peer = Peers.create(options, signingSeed, sockets, new SecureRandom());
    timer = Thread.ofVirtual().name("relay-timer").unstarted(this::keepTime);
  }

  /**
   * Opens the sockets of a peer and starts it.
   *
   * @param port of the main socket; 0 for any
   * @param probePort of the socket that helps to find out how the peer is reached; 0 for any
   * @param signingSeed 32 bytes that make the peer's key, copied
   * @param events told one at a time, in order, on a thread of their own
   * @throws IOException if a port is taken
   */
  public static LivePeer open(
      UdpSockets udp,
      InetAddress local,
      int port,
      int probePort,
      PeerOptions options,
      byte[] signingSeed,
      Consumer<RelayEvent> events)
      throws IOException {
    LivePeer live =
        new LivePeer(
            udp,
            new InetSocketAddress(local, port),
            new InetSocketAddress(local, probePort),
            options,
            signingSeed,
            events);
    live.sockets.listen();
    live.timer.start();
    live.call((peer, now) -> {
      peer.start(now);
      return true;
    });
    return live;
  }

  /** Where the main socket is bound. */
  public InetSocketAddress localAddress() {
    return sockets.localAddress();
  }

  /**
   * Calls the engine.
   *
   * @throws IllegalStateException once the peer is closed
   */
  public <T> T call(Call<T> call) {
    lock.lock();
    try {
      T result = call.on(peer, now());
      wakeTimerIfSooner();
      return result;
    } finally {
      lock.unlock();
    }
  }

  private void received(int socket, long from, ByteBuffer datagram) {
    lock.lock();
    try {
      if (!isClosed) {
        peer.receive(socket, from, datagram, now());
        wakeTimerIfSooner();
      }
    } finally {
      lock.unlock();
    }
  }

  private void wakeTimerIfSooner() {
    if (peer.deadline() < wakeAt) {
      deadlineChanged.signal();
    }
  }

  private void keepTime() {
    lock.lock();
    try {
      while (!isClosed) {
        long now = now();
        wakeAt = peer.deadline();
        if (wakeAt <= now) {
          peer.advance(now);
        } else {
          // A minute at most, because the longest time there is does not fit into nanoseconds.
          long millis = Math.min(wakeAt - now, TimeUnit.MINUTES.toMillis(1));
          deadlineChanged.awaitNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Milliseconds since the epoch that never run backwards, as the engine wants them. */
  private long now() {
    return epoch + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  /** Says good-bye and closes the sockets; again is harmless. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!isClosed) {
        isClosed = true;
        peer.close(now());
        deadlineChanged.signal();
      }
    } finally {
      lock.unlock();
    }
    sockets.close();
    listener.shutdown();
  }
}
