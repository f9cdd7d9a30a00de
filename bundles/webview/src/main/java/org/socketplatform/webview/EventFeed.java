package org.socketplatform.webview;

import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.socketplatform.plugin.Writable;

/**
 * What the platform tells pages without being asked. A page that does not read misses events rather
 * than holding anybody up.
 */
final class EventFeed implements Flow.Publisher<Writable> {
  private static final int BUFFERED = 1024;

  private final SubmissionPublisher<Writable> publisher =
      new SubmissionPublisher<>(Thread::startVirtualThread, BUFFERED);

  /** Sends an event to all pages. */
  void emit(String name, Object detail) {
    publisher.offer(Writable.of(Map.of("event", name, "detail", detail)), null);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Writable> subscriber) {
    publisher.subscribe(subscriber);
  }
}
