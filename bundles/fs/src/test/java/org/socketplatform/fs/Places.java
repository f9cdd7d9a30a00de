package org.socketplatform.fs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.socketplatform.plugin.Checked;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.ScopedPath;
import org.socketplatform.plugin.ValueReader;

/** The checked parameters of a call that only has paths. */
record Places(Map<String, Path> paths) implements Checked {
  @Override
  public ScopedPath path(String param) {
    Path place = Objects.requireNonNull(paths.get(param), param);
    return new ScopedPath() {
      @Override
      public Path path() {
        return place;
      }

      @Override
      public <T> T at(Action<T> action) throws IOException {
        return action.run(place);
      }
    };
  }

  @Override
  public HostAndPort host(String param) {
    return NOTHING.host(param);
  }

  @Override
  public CommandLine program(String param) {
    return NOTHING.program(param);
  }

  @Override
  public ValueReader value(String param) {
    return NOTHING.value(param);
  }
}
