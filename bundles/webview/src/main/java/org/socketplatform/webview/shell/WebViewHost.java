package org.socketplatform.webview.shell;

/** What a view tells. All calls come on the UI thread and must return at once. */
public interface WebViewHost {
  /** A request of the scheme {@code socket:}. */
  void resource(PageRequest request);

  /** A request of the scheme {@code ipc:}. */
  void ipc(PageRequest request);

  /** A script message; it carries no origin. */
  void message(String text, MessageReply reply);

  /** Asks whether a document, in any frame, may be loaded. */
  boolean allowsNavigation(String uri, boolean newWindow);

  /** A new top document has replaced the old one. */
  void committed();

  /** The document's title changed. */
  void titled(String title);

  /** The process of the page ended by itself. */
  void crashed(String reason);
}
