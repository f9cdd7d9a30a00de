package org.socketplatform.itest.bundles;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.util.tracker.ServiceTracker;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Router;

/**
 * A core service is replaced under load: no call is lost, files stay open, nothing stays behind.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SwapIT {
  private static final long PATIENCE_MILLIS = 20_000;
  private static final int CALLERS = 3;
  private static final int SWAPS = 40;
  private static final Path JAR = Container.JARS.resolve("fs.jar");
  private static final String FS = "org.socketplatform.fs";

  @Inject private BundleContext context;

  private Path folder;
  private ServiceRegistration<Application> application;
  private ServiceTracker<Router, Router> routers;
  private Router router;
  private Bundle fs;
  private int installed;

  @Configuration
  public Option[] container() {
    return Container.with(frameworkProperty("org.osgi.framework.bsnversion").value("multiple"));
  }

  @Before
  public void startTheApp() throws Exception {
    folder = Files.createTempDirectory("swap").toRealPath();
    application =
        context.registerService(Application.class, TestApplication.withFilesIn(folder), null);
    routers = new ServiceTracker<>(context, Router.class, null);
    routers.open();
    router = routers.waitForService(PATIENCE_MILLIS);
    fs =
        Arrays.stream(context.getBundles())
            .filter(found -> FS.equals(found.getSymbolicName()))
            .findFirst()
            .orElseThrow();
    await(() -> code(call("fs.constants")).equals("ok"));
  }

  @After
  public void endTheApp() throws Exception {
    routers.close();
    application.unregister();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private Reply call(String route, String... params) {
    return call(route, Body.EMPTY, params);
  }

  private Reply call(String route, Body body, String... params) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < params.length; i += 2) {
      values.put(params[i], params[i + 1]);
    }
    Caller page = new Caller(0, "socket://com.example.bundles", Caller.Kind.PAGE);
    return router.call(new Call(route, Params.of(values), body, page, new Cancellation()));
  }

  private static String code(Reply reply) {
    return reply instanceof Reply.Failed failed ? failed.failure().code() : "ok";
  }

  private static String text(Reply reply) {
    if (reply instanceof Reply.Bytes bytes) {
      String text = StandardCharsets.UTF_8.decode(bytes.data().duplicate()).toString();
      bytes.release().run();
      return text;
    }
    return code(reply);
  }

  private void updateInPlace() throws Exception {
    try (InputStream in = Files.newInputStream(JAR)) {
      fs.update(in);
    }
  }

  private void replaceBlueGreen() throws Exception {
    Bundle next;
    try (InputStream in = Files.newInputStream(JAR)) {
      next = context.installBundle("swap:fs-" + ++installed, in);
    }
    next.start();
    fs.uninstall();
    fs = next;
  }

  /** Keeps a file open, writes a number into it and reads it back, over and over. */
  private final class FileCaller {
    private final String id;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<String, Integer> wrong = new ConcurrentHashMap<>();
    private final Thread thread;

    FileCaller(int number, AtomicBoolean enough) {
      id = Integer.toString(number);
      String path = folder.resolve(id).toString();
      assertEquals("ok", code(call("fs.openreadwrite", "path", path, "id", id, "flags", "w+")));
      thread =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                while (!enough.get()) {
                  step();
                }
              });
    }

    private void step() {
      String expected = "%09d".formatted(calls.incrementAndGet());
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(expected);
      check("ok", code(call("fs.write", Body.of(bytes), "id", id, "offset", "0")));
      check(expected, text(call("fs.read", "id", id, "offset", "0", "size", "9")));
    }

    private void check(String expected, String actual) {
      if (!actual.equals(expected)) {
        wrong.merge(actual, 1, Integer::sum);
      }
    }

    void end() throws InterruptedException {
      thread.join(PATIENCE_MILLIS);
      assertEquals("ok", code(call("fs.close", "id", id)));
    }
  }

  private void swapUnderLoad(Swap swap) throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    List<FileCaller> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(new FileCaller(i, enough));
    }
    try {
      for (int i = 0; i < 10; i++) {
        int before = callers.getFirst().calls.get();
        swap.run();
        await(() -> callers.getFirst().calls.get() > before + 20);
      }
    } finally {
      enough.set(true);
    }
    for (FileCaller caller : callers) {
      caller.end();
      assertEquals(Map.of(), caller.wrong);
    }
  }

  private interface Swap {
    void run() throws Exception;
  }

  @Test
  public void shouldKeepFilesOpenWhenTheServiceIsUpdatedInPlace() throws Exception {
    swapUnderLoad(this::updateInPlace);
  }

  @Test
  public void shouldKeepFilesOpenWhenTheServiceIsReplacedByANewBundle() throws Exception {
    swapUnderLoad(this::replaceBlueGreen);
  }

  @Test
  public void shouldLeaveNoClassLoaderThreadOrFileBehind() throws Exception {
    String path = Files.writeString(folder.resolve("kept"), "kept").toString();
    assertEquals("ok", code(call("fs.open", "path", path, "id", "77")));
    replaceBlueGreen();
    updateInPlace();
    Set<Long> threads = threads();
    long files = openFiles();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < SWAPS; i++) {
      loaders.add(new WeakReference<>(fs.adapt(BundleWiring.class).getClassLoader()));
      if (i % 2 == 0) {
        replaceBlueGreen();
      } else {
        updateInPlace();
      }
      assertEquals("kept", text(call("fs.read", "id", "77", "offset", "0", "size", "9")));
    }

    await(() -> {
      System.gc();
      return loaders.stream().allMatch(loader -> loader.refersTo(null));
    });
    await(() -> threads.containsAll(threads()));
    await(() -> openFiles() <= files);
    assertEquals("ok", code(call("fs.close", "id", "77")));
    assertTrue(openFiles() < files);
  }

  /** Threads of the JVM's own pools come and go; they belong to no bundle. */
  private static Set<Long> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
        .map(Thread::threadId)
        .collect(Collectors.toSet());
  }

  private static long openFiles() throws Exception {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits for what happens on other threads without telling. */
  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!condition.holds()) {
      assertTrue("it did not happen in time", System.nanoTime() < end);
      Thread.onSpinWait();
    }
  }
}
