package org.socketplatform.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How fast a page's connections and HTTP server are, beside the binary lane that they travel by and
 * beside Node's own.
 */
final class NetworkBenchmark {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("tcp_down_mib_s", "256 MiB by TCP to the page, MiB/s", ""),
          new Figure("lane_down_mib_s", "binary lane, 64 MiB to the page, MiB/s", ""),
          new Figure("node_tcp_down_mib_s", "Node: 256 MiB by TCP, MiB/s", ""),
          new Figure("tcp_up_mib_s", "256 MiB by TCP from the page, MiB/s", ""),
          new Figure("node_tcp_up_mib_s", "Node: 256 MiB by TCP, MiB/s", ""),
          new Figure("tcp_pingpong_p50_us", "a byte there and back, median, us", ""),
          new Figure("node_tcp_pingpong_p50_us", "Node: a byte there and back, median, us", ""),
          new Figure("http_per_s", "HTTP server, 16 clients, requests/s", ""),
          new Figure("node_http_per_s", "Node: HTTP server, 16 clients, requests/s", ""));

  private final Bench bench;
  private final int rounds;

  NetworkBenchmark(Bench bench, int rounds) {
    this.bench = bench;
    this.rounds = rounds;
  }

  Map<String, Double> run(PrintStream out) throws IOException, InterruptedException {
    Path page = bench.page("net");
    Map<String, List<Double>> measured = new TreeMap<>();
    try (NetworkPeer peer = new NetworkPeer()) {
      List<String> platform =
          new ArrayList<>(
              bench.platform().withProbe(bench.platform().handover(page, bench.environment())));
      platform.add("--");
      platform.addAll(peer.ports());
      List<String> node = new ArrayList<>(List.of("node", page.resolve("node.mjs").toString()));
      node.addAll(peer.ports());
      for (int round = 1; round <= rounds; round++) {
        out.printf("round %d of %d%n", round, rounds);
        collect(measured, "", result(bench.startPlatform(platform), peer));
        Path log = bench.scratch().resolve("node.log");
        collect(measured, "node_", result(Run.start(node, Map.of(), log), peer));
      }
    }
    return report(out, measured);
  }

  private static Map<String, Double> result(Run run, NetworkPeer peer)
      throws IOException, InterruptedException {
    try (run) {
      Run.Line line = run.await(Set.of("PHASE", "RESULT"), LIMIT);
      if (line.word().equals("RESULT")) {
        PageResult.parse(line.text());
        throw new BenchmarkException("there was no server of HTTP");
      }
      double perSecond = peer.ask(Integer.parseInt(line.text().strip().replace("http-", "")));
      Map<String, Double> figures = PageResult.parse(run.await(Set.of("RESULT"), LIMIT).text());
      figures.put("http_per_s", perSecond);
      return figures;
    }
  }

  private static void collect(
      Map<String, List<Double>> measured, String prefix, Map<String, Double> figures) {
    figures.forEach((name, value) ->
        measured.computeIfAbsent(prefix + name, _ -> new ArrayList<>()).add(value));
  }

  private Map<String, Double> report(PrintStream out, Map<String, List<Double>> measured) {
    out.printf("%nThe network, medians of %d rounds (lowest to highest)%n", rounds);
    return Figure.table(out, FIGURES, measured);
  }
}
