package org.socketplatform.pluginprotocol;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Scope;

/**
 * One message. Bytes in a frame that was read are a view of the buffer that it was read from: they
 * are to be used or copied before the next one is read.
 */
public sealed interface Frame {
  /** What the platform sends. */
  sealed interface ToPlugin extends Frame {}

  /** What the process of the plugin sends. */
  sealed interface FromPlugin extends Frame {}

  /** What whoever makes a call sends; its number is one of the calls of the sender. */
  sealed interface Asking extends ToPlugin, FromPlugin {
    /** Number of the call. */
    int id();
  }

  /** What whoever answers a call sends; its number is one of the calls of the receiver. */
  sealed interface Answering extends ToPlugin, FromPlugin {
    /** Number of the call. */
    int id();
  }

  /**
   * The first frame of the platform.
   *
   * @param version of the protocol
   * @param plugin name that the plugin must have
   */
  record Hello(int version, String plugin) implements ToPlugin {}

  /**
   * A call.
   *
   * @param id above that of every call before
   * @param millis time left until the deadline, -1 without one
   * @param caller who calls; not looked at if a plugin says it
   * @param hasBody false if there is nothing to ask for by {@link Credit}
   * @param checked the parameters that were checked; none if a plugin calls
   */
  record Call(
      int id,
      String route,
      long millis,
      Caller caller,
      boolean hasBody,
      Map<String, String> params,
      List<CheckedParam> checked)
      implements Asking {
    public Call {
      checked = List.copyOf(checked);
    }
  }

  /** A parameter that the platform has checked. */
  sealed interface CheckedParam {
    /** Its name. */
    String param();
  }

  /**
   * A path. What is done there, the platform does: see {@link Places}.
   *
   * @param path its name, for showing
   */
  record CheckedPath(String param, String path) implements CheckedParam {}

  /** A host. */
  record CheckedHost(String param, HostAndPort host) implements CheckedParam {}

  /** A program with its arguments. */
  record CheckedProgram(String param, String program, List<String> arguments)
      implements CheckedParam {
    public CheckedProgram {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * The next bytes of the body of a call, no more than there is credit for.
   *
   * @param last no more will follow
   */
  record Body(int id, boolean last, ByteBuffer bytes) implements Asking {}

  /** The body of a call cannot be read to its end. */
  record BodyBroken(int id) implements Asking {}

  /** So many more items of a stream are wanted. */
  record Demand(int id, int items) implements Asking {}

  /** The answer is not wanted any more; nothing sent for the call will be looked at. */
  record Cancel(int id) implements Asking {}

  /** To be answered by {@link Pong} soon. */
  record Ping() implements ToPlugin {}

  /**
   * The first frame of the plugin: it is ready.
   *
   * @param version of the protocol
   */
  record Ready(int version, String plugin, List<RouteEntry> routes) implements FromPlugin {
    public Ready {
      routes = List.copyOf(routes);
    }
  }

  /** A route as it is announced. */
  record RouteEntry(String name, String permission, List<Scope> scopes) {
    public RouteEntry {
      scopes = List.copyOf(scopes);
    }
  }

  /** Instead of {@link Ready}: why the plugin cannot be run. */
  record Refused(String message) implements FromPlugin {}

  /**
   * The next part of a value as JSON.
   *
   * @param last the value is complete, and the call answered
   */
  record Value(int id, boolean last, ByteBuffer json) implements Answering {}

  /** The answer is so many bytes, which follow in {@link Part}s. */
  record Bytes(int id, long length, Map<String, String> headers) implements Answering {}

  /** The next bytes of an answer. */
  record Part(int id, ByteBuffer bytes) implements Answering {}

  /** The answer is a stream of values. */
  record Stream(int id) implements Answering {}

  /** A value of a stream as JSON; one was asked for by {@link Demand}. */
  record Item(int id, ByteBuffer json) implements Answering {}

  /** A stream is at its end. */
  record End(int id) implements Answering {}

  /** A call, or its stream, failed. */
  record Failed(int id, Failure failure) implements Answering {}

  /** So many more bytes of the body of a call can be taken. */
  record Credit(int id, int bytes) implements Answering {}

  /** Answers {@link Ping}. */
  record Pong() implements FromPlugin {}
}
