package org.socketplatform.fs;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.ScopedPath;

/**
 * Tells of changes to a file, or to what is in a folder, until it is cancelled or what it watches
 * is gone. Changes wait in the system's and the JDK's bounded queues while nobody asks for them;
 * what does not fit is told as an overflow.
 */
final class Watch implements Flow.Subscription {
  private static final int MOST_DEMAND = 1 << 20;
  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_DELETE,
    StandardWatchEventKinds.ENTRY_MODIFY
  };

  private final ScopedPath root;
  private final boolean recursive;
  private final WatchService service;
  private final Flow.Subscriber<? super Change> reader;
  private final Semaphore demand = new Semaphore(0);

  /** The folders that are watched, by their way from the root. */
  private final Map<WatchKey, Path> folders = new HashMap<>();

  /** The only name that matters, if it is a file that is watched. */
  private @Nullable Path file;

  private volatile boolean cancelled;

  private Watch(
      ScopedPath root,
      boolean recursive,
      WatchService service,
      Flow.Subscriber<? super Change> reader) {
    this.root = root;
    this.recursive = recursive;
    this.service = service;
    this.reader = reader;
  }

  /**
   * A change.
   *
   * @param eventType {@code ready} once, when every change from then on is told; {@code rename} of
   *     a name that came or went, {@code change} of contents or attributes; {@code overflow} when
   *     changes were missed
   * @param filename relative to what is watched; none of {@code ready} and {@code overflow}
   * @param raw the octets of the name, escaped as in a URI, if the text would lose any
   */
  record Change(String eventType, Optional<String> filename, Optional<String> raw) {
    static final Change READY = new Change("ready", Optional.empty(), Optional.empty());
    static final Change OVERFLOW = new Change("overflow", Optional.empty(), Optional.empty());

    static Change of(String eventType, Path name) {
      return new Change(eventType, Optional.of(name.toString()), RawNames.of(name));
    }
  }

  /** The changes of a file or folder from when somebody subscribes. */
  static Flow.Publisher<Change> of(ScopedPath root, boolean recursive) {
    return reader -> {
      try {
        @SuppressWarnings("resource") // closed at the end of the thread
        WatchService service = root.path().getFileSystem().newWatchService();
        Watch watch = new Watch(root, recursive, service, reader);
        reader.onSubscribe(watch);
        Thread.ofVirtual().name("file-watch").start(watch::run);
      } catch (IOException e) {
        reader.onSubscribe(new Refused());
        reader.onError(failure(e));
      }
    };
  }

  private record Refused() implements Flow.Subscription {
    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }

  @Override
  public void request(long count) {
    demand.release(
        (int) Math.min(count, MOST_DEMAND - Math.min(demand.availablePermits(), MOST_DEMAND)));
  }

  @Override
  public void cancel() {
    cancelled = true;
    demand.release();
    try {
      service.close();
    } catch (IOException e) {
      System.getLogger(Watch.class.getName())
          .log(System.Logger.Level.WARNING, "A watch could not be closed", e);
    }
  }

  private void run() {
    try (service) {
      register();
      tell(Change.READY);
      while (!cancelled) {
        WatchKey key = service.take();
        for (WatchEvent<?> event : key.pollEvents()) {
          tell(key, event);
        }
        if (!key.reset() && isGone(key)) {
          break;
        }
      }
      if (!cancelled) {
        reader.onComplete();
      }
    } catch (ClosedWatchServiceException e) {
      // cancelled
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      if (!cancelled) {
        reader.onError(failure(e));
      }
    } catch (FailureException e) {
      reader.onError(e);
    }
  }

  private static FailureException failure(IOException e) {
    String reason = String.valueOf(e.getMessage());
    if (reason.contains("limit of inotify watches")) {
      return Errno.ENOSPC.exception("system limit for number of file watchers reached");
    }
    if (reason.contains("limit of inotify instances")) {
      return Errno.EMFILE.exception("too many watches; close some first");
    }
    return Errno.of(e).orElse(Errno.EIO).exception();
  }

  private void register() throws IOException, InterruptedException {
    if (root.at(Stat::of).isFolder()) {
      register(root, Path.of(""), false);
      return;
    }
    file = root.path().getFileName();
    folders.put(root.at(this::registerFolderOf), Path.of(""));
  }

  private WatchKey registerFolderOf(Path path) throws IOException {
    return Objects.requireNonNull(path.getParent(), "a file has a folder").register(service, KINDS);
  }

  /**
   * Watches a folder and, if that is asked for, those in it.
   *
   * @param isNew true to tell what is in it already
   */
  private void register(ScopedPath folder, Path way, boolean isNew)
      throws IOException, InterruptedException {
    folders.put(folder.atExisting(path -> path.register(service, KINDS)), way);
    if (!recursive) {
      return;
    }
    try (OpenFolder open = OpenFolder.open(folder)) {
      for (var page = open.next(256, true); !page.isEmpty(); page = open.next(256, true)) {
        for (OpenFolder.Entry entry : page) {
          if (isNew) {
            tell(Change.of("rename", way.resolve(entry.path())));
          }
          if (entry.type() == EntryType.DIR) {
            enter(way.resolve(entry.path()), isNew);
          }
        }
      }
    }
  }

  /** Watches a folder below; one that has gone again, or may not be read, is left out. */
  private void enter(Path way, boolean isNew) throws IOException, InterruptedException {
    try {
      register(root.resolve(way), way, isNew);
    } catch (FailureException e) {
      // not granted, or not a folder any more
    } catch (IOException e) {
      Optional<Errno> known = Errno.of(e);
      if (known.isEmpty() || known.get() == Errno.ENOSPC) {
        throw e;
      }
    }
  }

  private void tell(WatchKey key, WatchEvent<?> event) throws IOException, InterruptedException {
    Path way = folders.get(key);
    if (event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
      tell(Change.OVERFLOW);
    } else if (way != null && event.context() instanceof Path name && isWatched(name)) {
      Path full = way.resolve(name);
      boolean modified = event.kind().equals(StandardWatchEventKinds.ENTRY_MODIFY);
      tell(Change.of(modified ? "change" : "rename", full));
      if (recursive
          && event.kind().equals(StandardWatchEventKinds.ENTRY_CREATE)
          && Files.isDirectory(root.path().resolve(full), LinkOption.NOFOLLOW_LINKS)) {
        enter(full, true);
      }
    }
  }

  private boolean isWatched(Path name) {
    return file == null || file.equals(name);
  }

  /** Forgets a folder that is gone; tells whether it was the root. */
  private boolean isGone(WatchKey key) throws InterruptedException {
    Path way = folders.remove(key);
    if (way == null || !way.toString().isEmpty()) {
      return false;
    }
    Path name = root.path().getFileName();
    if (name != null) {
      tell(Change.of("rename", name));
    }
    return true;
  }

  private void tell(Change change) throws InterruptedException {
    demand.acquire();
    if (!cancelled) {
      reader.onNext(change);
    }
  }
}
