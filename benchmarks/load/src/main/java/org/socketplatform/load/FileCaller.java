package org.socketplatform.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Router;

/** A thread that reads a file which it keeps open, over and over, and looks at what it gets. */
final class FileCaller {
  /** The file; what it begins with is known. */
  private static final String FILE = "index.html";

  private static final String BEGINNING = "<!doctype html>";

  private final Router router;
  private final Caller caller;
  private final Params read;
  private final Params file;
  private final AtomicLong longest = new AtomicLong();
  private final Thread thread;
  private volatile long calls;
  private volatile long lost;
  private volatile long wrong;

  private FileCaller(
      Router router, String origin, int number, long pauseNanos, AtomicBoolean enough) {
    this.router = router;
    this.caller = new Caller(-1 - number, origin, Caller.Kind.PAGE);
    this.file = Params.of(Map.of("id", "1"));
    this.read =
        Params.of(Map.of("id", "1", "offset", "0", "size", Integer.toString(BEGINNING.length())));
    this.thread =
        Thread.ofPlatform().name("caller-", number).unstarted(() -> run(pauseNanos, enough));
  }

  /** Opens the file and starts reading it. */
  static FileCaller start(
      Router router,
      String origin,
      Path folder,
      int number,
      long pauseNanos,
      AtomicBoolean enough) {
    FileCaller started = new FileCaller(router, origin, number, pauseNanos, enough);
    started.expect(
        started.call(
            "fs.open", Params.of(Map.of("id", "1", "path", folder.resolve(FILE).toString()))));
    started.thread.start();
    return started;
  }

  private void expect(Reply reply) {
    if (reply instanceof Reply.Failed(var failure)) {
      throw new IllegalStateException(failure.toString());
    }
  }

  private Reply call(String route, Params params) {
    return router.call(new Call(route, params, Body.EMPTY, caller, new Cancellation()));
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void run(long pauseNanos, AtomicBoolean enough) {
    while (!enough.get()) {
      long start = System.nanoTime();
      Reply reply = call("fs.read", read);
      longest.accumulateAndGet(System.nanoTime() - start, Math::max);
      calls++;
      if (reply instanceof Reply.Bytes bytes) {
        if (!text(bytes).equals(BEGINNING)) {
          wrong++;
        }
      } else {
        lost++;
      }
      if (pauseNanos > 0) {
        LockSupport.parkNanos(pauseNanos);
      }
    }
  }

  private static String text(Reply.Bytes bytes) {
    ByteBuffer data = bytes.data().duplicate();
    String text = StandardCharsets.UTF_8.decode(data).toString();
    bytes.release().run();
    return text;
  }

  /** The longest call since this was last asked for, in nanoseconds. */
  long takeLongest() {
    return longest.getAndSet(0);
  }

  /** Waits for the thread and closes the file. */
  void end() throws InterruptedException {
    thread.join();
    expect(call("fs.close", file));
  }

  long calls() {
    return calls;
  }

  long lost() {
    return lost;
  }

  long wrong() {
    return wrong;
  }
}
