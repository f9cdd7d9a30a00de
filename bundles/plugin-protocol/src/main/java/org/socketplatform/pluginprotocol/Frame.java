package org.socketplatform.pluginprotocol;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Failure;
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
   * @param hasBody false if there is nothing to ask for by {@link Credit}
   */
  record Call(
      int id, String route, long millis, Caller caller, boolean hasBody, Map<String, String> params)
      implements ToPlugin {}

  /**
   * The next bytes of the body of a call, no more than there is credit for.
   *
   * @param last no more will follow
   */
  record Body(int id, boolean last, ByteBuffer bytes) implements ToPlugin {}

  /** The body of a call cannot be read to its end. */
  record BodyBroken(int id) implements ToPlugin {}

  /** So many more items of a stream are wanted. */
  record Demand(int id, int items) implements ToPlugin {}

  /** The answer is not wanted any more; nothing sent for the call will be looked at. */
  record Cancel(int id) implements ToPlugin {}

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
  record Value(int id, boolean last, ByteBuffer json) implements FromPlugin {}

  /** The answer is so many bytes, which follow in {@link Part}s. */
  record Bytes(int id, long length, Map<String, String> headers) implements FromPlugin {}

  /** The next bytes of an answer. */
  record Part(int id, ByteBuffer bytes) implements FromPlugin {}

  /** The answer is a stream of values. */
  record Stream(int id) implements FromPlugin {}

  /** A value of a stream as JSON; one was asked for by {@link Demand}. */
  record Item(int id, ByteBuffer json) implements FromPlugin {}

  /** A stream is at its end. */
  record End(int id) implements FromPlugin {}

  /** A call, or its stream, failed. */
  record Failed(int id, Failure failure) implements FromPlugin {}

  /** So many more bytes of the body of a call can be taken. */
  record Credit(int id, int bytes) implements FromPlugin {}

  /** Answers {@link Ping}. */
  record Pong() implements FromPlugin {}
}
