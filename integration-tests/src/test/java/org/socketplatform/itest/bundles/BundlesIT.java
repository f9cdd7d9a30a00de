package org.socketplatform.itest.bundles;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
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
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Router;

/** The router and a plugin as they meet in the framework: found, refused, replaced, missing. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BundlesIT {
  private static final long PATIENCE_MILLIS = 10_000;
  private static final String FS = "org.socketplatform.fs";

  @Inject private BundleContext context;

  private Path folder;
  private ServiceRegistration<Application> application;
  private ServiceTracker<Router, Router> routers;
  private Router router;

  @Configuration
  public Option[] container() {
    return Container.with();
  }

  @Before
  public void startTheApp() throws Exception {
    folder = Files.createTempDirectory("bundles").toRealPath();
    Files.writeString(folder.resolve("note.txt"), "hello");
    application =
        context.registerService(Application.class, TestApplication.withFilesIn(folder), null);
    routers = new ServiceTracker<>(context, Router.class, null);
    routers.open();
    router = routers.waitForService(PATIENCE_MILLIS);
    await(() -> stat(own()) instanceof Reply.Value);
  }

  @After
  public void endTheApp() throws IOException {
    routers.close();
    application.unregister();
    Files.deleteIfExists(folder.resolve("note.txt"));
    Files.deleteIfExists(folder);
  }

  private static Caller own() {
    return caller("socket://com.example.bundles");
  }

  private static Caller caller(String origin) {
    return new Caller(0, origin, Caller.Kind.PAGE);
  }

  private Reply stat(Caller caller) {
    return call(caller, "fs.stat", "path", folder.resolve("note.txt").toString());
  }

  private Reply call(Caller caller, String route, String param, String value) {
    return router.call(
        new Call(
            route,
            Params.of(Map.of(param, value, "seq", "R1")),
            Body.EMPTY,
            caller,
            new Cancellation()));
  }

  private static String code(Reply reply) {
    return reply instanceof Reply.Failed failed ? failed.failure().code() : reply.toString();
  }

  private Bundle fs() {
    return Arrays.stream(context.getBundles())
        .filter(found -> FS.equals(found.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  public void shouldAnswerACallOfTheAppsOwnPage() {
    Reply reply = stat(own());

    assertTrue(code(reply), reply instanceof Reply.Value);
    Call call = new Call("fs.stat", Params.EMPTY, Body.EMPTY, own(), new Cancellation());
    assertTrue(router.envelope(call, reply).contains("\"st_size\":\"5\""));
  }

  @Test
  public void shouldRefuseAForeignOrigin() {
    assertEquals("NOT_ALLOWED", code(stat(caller("http://127.0.0.1:8080"))));
    assertEquals("NOT_ALLOWED", code(stat(caller("null"))));
    assertEquals("NOT_ALLOWED", code(stat(caller(""))));
    assertEquals("NOT_ALLOWED", code(stat(caller("socket://com.example.bundles.evil"))));
  }

  @Test
  public void shouldRefuseAPathOutsideOfTheGrant() {
    assertEquals("NOT_ALLOWED", code(call(own(), "fs.stat", "path", "/etc/passwd")));
    assertEquals("NOT_ALLOWED", code(call(own(), "fs.stat", "path", folder + "/../../etc/passwd")));
  }

  @Test
  public void shouldSayThatNobodyServesAnUnknownRoute() {
    assertEquals("NOT_FOUND", code(call(own(), "no.such.route", "a", "b")));
  }

  @Test
  public void shouldLoseNoCallWhilePluginsAreReplaced() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    Map<String, Integer> failures = new ConcurrentHashMap<>();
    CountDownLatch running = new CountDownLatch(3);
    Thread[] callers = new Thread[3];
    for (int i = 0; i < callers.length; i++) {
      callers[i] =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                running.countDown();
                while (!enough.get()) {
                  Reply reply = stat(own());
                  if (reply instanceof Reply.Value) {
                    answered.incrementAndGet();
                  } else {
                    failures.merge(code(reply), 1, Integer::sum);
                  }
                }
              });
    }
    assertTrue(running.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));

    for (int i = 0; i < 10; i++) {
      int before = answered.get();
      try (InputStream in = Files.newInputStream(Container.JARS.resolve("fs.jar"))) {
        fs().update(in);
      }
      await(() -> answered.get() > before + 100);
    }
    enough.set(true);
    for (Thread caller : callers) {
      caller.join(PATIENCE_MILLIS);
    }

    assertEquals(Map.of(), failures);
  }

  @Test
  public void shouldSayThatAPluginIsGoneAndTakeItBack() throws Exception {
    fs().stop();
    try {
      assertEquals("PLUGIN_UNAVAILABLE", code(stat(own())));
    } finally {
      fs().start();
    }
    await(() -> stat(own()) instanceof Reply.Value);
  }

  @Test
  public void shouldKeepWorkingBesideABundleThatCannotStart() throws Exception {
    Bundle broken = context.installBundle("broken", needing("com.example.missing"));
    Bundle failing = context.installBundle("failing", withActivator("com.example.Missing"));
    try {
      assertThrows(BundleException.class, broken::start);
      assertThrows(BundleException.class, failing::start);

      assertNotEquals(Bundle.ACTIVE, broken.getState());
      assertTrue(stat(own()) instanceof Reply.Value);
    } finally {
      broken.uninstall();
      failing.uninstall();
    }
  }

  private static InputStream needing(String missing) throws IOException {
    return jarWith("Import-Package", missing);
  }

  private static InputStream withActivator(String missing) throws IOException {
    return jarWith("Bundle-Activator", missing);
  }

  private static InputStream jarWith(String header, String value) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", "com.example." + header);
    manifest.getMainAttributes().putValue(header, value);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      jar.putNextEntry(new JarEntry("readme.txt"));
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits for what happens on other threads without telling. */
  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!condition.holds()) {
      assertTrue("It took too long", System.nanoTime() < end);
      Thread.onSpinWait();
    }
  }
}
