package org.socketplatform.pluginprocess;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.ScopedPath;
import org.socketplatform.plugin.ValueReader;
import org.socketplatform.pluginprotocol.Places;

/**
 * A place that a call has brought: all that is done there, the platform does.
 *
 * @param call number of the call
 * @param param its parameter
 * @param below a relative path from there; empty for the place itself
 * @param path for showing
 */
record RemotePlace(PlaceClient platform, int call, String param, String below, Path path)
    implements ScopedPath {
  private Map<String, String> params() {
    Map<String, String> params = new HashMap<>();
    params.put(Places.CALL, Integer.toString(call));
    params.put(Places.PARAM, param);
    if (!below.isEmpty()) {
      params.put(Places.BELOW, below);
    }
    return params;
  }

  private ValueReader ask(String what) throws IOException {
    return platform.value(what, params(), path.toString());
  }

  private static FailureException isolated() {
    return new FailureException(
        new Failure(
            "NotSupportedError",
            "ISOLATED",
            "In a process of its own, a plugin has no path to a file: use open, names, attributes"
                + " and the like of the place"));
  }

  @Override
  public <T> T at(Action<T> action) {
    throw isolated();
  }

  @Override
  public <T> T atExisting(Action<T> action) {
    throw isolated();
  }

  @Override
  public BasicFileAttributes attributes() throws IOException {
    return RemoteAttributes.read(ask(Places.ATTRIBUTES));
  }

  @Override
  public FileChannel open(Set<StandardOpenOption> options) throws IOException {
    Map<String, String> params = params();
    params.put(
        Places.OPTIONS,
        options.isEmpty()
            ? StandardOpenOption.READ.name()
            : new TreeSet<>(options)
                .stream().map(StandardOpenOption::name).collect(Collectors.joining(",")));
    long file = platform.value(Places.OPEN, params, path.toString()).integer();
    return new RemoteFile(platform, file, path.toString(), options);
  }

  @Override
  public List<String> names(int limit) throws IOException {
    Map<String, String> params = params();
    params.put(Places.MOST, Integer.toString(limit));
    ValueReader reader = platform.value(Places.NAMES, params, path.toString());
    List<String> names = new ArrayList<>();
    reader.beginArray();
    while (reader.nextItem()) {
      names.add(reader.string());
    }
    return names;
  }

  @Override
  public boolean deleteFile() throws IOException {
    return ask(Places.DELETE_FILE).bool();
  }

  @Override
  public boolean deleteFolder() throws IOException {
    return ask(Places.DELETE_FOLDER).bool();
  }

  @Override
  public Optional<Path> createFolders(FileAttribute<?>... attributes) throws IOException {
    if (attributes.length > 0) {
      throw isolated();
    }
    String first = ask(Places.CREATE_FOLDERS).string();
    return first.isEmpty() ? Optional.empty() : Optional.of(Path.of(first));
  }

  @Override
  public ScopedPath resolve(Path relative) throws IOException {
    Path further = Path.of(below).resolve(relative).normalize();
    if (relative.isAbsolute() || !path.resolve(relative).normalize().startsWith(path)) {
      throw new IllegalArgumentException("Not a path below " + path + ": " + relative);
    }
    RemotePlace asked =
        new RemotePlace(platform, call, param, further.toString(), path.resolve(relative));
    return new RemotePlace(
        platform, call, param, further.toString(), Path.of(asked.ask(Places.RESOLVE).string()));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
