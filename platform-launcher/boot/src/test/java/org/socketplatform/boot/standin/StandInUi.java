package org.socketplatform.boot.standin;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.socketplatform.plugin.Application;

/** A user interface without windows: does what the arguments of the app say. */
public final class StandInUi implements Runnable {
  private final Application app;
  private final CountDownLatch closed = new CountDownLatch(1);

  public StandInUi(Application app) {
    this.app = app;
  }

  /** The framework stops this bundle: the loop is to end. */
  public void close() {
    if (!app.arguments().contains("ignore-close")) {
      closed.countDown();
    }
  }

  @Override
  public void run() {
    List<String> words = app.arguments();
    print("thread " + Thread.currentThread().getName());
    print("profile " + app.paths().get("data"));
    print("display " + display());
    print("headless " + app.window().headless());
    ProcessHandle.current().children().forEach(child -> print("child " + child.pid()));
    if (words.contains("fail")) {
      throw new IllegalStateException("the stand-in failed");
    }
    if (words.getFirst().equals("exit")) {
      Thread.ofVirtual().start(() -> app.exit(Integer.parseInt(words.get(1))));
    }
    if (!words.contains("return")) {
      print("ready");
      await();
    }
    print("closed");
  }

  /** As native toolkits see it. */
  private static String display() {
    Linker linker = Linker.nativeLinker();
    MethodHandle getenv =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("getenv"),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = (MemorySegment) getenv.invokeExact(arena.allocateFrom("DISPLAY"));
      return value.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
