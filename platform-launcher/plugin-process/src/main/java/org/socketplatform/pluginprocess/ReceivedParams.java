package org.socketplatform.pluginprocess;

import java.nio.file.Path;
import java.util.Map;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Checked;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.ScopedPath;
import org.socketplatform.plugin.ValueReader;
import org.socketplatform.pluginprotocol.Frame;

/**
 * What a handler gets of the parameters of a call that the platform has checked.
 *
 * @param call number of the call
 */
record ReceivedParams(
    Params params, int call, Map<String, Frame.CheckedParam> checked, PlaceClient places)
    implements Checked {
  @Override
  public ScopedPath path(String param) {
    return checked.get(param) instanceof Frame.CheckedPath(_, String path)
        ? new RemotePlace(places, call, param, "", Path.of(path))
        : NOTHING.path(param);
  }

  @Override
  public HostAndPort host(String param) {
    return checked.get(param) instanceof Frame.CheckedHost(_, HostAndPort host)
        ? host
        : NOTHING.host(param);
  }

  @Override
  public CommandLine program(String param) {
    return checked.get(param) instanceof Frame.CheckedProgram(_, String program, var arguments)
        ? new CommandLine(Path.of(program), arguments)
        : NOTHING.program(param);
  }

  @Override
  public ValueReader value(String param) {
    return Json.reader(params.require(param), param);
  }
}
