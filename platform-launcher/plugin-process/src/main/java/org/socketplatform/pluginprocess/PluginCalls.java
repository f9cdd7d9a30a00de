package org.socketplatform.pluginprocess;

import java.util.List;
import java.util.Map;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.NotServingException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Router;
import org.socketplatform.plugin.Writable;
import org.socketplatform.pluginprotocol.Limits;
import org.socketplatform.pluginprotocol.OutgoingCalls;

/**
 * The router as a plugin in a process of its own has it. It carries calls to the platform, which
 * makes the plugin their caller and decides by what that was granted.
 */
final class PluginCalls implements Router {
  /** What is done with files has room besides. */
  private static final int MOST = Limits.PLUGIN_CALLS - PlaceClient.MOST;

  private final OutgoingCalls calls;
  private volatile boolean ready;

  PluginCalls(OutgoingCalls calls) {
    this.calls = calls;
  }

  /** The platform knows that the plugin is ready: it answers from now on. */
  void ready() {
    ready = true;
  }

  @Override
  public Reply call(Call call) {
    if (!ready) {
      return unavailable("A plugin can call others when it has started, not before; try again");
    }
    if (calls.underWay() >= MOST) {
      return Reply.failed(
          new Failure(
              "InvalidStateError",
              "PLUGIN_BUSY",
              "This plugin has too many calls under way; try again",
              true,
              Map.of()));
    }
    try {
      return calls.call(call, List.of());
    } catch (NotServingException e) {
      return unavailable("The platform ends");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.failed(Failure.aborted());
    }
  }

  private static Reply unavailable(String why) {
    return Reply.failed(
        new Failure("InvalidStateError", "PLUGIN_UNAVAILABLE", why, true, Map.of()));
  }

  @Override
  public String envelope(Call call, Reply reply) {
    throw new UnsupportedOperationException("Only those who carry calls of pages need envelopes");
  }

  @Override
  public String json(Writable value) {
    return Json.text(value);
  }
}
