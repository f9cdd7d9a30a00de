package org.socketplatform.webview.api;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A second window for a tool of the developer, which closes with the window of the app. A service
 * in development only. Safe for use by many threads.
 */
@ProviderType
public interface SideWindow {
  /**
   * Opens the window, or brings it to the front. Returns at once. Its calls are those of a tool:
   * {@link org.socketplatform.plugin.Caller#isTool()}.
   */
  void open(Content content);

  /**
   * What a window shows. Its pages have the origin of the app, but not its files.
   *
   * @param folder with an {@code index.html}; absolute and real
   * @param width of the page in pixels
   * @param height of the page in pixels
   */
  record Content(Path folder, String title, int width, int height) {}
}
