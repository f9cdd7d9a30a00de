package org.socketplatform.dev;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.socketplatform.plugin.Writable;

/**
 * What pages are told in development: the state (what does not compile, since when a document is
 * out of date), as soon as they listen and whenever it changes, and style sheets to take anew.
 */
final class PageFeed implements Flow.Publisher<Writable> {
  private static final int BUFFERED = 256;

  private final SubmissionPublisher<Writable> publisher =
      new SubmissionPublisher<>(Thread::startVirtualThread, BUFFERED);
  private final Map<String, List<Problem>> problems = new LinkedHashMap<>();
  private long staleBefore;

  /** Documents from before now are out of date. */
  synchronized void reload() {
    staleBefore = System.currentTimeMillis();
    publish();
  }

  /** Style sheets have changed; names relative to the app's folder. */
  void restyle(List<String> files) {
    offer(Map.of("event", "css", "files", files));
  }

  /** What is wrong with a project now; nothing, if it is fine. */
  synchronized void problems(String project, List<Problem> found) {
    boolean changed =
        found.isEmpty()
            ? problems.remove(project) != null
            : !found.equals(problems.put(project, found));
    if (changed) {
      publish();
    }
  }

  private void publish() {
    List<Writable> all = new ArrayList<>();
    problems.values().forEach(all::addAll);
    offer(Map.of("event", "state", "problems", all, "staleBefore", staleBefore));
  }

  private void offer(Map<String, Object> event) {
    publisher.offer(Writable.of(event), null);
  }

  @Override
  public synchronized void subscribe(Flow.Subscriber<? super Writable> subscriber) {
    publisher.subscribe(subscriber);
    publish();
  }

  /** Ends all streams. */
  void close() {
    publisher.close();
  }
}
