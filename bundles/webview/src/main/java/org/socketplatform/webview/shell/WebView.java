package org.socketplatform.webview.shell;

import java.nio.file.Path;
import java.util.function.Consumer;

/** One web view. Used on the UI thread only. */
public interface WebView {
  /** Starts to load a document. */
  void load(String uri);

  /** The address of the current document; empty before the first. */
  String uri();

  /** Loads the current document again. */
  void reload();

  /** Writes what is visible as a PNG, then tells whether it worked. */
  void snapshot(Path file, Consumer<Boolean> done);
}
