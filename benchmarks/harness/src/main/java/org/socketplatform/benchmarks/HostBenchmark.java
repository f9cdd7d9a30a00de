package org.socketplatform.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Router;
import org.socketplatform.pluginhost.api.PluginHost;
import org.socketplatform.pluginhost.api.PluginProcess;

/** What a call costs when its plugin runs out of process, beside the same plugin in the process. */
final class HostBenchmark {
  private static final Caller CALLER = new Caller(-1, "", Caller.Kind.PLATFORM);
  private static final int WARM_UP = 5_000;
  private static final int CALLS = 20_000;
  private static final int CALLERS = 4;
  private static final int BULK = 64 << 20;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BYTES_PER_MIB = 1 << 20;
  private static final int STARTS = 5;

  private final Path platform;
  private final Path probe;
  private final Path scratch;
  private final int rounds;

  HostBenchmark(Path platform, Path probe, Path scratch, int rounds) {
    this.platform = platform;
    this.probe = probe;
    this.scratch = scratch;
    this.rounds = rounds;
  }

  Map<String, Double> run(PrintStream out) throws IOException, InterruptedException {
    Map<String, Double> figures = new LinkedHashMap<>();
    try (Kernel kernel = Kernel.start(platform, scratch)) {
      Router router = kernel.service(Router.class);
      try {
        Bundle inProcess = kernel.install(probe);
        figures.put("in_process_call_p50_us", latency(router));
        figures.put("in_process_calls_per_s", callsPerSecond(router));
        figures.put("in_process_up_mib_s", up(router));
        figures.put("in_process_down_mib_s", down(router));
        inProcess.uninstall();
      } catch (BundleException e) {
        throw new BenchmarkException("the probe does not run in the process: " + e);
      }
      PluginHost host = kernel.service(PluginHost.class);
      List<Double> starts = new ArrayList<>();
      for (int i = 1; i < STARTS; i++) {
        start(host, starts).close();
      }
      try (PluginProcess process = start(host, starts)) {
        figures.put("host_ready_ms", new Samples(starts).median());
        figures.put("host_pss_mib", Memory.pss(tree(process)));
        figures.put("host_call_p50_us", latency(router));
        figures.put("host_calls_per_s", callsPerSecond(router));
        figures.put("host_up_mib_s", up(router));
        figures.put("host_down_mib_s", down(router));
        figures.put("host_pss_after_mib", Memory.pss(tree(process)));
      }
    }
    out.printf("%nA plugin out of process, beside the same one in the process%n");
    figures.forEach((name, value) -> out.printf("  %-28s %12.1f%n", name, value));
    return figures;
  }

  private PluginProcess start(PluginHost host, List<Double> millis) {
    long begin = System.nanoTime();
    PluginProcess process = host.start("probe", probe);
    millis.add((System.nanoTime() - begin) / NANOS_PER_MILLI);
    return process;
  }

  private static List<ProcessHandle> tree(PluginProcess process) {
    List<ProcessHandle> tree = new ArrayList<>();
    Optional<ProcessHandle> root = ProcessHandle.of(process.pid().orElseThrow());
    root.ifPresent(handle -> {
      tree.add(handle);
      handle.descendants().forEach(tree::add);
    });
    return tree;
  }

  private static Call call(String route, Map<String, String> params, Body body) {
    return new Call(route, Params.of(params), body, CALLER, new Cancellation());
  }

  private static void echo(Router router) {
    Reply reply =
        router.call(call("probe.echo", Map.of("value", "/home/ada/documents/a.txt"), Body.EMPTY));
    if (!(reply instanceof Reply.Value)) {
      throw new BenchmarkException("the probe answered " + reply);
    }
  }

  private double latency(Router router) {
    for (int i = 0; i < WARM_UP; i++) {
      echo(router);
    }
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      long begin = System.nanoTime();
      echo(router);
      samples.add((System.nanoTime() - begin) / NANOS_PER_MICRO);
    }
    return new Samples(samples).median();
  }

  private double callsPerSecond(Router router) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(2 * CALLS);
    CountDownLatch done = new CountDownLatch(CALLERS);
    long begin = System.nanoTime();
    for (int i = 0; i < CALLERS; i++) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (left.getAndDecrement() > 0) {
                echo(router);
              }
            } finally {
              done.countDown();
            }
          });
    }
    done.await();
    return 2 * CALLS * NANOS_PER_SECOND / (System.nanoTime() - begin);
  }

  private double up(Router router) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(BULK);
    List<Double> rates = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      long begin = System.nanoTime();
      Reply reply = router.call(call("probe.sink", Map.of(), Body.of(bytes)));
      double rate = BULK / BYTES_PER_MIB * NANOS_PER_SECOND / (System.nanoTime() - begin);
      if (!(reply instanceof Reply.Value value)
          || !router.json(value.value()).contains("" + BULK)) {
        throw new BenchmarkException("the probe answered " + reply);
      }
      if (round >= 0) {
        rates.add(rate);
      }
    }
    return new Samples(rates).median();
  }

  private double down(Router router) {
    List<Double> rates = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      long begin = System.nanoTime();
      Reply reply =
          router.call(call("probe.source", Map.of("bytes", Integer.toString(BULK)), Body.EMPTY));
      double rate = BULK / BYTES_PER_MIB * NANOS_PER_SECOND / (System.nanoTime() - begin);
      if (!(reply instanceof Reply.Bytes bytes) || bytes.data().remaining() != BULK) {
        throw new BenchmarkException("the probe answered " + reply);
      }
      bytes.release().run();
      if (round >= 0) {
        rates.add(rate);
      }
    }
    return new Samples(rates).median();
  }
}
