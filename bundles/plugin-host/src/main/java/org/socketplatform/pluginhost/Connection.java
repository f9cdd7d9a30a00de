package org.socketplatform.pluginhost;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Deadline;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.NotServingException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.FrameDecoder;
import org.socketplatform.pluginprotocol.FrameReader;
import org.socketplatform.pluginprotocol.Limits;
import org.socketplatform.pluginprotocol.ProtocolException;

/**
 * The pipes to a process. One thread reads and never waits for anything else; callers write
 * themselves. Nothing that the process sends, or does not send, keeps more than a bounded number of
 * bytes here; a process that stops reading or answering pings is given up.
 */
final class Connection {
  private static final int MOST_CALLS = 1024;
  private static final long NUMBERS = 1L << 32;

  private final String plugin;
  private final FrameReader in;
  private final FrameOutput out;
  private final Settings settings;
  private final Runnable kill;
  private final Budget budget;
  private final CompletableFuture<Frame.Ready> ready = new CompletableFuture<>();
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final Map<Integer, PendingCall> open = new ConcurrentHashMap<>();
  private final AtomicLong issued = new AtomicLong();
  private final AtomicBoolean violated = new AtomicBoolean();
  private volatile @Nullable String why;
  private volatile boolean closed;
  private volatile boolean pinged;

  /**
   * What is waited for and kept.
   *
   * @param start how long a process may take to get ready
   * @param pulse how often a process that has calls is asked whether it lives, and how long it may
   *     take to answer
   * @param bytes most bytes kept for what it sent
   */
  record Settings(Duration start, Duration pulse, long bytes) {
    static final Settings USUAL =
        new Settings(Duration.ofSeconds(20), Duration.ofSeconds(10), 128L << 20);
  }

  /**
   * Pipes to a process that was just started.
   *
   * @param kill ends the process at once; after that the pipes end
   */
  Connection(String plugin, InputStream in, OutputStream out, Settings settings, Runnable kill) {
    this.plugin = plugin;
    this.in = new FrameReader(in);
    this.out = new FrameOutput(out);
    this.settings = settings;
    this.kill = kill;
    this.budget = new Budget(settings.bytes());
  }

  String plugin() {
    return plugin;
  }

  Budget budget() {
    return budget;
  }

  /** Completed when the process is gone, with what is known of why. */
  CompletableFuture<String> end() {
    return end;
  }

  /**
   * Begins to talk, and waits for the process to get ready.
   *
   * @throws IOException what was wrong; the process is then killed
   */
  List<Route> open() throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().name("plugin-" + plugin + "-in").start(this::read);
    Thread.ofVirtual().name("plugin-" + plugin + "-pulse").start(this::watch);
    try {
      Thread.ofVirtual().start(this::hello); // a process that does not read must not hold us up
      Frame.Ready announced = ready.get(settings.start().toNanos(), TimeUnit.NANOSECONDS);
      return Announced.routes(announced, plugin, this::call);
    } catch (TimeoutException e) {
      throw refused("it did not get ready within " + settings.start().toSeconds() + " s");
    } catch (ExecutionException e) {
      throw refused(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
    } catch (ProtocolException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private IOException refused(String message) {
    kill.run();
    return new IOException(message);
  }

  private void hello() {
    try {
      out.send(new Frame.Hello(Limits.VERSION, plugin));
    } catch (IOException e) {
      lost();
    }
  }

  private Reply call(Call call) throws InterruptedException {
    if (closed) {
      throw new NotServingException(plugin);
    }
    if (open.size() >= MOST_CALLS) {
      return Reply.failed(Failures.busy(plugin));
    }
    int id = (int) issued.incrementAndGet();
    PendingCall pending = new PendingCall(id, call, this, budget);
    open.put(id, pending);
    boolean answered = false;
    try {
      if (!out.send(frame(id, call))) {
        answered = true;
        open.remove(id);
        return Reply.failed(Failures.callTooLarge(Limits.FRAME));
      }
      if (closed) { // those who ended it may not have seen this call
        pending.fail(Failures.crashed(plugin));
      }
      Reply reply = pending.await();
      answered = true;
      return reply;
    } catch (IOException e) {
      lost();
      return Reply.failed(Failures.crashed(plugin));
    } finally {
      if (!answered) {
        pending.abandon();
      }
    }
  }

  private static Frame.Call frame(int id, Call call) {
    long millis =
        call.deadline() == Deadline.NONE
            ? -1
            : TimeUnit.NANOSECONDS.toMillis(call.deadline().remainingNanos());
    return new Frame.Call(
        id,
        call.route(),
        millis,
        call.caller(),
        !call.body().equals(Body.EMPTY),
        call.params().asMap());
  }

  /** Sends a frame of a call. */
  void send(Frame.ToPlugin frame) throws IOException {
    out.send(frame);
  }

  /**
   * Takes a call off the list.
   *
   * @param tell say to the process that its answer is not wanted any more
   */
  void forget(int id, boolean tell) {
    if (open.remove(id) != null && tell && !closed) {
      // Whoever gives a call up must not wait for a process that does not read.
      Thread.ofVirtual()
          .start(() -> {
            try {
              out.send(new Frame.Cancel(id));
            } catch (IOException e) {
              lost();
            }
          });
    }
  }

  /** The process broke the protocol: it is ended. */
  void violated(ProtocolException how) {
    if (violated.compareAndSet(false, true)) {
      why = "it broke the protocol: " + how.getMessage();
      kill.run();
    }
  }

  /** It cannot be written to any more; the reader will find the end of it. */
  void lost() {
    kill.run();
  }

  private void read() {
    String reason = "its process ended";
    try {
      for (ByteBuffer content; (content = in.next()) != null; ) {
        receive(FrameDecoder.fromPlugin(content));
      }
    } catch (ProtocolException e) {
      violated(e);
    } catch (IOException e) {
      // The pipe ended within a frame, as it does when a process is killed.
    } catch (RuntimeException | Error e) {
      reason = "reading it failed: " + e;
    }
    closed = true;
    kill.run();
    String told = why;
    String message = told == null ? reason : told;
    ready.completeExceptionally(new IOException(message));
    Failure failure = Failures.crashed(plugin);
    open.values().forEach(pending -> pending.fail(failure));
    end.complete(message);
  }

  private void receive(Frame.FromPlugin frame) throws ProtocolException {
    if (!ready.isDone()) {
      switch (frame) {
        case Frame.Ready announced -> ready.complete(announced);
        case Frame.Refused(String message) -> ready.completeExceptionally(new IOException(message));
        default -> throw new ProtocolException("it does not begin with ready");
      }
      return;
    }
    switch (frame) {
      case Frame.Pong() -> pinged = false;
      case Frame.Ready _, Frame.Refused _ ->
          throw new ProtocolException("it says twice that it is ready");
      case Frame.Value value -> pass(value.id(), frame);
      case Frame.Bytes bytes -> pass(bytes.id(), frame);
      case Frame.Part part -> pass(part.id(), frame);
      case Frame.Stream stream -> pass(stream.id(), frame);
      case Frame.Item item -> pass(item.id(), frame);
      case Frame.End ended -> pass(ended.id(), frame);
      case Frame.Failed failed -> pass(failed.id(), frame);
      case Frame.Credit credit -> pass(credit.id(), frame);
    }
  }

  private void pass(int id, Frame.FromPlugin frame) throws ProtocolException {
    PendingCall pending = open.get(id);
    if (pending != null) {
      pending.receive(frame);
    } else if (issued.get() < NUMBERS && Integer.toUnsignedLong(id) > issued.get()) {
      throw new ProtocolException("it answers a call that nobody made");
    }
    // Otherwise the call was given up, and this was under way.
  }

  /** A process with calls under way must answer pings: one that is idle is left alone. */
  private void watch() {
    long pulse = settings.pulse().toNanos();
    while (!closed) {
      LockSupport.parkNanos(this, pulse);
      if (closed || open.isEmpty()) {
        pinged = false;
      } else if (pinged) {
        violated(new ProtocolException("it has not answered a ping for " + settings.pulse()));
      } else {
        pinged = true;
        Thread.ofVirtual().start(this::ping);
      }
    }
  }

  private void ping() {
    try {
      out.send(new Frame.Ping());
    } catch (IOException e) {
      lost();
    }
  }
}
