package org.socketplatform.webview.shell;

import java.nio.file.Path;
import org.eclipse.swt.widgets.Composite;

/**
 * Makes web views on one operating system's engine. Used on the UI thread only, but for {@link
 * #post}.
 */
public interface WebShell {
  /** Makes a view that fills the composite and follows its size. */
  WebView open(Composite parent, WebViewSpec spec, WebViewHost host);

  /**
   * Handles what is pending in the main loop of the operating system, a bounded number of events.
   *
   * @param wait if nothing is pending, wait until something is
   */
  void handleEvents(boolean wait);

  /** Lets requests of a further scheme come to {@link WebViewHost#resource}, once for each. */
  void registerScheme(String scheme);

  /** Runs the task on the UI thread soon, in the order of the calls. Any thread may call it. */
  void post(Runnable task);

  /**
   * What all views of this process share.
   *
   * @param origin the app's origin, such as {@code socket://com.example.app}
   * @param profile folder of the site data and caches
   * @param sandbox run the page's process in the engine's sandbox
   */
  record Settings(String origin, Path profile, boolean sandbox) {}
}
