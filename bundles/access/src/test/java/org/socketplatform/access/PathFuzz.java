package org.socketplatform.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.ScopedPath;

/**
 * A page asks for any path in a tree with links of all kinds, which somebody changes between the
 * check and the use. Whatever it reaches must be a file or folder that lies within the grant, told
 * by device and inode as the system knows them, not by names.
 */
public final class PathFuzz {
  private static final String ORIGIN = "socket://com.example.app";
  private static final Caller PAGE = new Caller(0, ORIGIN, Caller.Kind.PAGE);
  private static final int MOST_CALLS = 32;
  private static final Route FOLLOWING =
      Route.ofPath("fs.read", "fs:read", "path", _ -> Reply.ok());
  private static final Route NOT_FOLLOWING =
      Route.ofLink("fs.lstat", "fs:read", "path", _ -> Reply.ok());

  /** Spellings of one letter in both normalisation forms, upper and lower case among them. */
  private static final String[] NAMES = {
    "a",
    "b",
    "A",
    "keys",
    "KEYS",
    "\u00e9",
    "e\u0301",
    "..",
    ".",
    "",
    "vault",
    "data",
    "key",
    "...",
    "\u2025",
    "%2e%2e",
    "a\\..",
    "~",
    "proc",
    "self",
    "root",
    "n".repeat(255),
    "n".repeat(256),
  };

  private static final String[] STARTS = {
    "",
    "/",
    "//",
    "$DATA/",
    "/proc/self/root",
    "/proc/self/cwd/",
    "/proc/self/fd/0/",
    "/dev/fd/",
    "/proc/thread-self/root",
    "/proc/1/root",
    "/proc/self/task/../root",
  };

  private final Path root;
  private final Path data;
  private final Path denied;
  private final Path outside;
  private final Choices choices;

  private PathFuzz(Path root, Choices choices) throws IOException {
    this.root = root;
    this.choices = choices;
    data = Files.createDirectory(root.resolve("data"));
    denied = Files.createDirectory(data.resolve("keys"));
    outside = Files.createDirectory(root.resolve("vault"));
    Files.createFile(denied.resolve("key"));
    Files.createFile(outside.resolve("key"));
  }

  /** Called by Jazzer, and by {@link FuzzTest}. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Path root = null;
    try {
      root = Files.createTempDirectory("path-fuzz").toRealPath();
      new PathFuzz(root, new Choices(bytes)).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(root);
    }
  }

  private void run() throws IOException {
    for (int i = choices.below(8); i > 0; i--) {
      grow();
    }
    Set<Object> allowed = inodes(data);
    Set<Object> forbidden = inodes(denied);
    AccessRules rules =
        AccessRules.of(
            Ini.of("capabilities.fs.read = $DATA/**", "capabilities.fs.deny = $DATA/keys/**"),
            ORIGIN,
            Map.of("data", data, "resources", data),
            "");
    boolean changed = false;
    for (int i = 0; i < MOST_CALLS && !changed && !choices.isOver(); i++) {
      Route route = choices.below(4) == 0 ? NOT_FOLLOWING : FOLLOWING;
      Decision decision = rules.decide(PAGE, route, Params.of(Map.of("path", asked())));
      if (decision instanceof Decision.Allowed) {
        ScopedPath place = Allowance.path(decision);
        requireResolved(place, route);
        changed = choices.below(6) == 0;
        if (changed) {
          replaceAFolderByALink();
        }
        require(reached(place), allowed, forbidden, place);
        require(held(place), allowed, forbidden, place);
      }
    }
  }

  /** The decision alone must have found the place, without the help of what holds it later. */
  private static void requireResolved(ScopedPath place, Route route) throws IOException {
    @Nullable Path known = route.equals(FOLLOWING) ? place.path() : place.path().getParent();
    if (known != null && Files.exists(known) && !known.toRealPath().equals(known)) {
      throw new AssertionError(known + " leads to " + known.toRealPath());
    }
  }

  /** The path that the page asks for. */
  private String asked() {
    String start = choices.oneOf(STARTS);
    List<String> names = new ArrayList<>();
    if (choices.below(2) == 0) {
      start = choices.below(2) == 0 ? data.toString() + "/" : start + data + "/";
    }
    for (int i = choices.below(6); i > 0; i--) {
      names.add(choices.below(12) == 0 ? choices.text(12) : choices.oneOf(NAMES));
    }
    String path = start + String.join("/", names);
    return switch (choices.below(6)) {
      case 0 -> "file://" + encoded(path);
      case 1 -> "FILE:" + path;
      default -> path;
    };
  }

  private static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("%2F", "/").replace("+", "%20");
  }

  /** Adds a folder, a file or a link somewhere in the tree. */
  private void grow() throws IOException {
    List<Path> folders = folders(root);
    Path entry =
        folders.get(choices.below(folders.size())).resolve(choices.oneOf("a", "b", "A", "\u00e9"));
    if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    switch (choices.below(4)) {
      case 0 -> Files.createDirectory(entry);
      case 1 -> Files.createFile(entry);
      default -> Files.createSymbolicLink(entry, target(folders));
    }
  }

  private Path target(List<Path> folders) {
    Path folder = folders.get(choices.below(folders.size()));
    return switch (choices.below(8)) {
      case 0 -> Path.of(choices.oneOf("..", "../..", "../vault", "../keys", "a", "b", "."));
      case 1 -> Path.of(choices.oneOf("/proc/self/root", "/proc/self/cwd", "/proc/self/fd", "/"));
      case 2 -> Path.of("/proc/self/root" + folder);
      case 3 -> folder.resolve("new");
      case 4 -> outside.resolve("key");
      case 5 -> denied.resolve("key");
      default -> folder;
    };
  }

  private void replaceAFolderByALink() throws IOException {
    List<Path> folders = folders(data);
    Path folder = folders.get(choices.below(folders.size()));
    Files.move(folder, root.resolve("moved"));
    Files.createSymbolicLink(folder, outside);
  }

  /** What stands at the place; the folder that it would be made in, if nothing does. */
  private static @Nullable Object reached(ScopedPath place) {
    try {
      return place.at(path -> {
        try {
          return key(path);
        } catch (IOException e) {
          Path folder = path.getParent();
          return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
        }
      });
    } catch (IOException | FailureException e) {
      return null;
    }
  }

  private static @Nullable Object held(ScopedPath place) {
    try {
      return place.atExisting(
          path -> Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException | FailureException e) {
      return null;
    }
  }

  private void require(
      @Nullable Object key, Set<Object> allowed, Set<Object> forbidden, ScopedPath place)
      throws IOException {
    if (key == null || (allowed.contains(key) && !forbidden.contains(key))) {
      return;
    }
    // A link put there meanwhile is no escape as long as it is not followed.
    if (Files.isSymbolicLink(place.path()) && key.equals(key(place.path()))) {
      return;
    }
    throw new AssertionError("Escaped to " + key + " by " + place.path());
  }

  private static Object key(Path path) throws IOException {
    Object key =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    if (key == null) {
      throw new IOException("The system tells no inodes");
    }
    return key;
  }

  private static Set<Object> inodes(Path folder) throws IOException {
    Set<Object> keys = new HashSet<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        keys.add(key(path));
      }
    }
    return keys;
  }

  private static List<Path> folders(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      return all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  private static void delete(@Nullable Path top) {
    if (top == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
