package org.socketplatform.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * The plugins of a user: {@code plugins/NAME/VERSION/plugin.jar}, with a line in {@code source}
 * beside it that tells where it came from. A plugin that is to run in a process of its own has the
 * digest of its jar in {@code isolated}; only that very jar runs, whoever signed it. Several
 * versions of one plugin may lie side by side; the range that an app declares chooses.
 *
 * <p>Safe for use by many threads and processes: whoever changes something holds a lock, and files
 * appear as a whole.
 */
public final class PluginStore {
  /** Changes whenever the store does; what runs watches it. */
  static final String STAMP = "changed";

  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
  private static final String JAR = "plugin.jar";
  private static final String SOURCE = "source";
  private static final String ISOLATED = "isolated";
  private static final String LOCK = "lock";

  private final Path root;
  private final Path plugins;
  private final TrustStore trust;

  /** A store in a folder, which need not exist. */
  public PluginStore(Path root) {
    this.root = root;
    this.plugins = root.resolve("plugins");
    this.trust = new TrustStore(root.resolve("trust"));
  }

  /**
   * The store of the user.
   *
   * @param environment environment variables
   */
  public static PluginStore ofUser(Map<String, String> environment) {
    return new PluginStore(
        UserFolder.of(environment, "XDG_DATA_HOME", ".local/share").resolve("socket-platform"));
  }

  /**
   * A version of a plugin that is installed.
   *
   * @param file the jar; it may have been altered since it was installed
   * @param source where it came from: a path or Maven coordinates
   * @param isolated SHA-256 of a jar that runs in a process of its own; empty for one that runs in
   *     the process of the app
   */
  public record Installed(
      String name, Version version, Path file, String source, Optional<String> isolated) {}

  public TrustStore trust() {
    return trust;
  }

  Path folder() {
    return plugins;
  }

  /**
   * All installed versions by name, the highest last.
   *
   * @param onDamage told of everything in the store that does not belong there
   */
  public List<Installed> list(Consumer<String> onDamage) {
    List<Installed> found = new ArrayList<>();
    for (Path folder : folders(plugins)) {
      try {
        found.addAll(versions(PluginName.check(name(folder)), onDamage));
      } catch (StoreException e) {
        onDamage.accept(damage(folder));
      }
    }
    return found;
  }

  /** The installed versions of a plugin, the highest last. */
  public List<Installed> versions(String name, Consumer<String> onDamage) {
    List<Installed> found = new ArrayList<>();
    for (Path folder : folders(plugins.resolve(name))) {
      Path jar = folder.resolve(JAR);
      Optional<Version> version = version(name(folder));
      if (version.isEmpty() || !Files.isRegularFile(jar)) {
        onDamage.accept(damage(folder));
      } else {
        found.add(new Installed(name, version.get(), jar, text(folder, SOURCE), isolated(folder)));
      }
    }
    found.sort(Comparator.comparing(Installed::version));
    return found;
  }

  /** The highest installed version of a plugin within a range. */
  public Optional<Installed> best(String name, VersionRange range, Consumer<String> onDamage) {
    return versions(name, onDamage).reversed().stream()
        .filter(one -> range.includes(one.version()))
        .findFirst();
  }

  private static String damage(Path folder) {
    return "the plugin store is damaged: %s is no version of a plugin; remove it and install the plugin again"
        .formatted(folder);
  }

  private static Optional<Version> version(String text) {
    try {
      Version version = Version.parseVersion(text);
      return version.toString().equals(text) ? Optional.of(version) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(Path folder, String file) {
    try {
      return Files.readString(folder.resolve(file)).strip();
    } catch (IOException | InvalidPathException e) {
      return "";
    }
  }

  private static Optional<String> isolated(Path folder) {
    return Files.exists(folder.resolve(ISOLATED))
        ? Optional.of(text(folder, ISOLATED))
        : Optional.empty();
  }

  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
      List<Path> folders = new ArrayList<>();
      entries.forEach(folders::add);
      folders.sort(null);
      return folders;
    } catch (IOException e) {
      throw new StoreException("cannot read the plugin store %s (%s)".formatted(parent, e), e);
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /**
   * Puts a copy of a jar into the store, in place of the same version that may be there.
   *
   * @param jar to copy
   * @param check decides whether it runs in a process of its own; looks at the copy before it is
   *     installed, so that nobody can exchange the jar between the two
   * @param source where the jar came from
   */
  public Installed install(Path jar, Verification check, String source) {
    try {
      Path copy = AtomicFiles.temporary(plugins.resolve(JAR));
      try {
        Files.copy(jar, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        VerifiedPlugin verified = check.verify(copy, jar);
        PluginJar plugin = verified.jar();
        Optional<String> isolated =
            check.isIsolated() ? Optional.of(verified.digest()) : Optional.empty();
        Path folder = folder(plugin.name(), plugin.version());
        change(() -> {
          AtomicFiles.write(folder.resolve(SOURCE), source + "\n");
          if (isolated.isPresent()) {
            AtomicFiles.write(folder.resolve(ISOLATED), isolated.get() + "\n");
          } else {
            Files.deleteIfExists(folder.resolve(ISOLATED));
          }
          Files.move(copy, folder.resolve(JAR), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        });
        return new Installed(
            plugin.name(), plugin.version(), folder.resolve(JAR), source, isolated);
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new StoreException("cannot copy %s to %s (%s)".formatted(jar, plugins, e), e);
    }
  }

  /**
   * Reads an installed jar through to its end, as development does.
   *
   * @throws StoreException if it may not run even there, or is not what the store says
   */
  public VerifiedPlugin verify(Installed installed) {
    return verify(installed, installed.file(), true);
  }

  /**
   * Reads an installed jar through to its end.
   *
   * @param jar the installed one, or a copy of it
   * @param development lets jars pass that nobody signed
   * @throws StoreException if it may not run, or is not what the store says
   */
  VerifiedPlugin verify(Installed installed, Path jar, boolean development) {
    Verification check =
        installed.isolated().isPresent()
            ? Verification.isolated(trust)
            : new Verification(trust, development);
    VerifiedPlugin plugin = check.verify(jar, installed.file());
    if (!plugin.jar().name().equals(installed.name())
        || !plugin.jar().version().equals(installed.version())) {
      throw new StoreException(
          "%s holds %s %s instead; remove it and install the plugin again"
              .formatted(installed.file(), plugin.jar().name(), plugin.jar().version()));
    }
    if (installed.isolated().isPresent() && !installed.isolated().get().equals(plugin.digest())) {
      throw new StoreException(
          "%s was changed after it was installed; install the plugin again"
              .formatted(installed.file()));
    }
    return plugin;
  }

  /** Removes a version of a plugin. */
  public void remove(Installed installed) {
    Path folder = folder(installed.name(), installed.version());
    try {
      change(() -> {
        Files.deleteIfExists(folder.resolve(JAR));
        Files.deleteIfExists(folder.resolve(SOURCE));
        Files.deleteIfExists(folder.resolve(ISOLATED));
        Files.deleteIfExists(folder);
        Path plugin = plugins.resolve(installed.name());
        if (folders(plugin).isEmpty()) {
          Files.deleteIfExists(plugin);
        }
      });
    } catch (IOException e) {
      throw new StoreException("cannot remove %s (%s)".formatted(folder, e), e);
    }
  }

  private Path folder(String name, Version version) {
    return plugins.resolve(name).resolve(version.toString());
  }

  @FunctionalInterface
  private interface Change {
    void apply() throws IOException;
  }

  private void change(Change change) throws IOException {
    Files.createDirectories(plugins);
    ONE_AT_A_TIME.lock();
    try (FileChannel channel =
            FileChannel.open(
                root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Objects.requireNonNull(lock);
      change.apply();
      AtomicFiles.write(plugins.resolve(STAMP), Long.toString(System.nanoTime()) + "\n");
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }
}
