package org.socketplatform.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;

/**
 * One call that starts a program, gives it its input, waits for its end and answers all that it
 * wrote: what the blocking functions of {@code socket:child_process} are made of.
 */
final class WholeRun {
  private static final String ABORTED = "ABORTED";
  private static final int CHUNK = 1 << 16;
  private static final long DEFAULT_MOST = 1 << 20;
  private static final long LIMIT = 32L << 20;

  private final Call call;
  private final long most;
  private final long timeoutMillis;
  private final int killSignal;
  private final CompletableFuture<String> stop = new CompletableFuture<>();

  private WholeRun(Call call, long most, long timeoutMillis, int killSignal) {
    this.call = call;
    this.most = most;
    this.timeoutMillis = timeoutMillis;
    this.killSignal = killSignal;
  }

  /** What the parameters say: {@code max} bytes of each output, {@code timeout}, {@code signal}. */
  static WholeRun of(Call call) {
    String signal = call.params().text("signal").orElse("SIGTERM");
    return new WholeRun(
        call,
        Math.clamp(call.params().longOr("max", DEFAULT_MOST), 0, LIMIT),
        Math.max(0, call.params().longOr("timeout", 0)),
        Signals.number(signal)
            .orElseThrow(
                () -> new FailureException(Failure.badRequest("There is no signal " + signal))));
  }

  /** What a program wrote at one descriptor. */
  private final class Output {
    private final Inlet inlet;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    Output(Inlet inlet) {
      this.inlet = inlet;
    }

    void collect() throws IOException {
      inlet.whenReady((from, some, end) -> {
        try {
          add(some);
          boolean over = end || drain();
          if (over || stop.isDone()) {
            done.complete(null);
          } else {
            collect();
          }
        } catch (IOException e) {
          done.complete(null);
        }
      });
    }

    /** True at the end. */
    private boolean drain() throws IOException {
      try (Arena arena = Arena.ofConfined()) {
        ByteBuffer buffer = arena.allocate(CHUNK).asByteBuffer();
        inlet.read(buffer);
        byte[] some = new byte[buffer.flip().remaining()];
        buffer.get(some);
        add(some);
        return inlet.hasEnded();
      }
    }

    private synchronized void add(byte[] some) {
      int room = (int) Math.min(some.length, most - bytes.position());
      if (room > bytes.remaining()) {
        int size = (int) Math.min(most, Math.max(2L * bytes.capacity(), bytes.position() + room));
        bytes = ByteBuffer.allocate(size).put(bytes.flip());
      }
      bytes.put(some, 0, room);
      if (room < some.length) {
        stop.complete("ENOBUFS");
      }
    }

    /** What was collected, for good. */
    private synchronized ByteBuffer taken() {
      return bytes.duplicate().flip();
    }
  }

  Reply run(Child child) throws IOException, InterruptedException {
    Map<Integer, Output> outputs = new LinkedHashMap<>();
    child.inlets().forEach((index, inlet) -> outputs.put(index, new Output(inlet)));
    for (Output output : outputs.values()) {
      output.collect();
    }
    Cancellation cancellation = call.cancellation();
    cancellation.onCancel(() -> {
      stop.complete(ABORTED);
      child.destroy();
    });
    Thread writer = Thread.ofVirtual().name("process-input").start(() -> feed(child));
    CompletableFuture<Void> ended =
        CompletableFuture.allOf(
                outputs.values().stream()
                    .map(output -> output.done)
                    .toArray(CompletableFuture<?>[]::new))
            .thenCombine(child.exit(), (_, _) -> null);
    String why = await(ended);
    if (!why.isEmpty()) {
      child.kill(killSignal);
    }
    Exit exit = exit(child);
    if (cancellation.isCancelled()) {
      throw new FailureException(Failure.aborted());
    }
    writer.join();
    return reply(child, exit, why, outputs);
  }

  /** Empty if the program ended by itself. */
  private String await(CompletableFuture<Void> ended) throws InterruptedException {
    try {
      CompletableFuture<Object> first = CompletableFuture.anyOf(ended, stop);
      @Nullable Object why =
          timeoutMillis > 0 ? first.get(timeoutMillis, TimeUnit.MILLISECONDS) : first.get();
      return why instanceof String text ? text : "";
    } catch (TimeoutException e) {
      return "ETIMEDOUT";
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Exit exit(Child child) throws InterruptedException {
    try {
      return child.exit().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void feed(Child child) {
    @Nullable Outlet input = child.outlets().get(0);
    if (input == null) {
      return;
    }
    try (input;
        Arena arena = Arena.ofShared()) {
      ByteBuffer buffer = arena.allocate(CHUNK).asByteBuffer();
      while (call.body().read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining() && !child.exit().isDone()) {
          input.write(buffer, TimeUnit.MILLISECONDS.toNanos(100));
        }
      }
    } catch (IOException e) {
      // It reads no more, as a program may.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Reply reply(Child child, Exit exit, String why, Map<Integer, Output> outputs) {
    Map<Integer, ByteBuffer> taken = new LinkedHashMap<>();
    outputs.forEach((index, output) -> taken.put(index, output.taken()));
    ByteBuffer all =
        ByteBuffer.allocate(taken.values().stream().mapToInt(ByteBuffer::remaining).sum());
    List<String> lengths = new ArrayList<>();
    taken.forEach((index, bytes) -> {
      lengths.add(index + ":" + bytes.remaining());
      all.put(bytes);
    });
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-socket-pid", Integer.toString(child.pid()));
    headers.put("x-socket-outputs", String.join(",", lengths));
    headers.put("x-socket-code", exit.signal() == 0 ? Integer.toString(exit.code()) : "");
    headers.put("x-socket-signal", exit.signal() == 0 ? "" : Signals.name(exit.signal()));
    headers.put("x-socket-error", why);
    return new Reply.Bytes(all.flip(), headers, () -> {});
  }
}
