package org.socketplatform.boot.standin;

import java.io.IOException;
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
    print("profile " + app.profile());
    print("headless " + app.window().headless());
    ProcessHandle.current().children().forEach(child -> print("child " + child.pid()));
    if (words.contains("fail")) {
      throw new IllegalStateException("the stand-in failed");
    }
    if (words.contains("sh")) {
      runShell(words.getLast());
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

  private static void runShell(String command) {
    try {
      int status = new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
      print("shell " + status);
    } catch (IOException | InterruptedException e) {
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
