package org.socketplatform.boot;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The native windows. They take as long to load as the framework takes to start, and belong to the
 * main thread, so the launcher opens them while another thread starts the framework. The bundle
 * that shows the pages then finds them open. An implementation is found on the class path; a
 * platform without a user interface has none.
 */
public interface Toolkit {
  /**
   * Opens the display for the calling thread, whose display it then is.
   *
   * @param appName what the window system calls the app
   * @return why that cannot be done, for people; empty if it is done
   */
  Optional<String> open(String appName);

  /** The toolkit on the class path. */
  static Optional<Toolkit> find() {
    return ServiceLoader.load(Toolkit.class).findFirst();
  }
}
