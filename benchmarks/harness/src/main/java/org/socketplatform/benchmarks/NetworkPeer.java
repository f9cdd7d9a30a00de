package org.socketplatform.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** The other side of a page's connections: servers that send, take and answer, clients that ask. */
final class NetworkPeer implements AutoCloseable {
  private static final int MIB = 1 << 20;
  private static final int SENT_MIB = 256;
  private static final int CLIENTS = 16;
  private static final Duration ASKING = Duration.ofSeconds(3);
  private static final byte[] BODY = "hello".getBytes(US_ASCII);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<ServerSocket> servers;

  private interface Service {
    void serve(InputStream in, OutputStream out) throws IOException;
  }

  NetworkPeer() throws IOException {
    servers = List.of(open(NetworkPeer::send), open(NetworkPeer::take), open(NetworkPeer::echo));
  }

  /** The ports of those that send, take and answer. */
  List<String> ports() {
    return servers.stream().map(server -> String.valueOf(server.getLocalPort())).toList();
  }

  private ServerSocket open(Service service) throws IOException {
    ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    threads.execute(() -> {
      while (!server.isClosed()) {
        try (Socket socket = server.accept()) {
          socket.setTcpNoDelay(true);
          service.serve(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
          // the page has gone, or the benchmark is over
        }
      }
    });
    return server;
  }

  private static void send(InputStream in, OutputStream out) throws IOException {
    byte[] bytes = new byte[MIB];
    for (int i = 0; i < SENT_MIB; i++) {
      out.write(bytes);
    }
  }

  private static void take(InputStream in, OutputStream out) throws IOException {
    byte[] bytes = new byte[MIB];
    while (in.read(bytes) >= 0) {
      // all of it
    }
  }

  private static void echo(InputStream in, OutputStream out) throws IOException {
    byte[] bytes = new byte[MIB];
    for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
      out.write(bytes, 0, count);
    }
  }

  /** Asks a server of HTTP on kept connections, one request at a time each; requests a second. */
  double ask(int port) throws IOException, InterruptedException {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicLong answered = new AtomicLong();
      long start = System.nanoTime();
      for (int i = 0; i < CLIENTS; i++) {
        clients.execute(() -> ask(port, start + ASKING.toNanos(), answered));
      }
      clients.shutdown();
      if (!clients.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES)) {
        throw new BenchmarkException("the server did not answer");
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      try (Socket last = new Socket(InetAddress.getLoopbackAddress(), port)) {
        request(last, "/end");
      }
      return answered.get() / seconds;
    }
  }

  private static void ask(int port, long until, AtomicLong answered) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      while (System.nanoTime() < until) {
        request(socket, "/");
        answered.incrementAndGet();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void request(Socket socket, String path) throws IOException {
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
    byte[] answer = new byte[1024];
    int length = 0;
    while (!endsWith(answer, length)) {
      int count = socket.getInputStream().read(answer, length, answer.length - length);
      if (count < 0) {
        throw new IOException("the server ended the connection");
      }
      length += count;
    }
  }

  private static boolean endsWith(byte[] answer, int length) {
    return length > BODY.length
        && java.util.Arrays.equals(answer, length - BODY.length, length, BODY, 0, BODY.length);
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket server : servers) {
      server.close();
    }
    threads.shutdownNow();
  }
}
