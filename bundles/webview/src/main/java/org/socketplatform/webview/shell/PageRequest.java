package org.socketplatform.webview.shell;

import java.util.Map;
import org.socketplatform.plugin.Body;

/** A request of one of our schemes. It must be answered once, from any thread. */
public interface PageRequest {
  String uri();

  String method();

  /** A request header; empty if it is absent. UI thread only. */
  String header(String name);

  /** All request headers, by their names in lower case. UI thread only. */
  Map<String, String> headers();

  /**
   * Takes the body. UI thread only, at most once, and only if the sender is known to send plain
   * bytes: the engine ends the process on a body that holds a Blob.
   */
  Body takeBody();

  /** Answers. */
  void respond(PageResponse response);
}
