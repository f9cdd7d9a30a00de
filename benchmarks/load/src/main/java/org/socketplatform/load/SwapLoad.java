package org.socketplatform.load;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Router;

/**
 * Replaces the service of files again and again while threads and the page call it: the new bundle
 * is up before the old one goes.
 */
final class SwapLoad {
  private static final String SERVICE = "org.socketplatform.fs";
  private static final int CALLERS = 4;
  private static final int PACED_SWAPS = 100;
  private static final int ALL_SWAPS = 500;
  private static final long PACE_NANOS = 100_000_000; // 10 swaps a second
  private static final long PAUSE_NANOS = 200_000; // between the calls of a caller
  private static final int COLLECTIONS = 50;

  private final BundleContext context;
  private final Router router;
  private final Path folder;
  private final String origin;
  private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
  private Bundle service;
  private int swaps;

  SwapLoad(BundleContext context, Router router, Application application, String origin) {
    this.context = context;
    this.router = router;
    this.folder = application.folder();
    this.origin = origin;
    this.service =
        Arrays.stream(context.getBundles())
            .filter(bundle -> SERVICE.equals(bundle.getSymbolicName()))
            .findFirst()
            .orElseThrow();
  }

  Map<String, Object> measure() throws IOException, BundleException, InterruptedException {
    Path jar = Path.of(URI.create(service.getLocation().substring("reference:".length())));
    for (int i = 0; i < 5; i++) {
      swap(jar); // what is made once is not to count as left behind
    }
    Set<Long> threads = threads();
    long files = openFiles();
    loaders.clear();
    swaps = 0;

    Stalls paced = underLoad(jar, PAUSE_NANOS);
    Stalls saturated = underLoad(jar, 0);
    while (swaps < ALL_SWAPS) {
      swap(jar);
    }

    long loadersLeft = loadersLeft();
    Set<Long> threadsLeft = threads();
    threadsLeft.removeAll(threads);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("swaps", swaps);
    figures.put("calls", paced.calls() + saturated.calls());
    figures.put("lost", paced.lost() + saturated.lost());
    figures.put("wrong", paced.wrong() + saturated.wrong());
    figures.put("stall_p50_ms", paced.millis(0.5));
    figures.put("stall_p99_ms", paced.millis(0.99));
    figures.put("stall_saturated_p50_ms", saturated.millis(0.5));
    figures.put("leaked_loaders", loadersLeft);
    figures.put("leaked_threads", threadsLeft.size());
    figures.put("leaked_fds", Math.max(0, openFiles() - files));
    return figures;
  }

  private Stalls underLoad(Path jar, long pauseNanos)
      throws IOException, BundleException, InterruptedException {
    AtomicBoolean enough = new AtomicBoolean();
    List<FileCaller> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(FileCaller.start(router, origin, folder, i, pauseNanos, enough));
    }
    List<Long> stalls = new ArrayList<>();
    try {
      Thread.sleep(Duration.ofNanos(PACE_NANOS));
      long due = System.nanoTime();
      for (int i = 0; i < PACED_SWAPS; i++) {
        callers.forEach(FileCaller::takeLongest);
        swap(jar);
        due += PACE_NANOS;
        Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        stalls.add(callers.stream().mapToLong(FileCaller::takeLongest).max().orElse(0));
      }
    } finally {
      enough.set(true);
    }
    long calls = 0;
    long lost = 0;
    long wrong = 0;
    for (FileCaller caller : callers) {
      caller.end();
      calls += caller.calls();
      lost += caller.lost();
      wrong += caller.wrong();
    }
    return new Stalls(stalls.stream().sorted().toList(), calls, lost, wrong);
  }

  /** The longest call of each swap, sorted, with what became of the calls. */
  private record Stalls(List<Long> nanos, long calls, long lost, long wrong) {
    double millis(double part) {
      return nanos.get((int) Math.min(nanos.size() - 1, part * nanos.size())) / 1e6;
    }
  }

  private void swap(Path jar) throws IOException, BundleException {
    Bundle next;
    try (InputStream in = Files.newInputStream(jar)) {
      next = context.installBundle("bench:fs-" + System.nanoTime(), in);
    }
    next.start();
    loaders.add(new WeakReference<>(service.adapt(BundleWiring.class).getClassLoader()));
    service.uninstall();
    service = next;
    swaps++;
  }

  private long loadersLeft() throws InterruptedException {
    long left = loaders.size();
    for (int i = 0; i < COLLECTIONS && left > 0; i++) {
      System.gc();
      Thread.sleep(20);
      left = loaders.stream().filter(loader -> !loader.refersTo(null)).count();
    }
    return left;
  }

  /** All but those of the JVM's own pools, which come and go. */
  private static Set<Long> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
        .map(Thread::threadId)
        .collect(Collectors.toSet());
  }

  /** All but those by which the engine watches the memory of the machine, in its own time. */
  private static long openFiles() throws IOException {
    long open = 0;
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        try {
          Path file = Files.readSymbolicLink(descriptor);
          if (!file.startsWith("/proc") && !file.startsWith("/sys")) {
            open++;
          }
        } catch (NoSuchFileException e) {
          // It was that of the list itself, or has been closed meanwhile.
        }
      }
    }
    return open;
  }
}
