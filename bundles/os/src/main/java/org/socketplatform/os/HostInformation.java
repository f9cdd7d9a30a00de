package org.socketplatform.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Writable;

/** Serves {@code socket:os}: read-only facts about the host. */
@Component
public final class HostInformation implements RouteProvider {
  private static final String PERMISSION = "os:info";

  private final Map<String, Path> paths;
  private final Host host;

  @Activate
  public HostInformation(@Reference Application application) {
    this(application.paths(), Host.ofThisSystem());
  }

  HostInformation(Map<String, Path> paths, Host host) {
    this.paths = Map.copyOf(paths);
    this.host = host;
  }

  @Override
  public String name() {
    return "os";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        route("os.cpus", () -> Reply.value(host.cpus())),
        route("os.networkinterfaces", () -> Reply.value(Network.ofThisHost())),
        route("os.rusage", () -> Reply.value(host.usage())),
        route("os.uname", () -> Reply.value(host.uname())),
        route("os.uptime", () -> Reply.value(host.uptimeMillis())),
        route("os.hrtime", () -> number(System.nanoTime())),
        route("os.availablememory", () -> number(host.availableMemory())),
        // An app that may use a folder must know where it is.
        Route.of("os.paths", Route.BASIC, call -> Reply.value(paths())),
        // A table of the operating system's numbers tells nothing about the person who uses it.
        Route.of("os.constants", Route.BASIC, call -> Reply.value(Constants.ofThisSystem())));
  }

  private Writable paths() {
    Map<String, String> texts = new TreeMap<>();
    paths.forEach((name, path) -> texts.put(name, path.toString()));
    return Writable.of(texts);
  }

  /** Eight bytes, the first the most significant: JSON has no 64-bit numbers. */
  private static Reply number(long value) {
    return Reply.bytes(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
  }

  private static Route route(String name, Answer answer) {
    return Route.of(name, PERMISSION, call -> answer.reply());
  }

  @FunctionalInterface
  private interface Answer {
    Reply reply() throws IOException;
  }
}
