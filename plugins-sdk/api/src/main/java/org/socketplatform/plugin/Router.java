package org.socketplatform.plugin;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The one way to a plugin: authorises a call, then dispatches it. Every carrier (page, backend,
 * test) uses it. Safe for use by many threads.
 */
@ProviderType
public interface Router {
  /**
   * Answers the call on the calling thread, which may block; never the UI thread. Never throws:
   * what goes wrong is a {@link Reply.Failed}.
   */
  Reply call(Call call);

  /**
   * The reply envelope as JSON: {@code {"source", "id", "data"}} or {@code {"source", "id",
   * "err"}}.
   *
   * @param reply a value or a failure
   */
  String envelope(Call call, Reply reply);

  /** A value as JSON on one line. */
  String json(Writable value);
}
