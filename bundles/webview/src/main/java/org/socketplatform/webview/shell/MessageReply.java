package org.socketplatform.webview.shell;

/** Answers a script message; once, from any thread. */
@FunctionalInterface
public interface MessageReply {
  /** Settles the page's promise with a string. */
  void send(String text);
}
