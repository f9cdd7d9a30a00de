package org.socketplatform.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Runs one benchmark: {@code Main start|ipc|fs|udp|net|bluetooth|router|swap|host|pipe|relay
 * [--json] [--rounds N]}. The system property {@code socket.root} names the folder of the
 * repository.
 */
public final class Main {
  private Main() {}

  public static void main(String... line) {
    Locale.setDefault(Locale.ROOT); // figures have a decimal point everywhere
    try {
      Options options = Options.parse(line);
      Map<String, Double> figures = run(options);
      if (options.json()) {
        System.out.println(Report.json(figures));
      }
    } catch (BenchmarkException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(1);
    } catch (IOException e) {
      System.err.println("error: " + e);
      System.exit(1);
    } catch (InterruptedException e) {
      System.exit(130);
    }
  }

  private static Map<String, Double> run(Options options) throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("socket.root", "")).toAbsolutePath().normalize();
    if (options.benchmark().equals("relay")) {
      Report.machine(System.out);
      return new RelayBenchmark(options.roundsOr(5)).run(System.out);
    }
    if (options.benchmark().equals("host")) {
      try (Scratch scratch = Scratch.create()) {
        Report.machine(System.out);
        Path platform = Path.of(System.getenv("SOCKET_PLATFORM"));
        Path probe = root.resolve("benchmarks/probe/target/probe-0.1.0.jar");
        return new HostBenchmark(platform, probe, scratch.folder(), options.roundsOr(5))
            .run(System.out);
      }
    }
    try (Scratch scratch = Scratch.create();
        Display display = Display.open()) {
      Bench bench = new Bench(root, scratch.folder(), display.name());
      Report.machine(System.out);
      return switch (options.benchmark()) {
        case "start" -> new StartBenchmark(bench, options.roundsOr(11)).run(System.out);
        case "ipc" -> new IpcBenchmark(bench, options.roundsOr(5)).run(System.out);
        case "fs" -> new FileBenchmark(bench, options.roundsOr(3)).run(System.out);
        case "udp" ->
            new UdpBenchmark(bench, Path.of(System.getenv("SOCKET_PLATFORM")), options.roundsOr(3))
                .run(System.out);
        case "bluetooth" ->
            new BluetoothBenchmark(
                    bench,
                    new ContractTests(root, root.resolve("benchmarks/target/contract.log")),
                    options.roundsOr(3))
                .run(System.out);
        case "pipe" -> new PipeBenchmark(bench, options.roundsOr(3)).run(System.out);
        case "net" -> new NetworkBenchmark(bench, options.roundsOr(3)).run(System.out);
        case "router" -> new RouterBenchmark(bench, options.roundsOr(3)).run(System.out);
        case "swap" -> {
          Map<String, Double> figures = new SwapBenchmark(bench).run(System.out);
          figures.putAll(new SaveToCall(bench).run(System.out));
          yield figures;
        }
        default -> throw new BenchmarkException("there is no benchmark " + options.benchmark());
      };
    }
  }
}
