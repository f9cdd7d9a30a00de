package org.socketplatform.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Writable;

/**
 * The programs that documents have started. A document is an owner: its programs end when it goes,
 * unless they are detached. Safe for use by many threads.
 */
final class Children {
  private static final Logger LOG = System.getLogger("org.socketplatform.process");

  /** How long programs wait for an owner that was cut off, as by a swap, in seconds. */
  private static final long ABSENCE_SECONDS = 10;

  private final Spawner spawner;
  private final Poller poller;
  private final ScheduledExecutorService timer;
  private final int limit;
  private final AtomicInteger running = new AtomicInteger();
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Map<String, Feed> owners = new ConcurrentHashMap<>();

  /** A program under the id that its owner gave it. */
  record Entry(String id, String owner, boolean detached, Child child) {}

  /**
   * None yet.
   *
   * @param limit the most that may run at a time
   */
  Children(Spawner spawner, Poller poller, ScheduledExecutorService timer, int limit) {
    this.spawner = spawner;
    this.poller = poller;
    this.timer = timer;
    this.limit = limit;
  }

  /** What an owner is told: how its programs end, and when there is something to read. */
  Flow.Publisher<Writable> feed(String owner) {
    Feed feed = feedOf(owner);
    return subscriber -> {
      feed.subscribe(subscriber);
      // Who asks anew may have missed how programs ended.
      entries.values().stream()
          .filter(entry -> entry.owner().equals(owner) && entry.child().exit().isDone())
          .forEach(entry -> feed.send(ended(entry, entry.child().exit().join())));
    };
  }

  private Feed feedOf(String owner) {
    return owners.computeIfAbsent(owner, _ -> new Feed(() -> absent(owner)));
  }

  private void absent(String owner) {
    if (!timer.isShutdown()) {
      var _ = timer.schedule(() -> endIfAbsent(owner), ABSENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void endIfAbsent(String owner) {
    @Nullable Feed feed = owners.get(owner);
    if (feed != null && !feed.isRead()) {
      owners.remove(owner);
      for (Entry entry : List.copyOf(entries.values())) {
        if (entry.owner().equals(owner) && !entry.detached()) {
          entries.remove(entry.id());
          entry.child().destroy();
        }
      }
    }
  }

  /**
   * Starts a program for an owner.
   *
   * @throws FailureException if the id is taken, or too many run
   */
  Child start(String id, String owner, Launch launch, List<Child.Stdio> stdio)
      throws IOException, InterruptedException {
    if (entries.containsKey(id)) {
      throw new FailureException(Failure.badRequest("A program is there under the id " + id));
    }
    Child child = begin(launch, stdio);
    Entry entry = new Entry(id, owner, launch.detached(), child);
    entries.put(id, entry);
    Feed feed = feedOf(owner);
    var _ = counted(child).thenAccept(exit -> feed.send(ended(entry, exit)));
    if (!feed.isRead()) {
      absent(owner);
    }
    return child;
  }

  /** Starts a program that nobody but the caller knows. */
  Child startCounted(Launch launch, List<Child.Stdio> stdio)
      throws IOException, InterruptedException {
    Child child = begin(launch, stdio);
    var _ = counted(child);
    return child;
  }

  /** How it ends, told when another may run in its place. */
  private CompletableFuture<Exit> counted(Child child) {
    return child
        .exit()
        .thenApply(exit -> {
          running.decrementAndGet();
          return exit;
        });
  }

  private Child begin(Launch launch, List<Child.Stdio> stdio)
      throws IOException, InterruptedException {
    if (running.incrementAndGet() > limit) {
      running.decrementAndGet();
      throw tooMany();
    }
    boolean started = false;
    try {
      Child child = Child.start(launch, stdio, spawner, poller);
      started = true;
      return child;
    } finally {
      if (!started) {
        running.decrementAndGet();
      }
    }
  }

  private FailureException tooMany() {
    return new FailureException(
        new Failure(
                "ErrnoError",
                "EAGAIN",
                "EAGAIN: the app runs "
                    + limit
                    + " programs already; wait for one, or allow more by [process] children",
                true,
                Map.of())
            .with("errno", -Posix.EAGAIN));
  }

  /**
   * The program of an id.
   *
   * @throws FailureException not found
   */
  Child get(String id) {
    @Nullable Entry entry = entries.get(id);
    if (entry == null) {
      throw new FailureException(Failure.notFound("No program is there under the id " + id));
    }
    return entry.child();
  }

  /**
   * What a program writes at a descriptor.
   *
   * @throws FailureException if that is no pipe to read from
   */
  Inlet inlet(String id, int descriptor) {
    @Nullable Inlet inlet = get(id).inlets().get(descriptor);
    if (inlet == null) {
      throw Errno.EBADF.exception("the program has no pipe to read from at " + descriptor);
    }
    return inlet;
  }

  /**
   * What a program reads at a descriptor.
   *
   * @throws FailureException if that is no pipe to write to
   */
  Outlet outlet(String id, int descriptor) {
    @Nullable Outlet outlet = get(id).outlets().get(descriptor);
    if (outlet == null) {
      throw Errno.EBADF.exception("the program has no pipe to write to at " + descriptor);
    }
    return outlet;
  }

  /** Tells the owner once when there is something to read, and what. */
  void announce(String id, int descriptor) throws IOException {
    @Nullable Entry entry = entries.get(id);
    if (entry != null) {
      Feed feed = feedOf(entry.owner());
      inlet(id, descriptor)
          .whenReady((from, bytes, end) -> feed.send(arrived(id, descriptor, from, bytes, end)));
    }
  }

  /** As text, each character is a byte. */
  private static Map<String, Object> arrived(
      String id, int descriptor, long from, byte[] bytes, boolean end) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("id", id);
    item.put("fd", descriptor);
    item.put("from", from);
    item.put("data", new String(bytes, StandardCharsets.ISO_8859_1));
    item.put("end", end);
    return item;
  }

  private static Map<String, Object> ended(Entry entry, Exit exit) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("id", entry.id());
    item.put("code", exit.signal() == 0 ? exit.code() : null);
    item.put("signal", exit.signal() == 0 ? null : Signals.name(exit.signal()));
    return item;
  }

  /** Forgets a program; one that still runs is ended. */
  void forget(String id) {
    @Nullable Entry entry = entries.remove(id);
    if (entry != null) {
      entry.child().destroy();
    }
  }

  /** Ends all of them. */
  void close() {
    entries.keySet().forEach(this::forget);
  }

  /** Gives all of them up for the next version of this plugin. */
  List<Object> release() {
    List<Object> state = new ArrayList<>();
    for (Entry entry : entries.values()) {
      Map<String, Object> one = new HashMap<>(entry.child().release());
      one.put("id", entry.id());
      one.put("owner", entry.owner());
      one.put("detached", entry.detached());
      state.add(one);
    }
    entries.clear();
    return state;
  }

  /** Goes on with what {@link #release} gave. */
  void adopt(List<?> state) {
    for (Object item : state) {
      Map<?, ?> one = (Map<?, ?>) item;
      try {
        Child child = Child.of(one, poller);
        Entry entry =
            new Entry(
                (String) Objects.requireNonNull(one.get("id")),
                (String) Objects.requireNonNull(one.get("owner")),
                (Boolean) Objects.requireNonNull(one.get("detached")),
                child);
        entries.put(entry.id(), entry);
        running.incrementAndGet();
        Feed feed = feedOf(entry.owner());
        boolean runs = !child.exit().isDone();
        CompletableFuture<Exit> end = counted(child);
        if (runs) {
          var _ = end.thenAccept(exit -> feed.send(ended(entry, exit)));
        }
        absent(entry.owner());
      } catch (IOException e) {
        LOG.log(Level.ERROR, "A program is lost to its page", e);
      }
    }
  }
}
