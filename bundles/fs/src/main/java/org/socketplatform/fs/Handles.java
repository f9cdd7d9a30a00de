package org.socketplatform.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/**
 * What pages have open. A handle belongs to the window that opened it: the number of another
 * window's handle is unknown. Safe for use by many threads.
 */
final class Handles {
  /** The most that one window may have open. */
  static final int LIMIT = 1024;

  private static final int FIRST_DESCRIPTOR = 3;

  private final Map<Key, Entry> open = new ConcurrentHashMap<>();
  private final AtomicInteger descriptors = new AtomicInteger(FIRST_DESCRIPTOR);
  private volatile boolean closed;

  /**
   * An open handle.
   *
   * @param fd a small number for programs that want one
   * @param retained to be kept when the page closes all others
   */
  record Entry(long id, int fd, Handle handle, boolean retained) {
    Opened opened() {
      return new Opened(Long.toUnsignedString(id), fd);
    }

    Descriptor descriptor() {
      return new Descriptor(Long.toUnsignedString(id), fd, handle.type());
    }
  }

  /** The number of a handle. */
  record Id(String id) {}

  /**
   * A handle that was opened or closed.
   *
   * @param fd a small number for programs that want one
   */
  record Opened(String id, int fd) {}

  /**
   * A handle in a list.
   *
   * @param fd a small number for programs that want one
   * @param type {@code file} or {@code directory}
   */
  record Descriptor(String id, int fd, String type) {}

  private record Owner(int window, Caller.Kind kind) {
    static Owner of(Caller caller) {
      return new Owner(caller.window(), caller.kind());
    }
  }

  private record Key(Owner owner, long id) {}

  /** Opens something. */
  @FunctionalInterface
  interface Opener {
    Handle open() throws IOException;
  }

  /**
   * Opens a handle under a number that the caller chose.
   *
   * @param id 64 bits without a sign, in decimal, as for all other methods
   * @throws FailureException if the caller has too much open, or uses the number already
   */
  Opened open(Caller caller, String id, Opener opener) throws IOException {
    Owner owner = Owner.of(caller);
    long number = number(id);
    if (open.keySet().stream().filter(key -> key.owner().equals(owner)).count() >= LIMIT) {
      throw Errno.EMFILE.exception("too many open files; close some first");
    }
    Entry entry = new Entry(number, descriptors.getAndIncrement(), opener.open(), false);
    if (open.putIfAbsent(new Key(owner, number), entry) != null) {
      entry.handle().close();
      throw new FailureException(
          Failure.badRequest("Invalid 'id' given in parameters: it is open already"));
    }
    if (closed) {
      closeAll();
    }
    return entry.opened();
  }

  private static long number(String id) {
    try {
      return Long.parseUnsignedLong(id);
    } catch (NumberFormatException e) {
      throw new FailureException(
          Failure.badRequest(
              "Invalid 'id' given in parameters: expecting a whole number below 2^64"));
    }
  }

  private static Key key(Caller caller, String id) {
    return new Key(Owner.of(caller), number(id));
  }

  /** An open file. */
  OpenFile file(Caller caller, String id) {
    if (find(caller, id).handle() instanceof OpenFile file) {
      return file;
    }
    throw unknown(id);
  }

  /** An open folder. */
  OpenFolder folder(Caller caller, String id) {
    if (find(caller, id).handle() instanceof OpenFolder folder) {
      return folder;
    }
    throw unknown(id);
  }

  private Entry find(Caller caller, String id) {
    Entry entry = open.get(key(caller, id));
    if (entry == null) {
      throw unknown(id);
    }
    return entry;
  }

  /** Keeps a handle when the page closes all others. */
  void retain(Caller caller, String id) {
    Entry retained =
        open.computeIfPresent(
            key(caller, id), (_, entry) -> new Entry(entry.id(), entry.fd(), entry.handle(), true));
    if (retained == null) {
      throw unknown(id);
    }
  }

  Opened close(Caller caller, String id) throws IOException {
    Entry entry = open.remove(key(caller, id));
    if (entry == null) {
      throw unknown(id);
    }
    entry.handle().close();
    return entry.opened();
  }

  /**
   * Closes what the caller has open.
   *
   * @param preserve true to leave what is retained
   */
  List<Descriptor> closeAll(Caller caller, boolean preserve) throws IOException {
    List<Descriptor> closed = new ArrayList<>();
    for (Entry entry : of(caller)) {
      if (!preserve || !entry.retained()) {
        Descriptor descriptor = entry.descriptor();
        close(caller, descriptor.id());
        closed.add(descriptor);
      }
    }
    return closed;
  }

  /** What the caller has open, by number. */
  List<Entry> of(Caller caller) {
    Owner owner = Owner.of(caller);
    return open.entrySet().stream()
        .filter(item -> item.getKey().owner().equals(owner))
        .map(Map.Entry::getValue)
        .sorted((a, b) -> Integer.compare(a.fd(), b.fd()))
        .toList();
  }

  /** Closes everything, now and from now on. */
  void closeAll() {
    closed = true;
    for (Key key : List.copyOf(open.keySet())) {
      Entry entry = open.remove(key);
      if (entry != null) {
        try {
          entry.handle().close();
        } catch (IOException e) {
          System.getLogger(Handles.class.getName())
              .log(System.Logger.Level.WARNING, "An open file could not be closed", e);
        }
      }
    }
  }

  /** Gives everything that is open away, as types of the JDK. */
  Map<String, Object> release() {
    closed = true;
    List<Map<String, Object>> released = new ArrayList<>();
    for (Key key : List.copyOf(open.keySet())) {
      Entry entry = open.remove(key);
      if (entry != null) {
        released.add(
            Map.of(
                "window", key.owner().window(),
                "kind", key.owner().kind(),
                "id", key.id(),
                "descriptor", entry.fd(),
                "retained", entry.retained(),
                "type", entry.handle().type(),
                "handle", entry.handle().release()));
      }
    }
    return Map.of("descriptors", descriptors.get(), "open", released);
  }

  /**
   * Takes over what {@link #release} gave, all or nothing.
   *
   * @throws RuntimeException if it is not understood
   */
  void adopt(Map<String, Object> state) {
    Map<Key, Entry> adopted = new HashMap<>();
    for (Object item : (List<?>) Released.of(state, "open", List.class)) {
      Map<?, ?> one = (Map<?, ?>) item;
      Map<?, ?> handle = Released.of(one, "handle", Map.class);
      long id = Released.of(one, "id", Long.class);
      Owner owner =
          new Owner(
              Released.of(one, "window", Integer.class),
              Released.of(one, "kind", Caller.Kind.class));
      adopted.put(
          new Key(owner, id),
          new Entry(
              id,
              Released.of(one, "descriptor", Integer.class),
              Released.of(one, "type", String.class).equals(OpenFile.TYPE)
                  ? OpenFile.adopt(handle)
                  : OpenFolder.adopt(handle),
              Released.of(one, "retained", Boolean.class)));
    }
    descriptors.set(Released.of(state, "descriptors", Integer.class));
    open.putAll(adopted);
  }

  private static FailureException unknown(String id) {
    return new FailureException(
        new Failure("NotFoundError", "ENOTOPEN", "Nothing is open under this id").with("id", id));
  }
}
