package org.socketplatform.router;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.access.Decision;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Checked;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.ScopedPath;
import org.socketplatform.plugin.ValueReader;

/** What a handler gets of the parameters of a call that was allowed. */
record CheckedParams(Params params, Decision.Allowed allowed) implements Checked {
  @Override
  public ScopedPath path(String param) {
    return declared(allowed.paths(), param);
  }

  @Override
  public HostAndPort host(String param) {
    return declared(allowed.hosts(), param);
  }

  @Override
  public CommandLine program(String param) {
    return declared(allowed.programs(), param);
  }

  @Override
  public ValueReader value(String param) {
    return Json.reader(params.require(param), param);
  }

  private static <T> T declared(Map<String, T> values, String param) {
    @Nullable T value = values.get(param);
    if (value == null) {
      throw new IllegalStateException("The route declares no such scope: " + param);
    }
    return value;
  }
}
