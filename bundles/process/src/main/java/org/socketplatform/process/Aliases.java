package org.socketplatform.process;

import java.util.LinkedHashMap;
import java.util.Map;
import org.socketplatform.plugin.IpcUri;
import org.socketplatform.plugin.Params;

/** What backends of the first generation say, as routes of today. */
final class Aliases {
  private static final Map<String, String> COMMANDS =
      Map.ofEntries(
          Map.entry("title", "window.settitle"),
          Map.entry("settitle", "window.settitle"),
          Map.entry("show", "window.show"),
          Map.entry("hide", "window.hide"),
          Map.entry("navigate", "window.navigate"),
          Map.entry("size", "window.setsize"),
          Map.entry("setsize", "window.setsize"),
          Map.entry("background", "window.setbackgroundcolor"),
          Map.entry("context", "window.setcontextmenu"),
          Map.entry("dialog", "window.showfilesystempicker"),
          Map.entry("inspect", "window.showinspector"),
          Map.entry("menu", "application.setsystemmenu"),
          Map.entry("menuitemenabled", "application.setsystemmenuitemenabled"),
          Map.entry("getscreensize", "application.getscreensize"),
          Map.entry("external", "platform.openexternal"),
          Map.entry("exit", "application.exit"),
          Map.entry("log", "stdout"));

  private Aliases() {}

  /** The same message in today's words. */
  static IpcUri resolve(IpcUri message) {
    String command = COMMANDS.getOrDefault(message.command(), message.command());
    if (!command.startsWith("window.")) {
      return new IpcUri(command, message.params());
    }
    Map<String, String> params = new LinkedHashMap<>(message.params().asMap());
    params.putIfAbsent("targetWindowIndex", params.getOrDefault("index", "0"));
    if (command.equals("window.navigate") && params.containsKey("value")) {
      params.putIfAbsent("url", params.get("value"));
    }
    return new IpcUri(command, Params.of(params));
  }
}
