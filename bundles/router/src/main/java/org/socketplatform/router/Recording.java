package org.socketplatform.router;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Reply;
import org.socketplatform.router.api.Swap;

/** The router's events in a flight recording. Only touched while there is one. */
final class Recording {
  private Recording() {}

  /** A call begins; null if such events are not recorded. */
  static @Nullable CallEvent began() {
    CallEvent event = new CallEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    return event;
  }

  static void answered(CallEvent event, Call call, Reply reply) {
    event.end();
    if (event.shouldCommit()) {
      event.route = call.route();
      event.origin = call.caller().origin();
      event.window = call.caller().window();
      event.outcome = Watch.outcome(reply);
      event.commit();
    }
  }

  static void refused(Call call, String permission) {
    RefusalEvent event = new RefusalEvent();
    event.route = call.route();
    event.origin = call.caller().origin();
    event.permission = permission;
    event.commit();
  }

  static void swapped(String plugin, Swap.Kind kind, long pausedNanos) {
    SwapEvent event = new SwapEvent();
    event.plugin = plugin;
    event.kind = kind.name();
    event.paused = pausedNanos;
    event.commit();
  }

  @Name("org.socketplatform.Call")
  @Label("Call")
  @Description("A call that a plugin answered")
  @Category("Socket Platform")
  @StackTrace(false)
  @Threshold("1 ms")
  static final class CallEvent extends Event {
    @Label("Route")
    String route = "";

    @Label("Origin")
    String origin = "";

    @Label("Window")
    int window;

    @Label("Outcome")
    String outcome = "";
  }

  @Name("org.socketplatform.Refusal")
  @Label("Refusal")
  @Description("A call that the access rules did not let through")
  @Category("Socket Platform")
  @StackTrace(false)
  static final class RefusalEvent extends Event {
    @Label("Route")
    String route = "";

    @Label("Origin")
    String origin = "";

    @Label("Permission")
    String permission = "";
  }

  @Name("org.socketplatform.Swap")
  @Label("Swap")
  @Description("A plugin that was replaced")
  @Category("Socket Platform")
  @StackTrace(false)
  static final class SwapEvent extends Event {
    @Label("Plugin")
    String plugin = "";

    @Label("Kind")
    String kind = "";

    @Label("Paused")
    @Timespan(Timespan.NANOSECONDS)
    long paused;
  }
}
