package org.socketplatform.plugin;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Implemented by a plugin whose state survives a swap. The router parks calls, waits for those
 * under way, asks the old plugin to {@link #release} and the new one to {@link #adopt}; then the
 * parked calls go to the new one. If the old one goes before the new one is there, the router keeps
 * the state for as long as it lets calls wait.
 *
 * <p>State is made of types of the JDK and of this API only, checked paths among them: a type of
 * the plugin itself would keep its old code alive, and is unknown to the new one. What nobody
 * adopts is closed, if it is {@link AutoCloseable}, alone or in a collection, map or array; so is a
 * state with any other type in it.
 */
@ConsumerType
public interface Handover {
  /**
   * Gives the state up. Called at most once, when no call is under way; none follows. Not called if
   * calls do not end in time: then what the plugin closes when it is deactivated is lost.
   */
  Map<String, Object> release();

  /**
   * Takes the state of the version before over. Called at most once, before any call.
   *
   * @throws RuntimeException if it is not understood; the plugin then serves without it
   */
  void adopt(Map<String, Object> state);
}
