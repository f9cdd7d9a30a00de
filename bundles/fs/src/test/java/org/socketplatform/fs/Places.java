package org.socketplatform.fs;

import java.util.Map;
import java.util.Objects;
import org.socketplatform.plugin.Checked;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.ScopedPath;
import org.socketplatform.plugin.ValueReader;

/** The checked parameters of a call that only has paths. */
record Places(Map<String, ScopedPath> paths) implements Checked {
  @Override
  public ScopedPath path(String param) {
    return Objects.requireNonNull(paths.get(param), param);
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
