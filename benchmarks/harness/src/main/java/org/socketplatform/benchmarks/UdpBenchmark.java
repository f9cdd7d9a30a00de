package org.socketplatform.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.socketplatform.udp.api.UdpOptions;
import org.socketplatform.udp.api.UdpReceiver;
import org.socketplatform.udp.api.UdpSocket;
import org.socketplatform.udp.api.UdpSockets;

/** Packets of 64 bytes on this host: by the Java service, Node and C, and from page to page. */
final class UdpBenchmark {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int SIZE = 64;
  private static final int DESTINATIONS = 16;
  private static final int BULK = 1024;
  private static final int STEP = 256;
  private static final long MILLIS = 1500;
  private static final double NANOS_PER_SECOND = 1e9;

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("java_send_per_s", "Java: single packets to many", "at least 0.9 x Node"),
          new Figure("node_send_per_s", "Node: single packets to many", ""),
          new Figure("c_send_per_s", "C: single packets to many", ""),
          new Figure("java_recv_per_s", "Java: received", "at least 1.5 x Node"),
          new Figure("node_recv_per_s", "Node: received", ""),
          new Figure("java_gso_per_s", "Java: bulk to one peer", "at least 3 x Node's sending"),
          new Figure("page_to_page_per_s", "from page to page", "at least 25,000, none lost"),
          new Figure("page_lost", "lost of these", "0").worst());

  private final Bench bench;
  private final Path platform;
  private final int rounds;

  UdpBenchmark(Bench bench, Path platform, int rounds) {
    this.bench = bench;
    this.platform = platform;
    this.rounds = rounds;
  }

  Map<String, Double> run(PrintStream out) throws IOException, InterruptedException {
    Path source = bench.page("udp").resolveSibling("../udp").normalize();
    Path program =
        Floor.compile(source.resolve("udp.c"), source.resolveSibling("target/udp"), List.of());
    Map<String, List<Double>> measured = new TreeMap<>();
    for (int round = 1; round <= rounds; round++) {
      out.printf("round %d of %d%n", round, rounds);
      try (Kernel kernel = Kernel.start(platform, bench.scratch().resolve("kernel-" + round))) {
        measure(kernel.service(UdpSockets.class), source, program, measured);
      }
      betweenPages().forEach((name, value) -> keep(measured, name, value));
    }
    return report(out, measured);
  }

  private static void keep(Map<String, List<Double>> measured, String name, double value) {
    measured.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  private void measure(
      UdpSockets sockets, Path source, Path program, Map<String, List<Double>> measured)
      throws IOException, InterruptedException {
    List<String> node = List.of("node", source.resolve("node.mjs").toString());
    // What nobody reads is dropped by the system, and costs the senders the same.
    List<UdpSocket> sinks = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (int i = 0; i < DESTINATIONS; i++) {
      UdpSocket sink = open(sockets);
      sinks.add(sink);
      ports.add(port(sink));
    }
    List<String> arguments = new ArrayList<>(List.of("send", String.valueOf(MILLIS)));
    arguments.addAll(ports);
    send(sockets, sinks, MILLIS / 3); // to warm up
    keep(measured, "java_send_per_s", send(sockets, sinks, MILLIS));
    keep(measured, "node_send_per_s", result(node, arguments));
    keep(measured, "c_send_per_s", result(List.of(program.toString()), arguments));
    bulk(sockets, sinks.getFirst(), MILLIS / 3);
    keep(measured, "java_gso_per_s", bulk(sockets, sinks.getFirst(), MILLIS));
    sinks.forEach(UdpSocket::close);
    receive(sockets, program, MILLIS / 3);
    keep(measured, "java_recv_per_s", receive(sockets, program, MILLIS));
    keep(measured, "node_recv_per_s", receive(node, program));
  }

  private static UdpSocket open(UdpSockets sockets) throws IOException {
    return sockets.open(
        UdpOptions.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  private static String port(UdpSocket socket) {
    return String.valueOf(socket.localAddress().getPort());
  }

  private static double send(UdpSockets sockets, List<UdpSocket> sinks, long millis)
      throws IOException {
    List<InetSocketAddress> to = sinks.stream().map(UdpSocket::localAddress).toList();
    ByteBuffer packet = ByteBuffer.allocateDirect(SIZE);
    try (UdpSocket socket = open(sockets)) {
      long start = System.nanoTime();
      long end = start + Duration.ofMillis(millis).toNanos();
      while (System.nanoTime() < end) {
        for (int i = 0; i < STEP; i++) {
          socket.send(packet.clear(), to.get(i % DESTINATIONS));
        }
      }
      return perSecond(socket.counters().sent(), start);
    }
  }

  private static double bulk(UdpSockets sockets, UdpSocket sink, long millis) throws IOException {
    ByteBuffer packets = ByteBuffer.allocateDirect(SIZE * BULK);
    try (UdpSocket socket = open(sockets)) {
      long start = System.nanoTime();
      long end = start + Duration.ofMillis(millis).toNanos();
      while (System.nanoTime() < end) {
        socket.sendAll(packets.clear(), SIZE, sink.localAddress());
      }
      return perSecond(socket.counters().sent(), start);
    }
  }

  private static double perSecond(long count, long start) {
    return count * NANOS_PER_SECOND / (System.nanoTime() - start);
  }

  /** Counts from its first packet on, as Node's program does. */
  private static final class Counter implements UdpReceiver {
    private final CompletableFuture<Double> rate = new CompletableFuture<>();
    private final long nanos;
    private long start;
    private long count;

    Counter(long millis) {
      nanos = Duration.ofMillis(millis).toNanos();
    }

    @Override
    public void packet(ByteBuffer packet, InetSocketAddress from) {
      if (count++ == 0) {
        start = System.nanoTime();
      } else if (System.nanoTime() - start >= nanos && !rate.isDone()) {
        rate.complete(perSecond(count - 1, start));
      }
    }
  }

  private double receive(UdpSockets sockets, Path program, long millis)
      throws IOException, InterruptedException {
    try (UdpSocket socket = open(sockets)) {
      Counter counter = new Counter(millis);
      socket.receive(counter);
      try (Run blast = blast(program, port(socket))) {
        double rate = counter.rate.join();
        blast.await(Set.of("RESULT"), LIMIT);
        return rate;
      }
    }
  }

  private double receive(List<String> node, Path program) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(node);
    command.addAll(List.of("receive", String.valueOf(MILLIS)));
    try (Run receiver = Run.start(command, Map.of(), bench.scratch().resolve("node.log"))) {
      String port = receiver.await(Set.of("PORT"), LIMIT).text();
      try (Run blast = blast(program, port)) {
        double rate = Double.parseDouble(receiver.await(Set.of("RESULT"), LIMIT).text());
        blast.await(Set.of("RESULT"), LIMIT);
        return rate;
      }
    }
  }

  private Run blast(Path program, String port) throws IOException {
    List<String> command =
        List.of(program.toString(), "blast", String.valueOf(MILLIS + MILLIS / 3), port);
    return Run.start(command, Map.of(), bench.scratch().resolve("blast.log"));
  }

  private double result(List<String> program, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(arguments);
    try (Run run = Run.start(command, Map.of(), bench.scratch().resolve("udp.log"))) {
      return Double.parseDouble(run.await(Set.of("RESULT"), LIMIT).text());
    }
  }

  private Map<String, Double> betweenPages() throws IOException, InterruptedException {
    List<String> command =
        bench
            .platform()
            .withProbe(bench.platform().handover(bench.page("udp"), bench.environment()));
    try (Run receiver = bench.startPlatform(with(command, "0"), "platform")) {
      String port = receiver.await(Set.of("PHASE"), LIMIT).text();
      try (Run sender = bench.startPlatform(with(command, port), "sender")) {
        return PageResult.parse(sender.await(Set.of("RESULT"), LIMIT).text());
      }
    }
  }

  private static List<String> with(List<String> command, String port) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("--", port));
    return whole;
  }

  private Map<String, Double> report(PrintStream out, Map<String, List<Double>> measured) {
    out.printf("%nPackets of %d bytes a second, medians of %d rounds%n", SIZE, rounds);
    return Figure.table(out, FIGURES, measured);
  }
}
