package org.socketplatform.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How fast a page reads and writes files in memory, beside the lanes of the floor and beside Node's
 * own file system.
 */
final class FileBenchmark {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int NAMES = 10_000;
  private static final long STREAMED = 4L << 30;
  private static final int MIB = 1 << 20;

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("read_1m_p50_ms", "readFile of 1 MiB, median, ms", "below 12"),
          new Figure("read_64m_mib_s", "readFile of 64 MiB, MiB/s", "at least 1.2 x floor down"),
          new Figure("floor_down_mib_s", "floor, 64 MiB to the page, MiB/s", ""),
          new Figure("write_64m_mib_s", "writeFile of 64 MiB, MiB/s", "at least 0.7 x floor up"),
          new Figure("floor_up_mib_s", "floor, 64 MiB from the page, MiB/s", ""),
          new Figure("stat_p50_us", "stat, median, us", "at most 1.3 x small call"),
          new Figure("small_p50_us", "small call, median, us", ""),
          new Figure("readdir_10k_ms", "readdir of 10,000 names, ms", "below 60"),
          new Figure("stream_4g_heap_mib", "platform's growth while 4 GiB stream, MiB", "below 32"),
          new Figure("stream_4g_page_mib", "page's growth meanwhile, MiB", ""),
          new Figure("stream_4g_mib_s", "stream of 4 GiB, MiB/s", ""),
          new Figure("node_read_1m_p50_ms", "Node: readFile of 1 MiB, median, ms", "").optional(),
          new Figure("node_read_64m_mib_s", "Node: readFile of 64 MiB, MiB/s", "").optional(),
          new Figure("node_write_64m_mib_s", "Node: writeFile of 64 MiB, MiB/s", "").optional());

  private final Bench bench;
  private final int rounds;

  FileBenchmark(Bench bench, int rounds) {
    this.bench = bench;
    this.rounds = rounds;
  }

  Map<String, Double> run(PrintStream out) throws IOException, InterruptedException {
    if (!Files.isWritable(MEMORY)) {
      throw new BenchmarkException("the files must be in memory, but there is no " + MEMORY);
    }
    try (Scratch files = new Scratch(Files.createTempDirectory(MEMORY, "socket-bench-"))) {
      fill(files.folder());
      return measure(out, files.folder());
    }
  }

  private static void fill(Path folder) throws IOException {
    byte[] bytes = new byte[64 * MIB];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.write(folder.resolve("64m"), bytes);
    Files.write(folder.resolve("1m"), Arrays.copyOf(bytes, MIB));
    Path many = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i < NAMES; i++) {
      Files.createFile(many.resolve("harbour-notes-" + i + ".md"));
    }
    try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("4g").toFile(), "rw")) {
      sparse.setLength(STREAMED);
    }
  }

  private Map<String, Double> measure(PrintStream out, Path folder)
      throws IOException, InterruptedException {
    Path page = bench.page("fs");
    List<String> platform =
        new ArrayList<>(
            bench.platform().withProbe(bench.platform().handover(page, bench.environment())));
    platform.addAll(List.of("--", folder.toString()));
    Optional<String> node = node();
    Map<String, List<Double>> measured = new TreeMap<>();
    for (int round = 1; round <= rounds; round++) {
      out.printf("round %d of %d%n", round, rounds);
      collect(measured, "floor_", result(bench.startFloor(page)));
      collect(measured, "", onPlatform(bench.startPlatform(platform)));
      if (node.isPresent()) {
        List<String> command =
            List.of(node.get(), page.resolve("node.mjs").toString(), folder.toString());
        Path log = bench.scratch().resolve("node.log");
        collect(measured, "node_", result(Run.start(command, Map.of(), log)));
      }
    }
    if (node.isEmpty()) {
      out.println("Node is not on the PATH: its figures are left out");
    }
    return report(out, measured);
  }

  private static Optional<String> node() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path node = Path.of(folder, "node");
      if (Files.isExecutable(node)) {
        return Optional.of(node.toString());
      }
    }
    return Optional.empty();
  }

  private static Map<String, Double> result(Run run) throws InterruptedException {
    try (run) {
      return PageResult.parse(run.await(Set.of("RESULT"), LIMIT).text());
    }
  }

  /** Watches the memory of both sides while the page streams. */
  private static Map<String, Double> onPlatform(Run run) throws IOException, InterruptedException {
    try (run) {
      Run.Line line = run.await(Set.of("PHASE", "RESULT"), LIMIT);
      if (line.word().equals("RESULT")) {
        PageResult.parse(line.text());
        throw new BenchmarkException("the page did not stream");
      }
      double heap;
      double shown;
      try (PageProcess page = PageProcess.watch(run);
          PageProcess platform = PageProcess.watch(run.pid())) {
        run.await(Set.of("PHASE", "RESULT"), LIMIT);
        heap = platform.growth();
        shown = page.growth();
      }
      Map<String, Double> figures = PageResult.parse(run.await(Set.of("RESULT"), LIMIT).text());
      figures.put("stream_4g_heap_mib", heap);
      figures.put("stream_4g_page_mib", shown);
      return figures;
    }
  }

  private static void collect(
      Map<String, List<Double>> measured, String prefix, Map<String, Double> figures) {
    figures.forEach((name, value) ->
        measured.computeIfAbsent(prefix + name, key -> new ArrayList<>()).add(value));
  }

  private Map<String, Double> report(PrintStream out, Map<String, List<Double>> measured) {
    out.printf("%nFiles in memory, medians of %d rounds (lowest to highest)%n", rounds);
    return Figure.table(out, FIGURES, measured);
  }
}
