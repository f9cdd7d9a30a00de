package org.socketplatform.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells which files below some folders change, a batch at a time: what is saved together is told
 * together. Used by one thread, but for {@link #close}.
 *
 * <p>When more happens than the system keeps, the folder itself is told: anything in it may have
 * changed.
 */
final class FolderWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev");
  private static final Duration QUIET = Duration.ofMillis(30);
  private static final Duration LONGEST = Duration.ofMillis(300);

  private final WatchService service;
  private final Predicate<Path> skipped;
  private final Map<WatchKey, Path> folders = new HashMap<>();

  /**
   * A watch on nothing.
   *
   * @param skipped folders that are not looked into
   */
  FolderWatch(Predicate<Path> skipped) throws IOException {
    this.service = FileSystems.getDefault().newWatchService();
    this.skipped = skipped;
  }

  /** Watches a folder with all that is and comes to be below it; no folder, no harm. */
  void add(Path root) throws IOException {
    register(root, new LinkedHashSet<>());
  }

  /** Watches a folder, but none below it. */
  void addFolder(Path folder) throws IOException {
    WatchKey key =
        folder.register(
            service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
    folders.putIfAbsent(key, folder);
  }

  /** Also collects the files that are there already: they may have come before the watch. */
  private void register(Path root, Set<Path> found) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (!folder.equals(root) && skipped.test(folder)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            WatchKey key =
                folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            folders.put(key, folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE; // gone meanwhile, or not for us to read
          }
        });
  }

  /** The files that are there, as far as they are watched. */
  Set<Path> files() {
    Set<Path> files = new LinkedHashSet<>();
    for (Path folder : folders.values()) {
      try (Stream<Path> inside = Files.list(folder)) {
        inside.filter(Files::isRegularFile).forEach(files::add);
      } catch (IOException | UncheckedIOException e) {
        LOG.log(Level.DEBUG, "cannot list " + Shown.path(folder), e); // gone meanwhile
      }
    }
    return files;
  }

  /**
   * Waits until something changes and a moment has passed in which nothing else did.
   *
   * @return files and folders that were changed, made or removed; null when closed
   */
  @Nullable Set<Path> await() throws InterruptedException {
    try {
      return batch(service.take());
    } catch (ClosedWatchServiceException e) {
      return null;
    }
  }

  /** Like {@link #await}, without waiting: none, if nothing has changed. */
  @Nullable Set<Path> poll() throws InterruptedException {
    try {
      WatchKey key = service.poll();
      return key == null ? Set.of() : batch(key);
    } catch (ClosedWatchServiceException e) {
      return null;
    }
  }

  private Set<Path> batch(WatchKey first) throws InterruptedException {
    Set<Path> changed = new LinkedHashSet<>();
    take(first, changed);
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      WatchKey next = service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        break;
      }
      take(next, changed);
    }
    return changed;
  }

  private void take(WatchKey key, Set<Path> changed) {
    Path folder = folders.get(key);
    if (folder == null) {
      return;
    }
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
        changed.add(folder);
        registerNew(folder, changed);
      } else if (event.context() instanceof Path name) {
        Path path = folder.resolve(name);
        boolean isNewFolder =
            event.kind().equals(StandardWatchEventKinds.ENTRY_CREATE) && Files.isDirectory(path);
        if (!isNewFolder) {
          changed.add(path);
        } else if (!skipped.test(path)) {
          registerNew(path, changed);
        }
      }
    }
    if (!key.reset()) {
      folders.remove(key);
    }
  }

  private void registerNew(Path folder, Set<Path> changed) {
    try {
      register(folder, changed);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot watch " + Shown.path(folder), e);
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
