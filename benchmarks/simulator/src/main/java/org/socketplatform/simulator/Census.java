package org.socketplatform.simulator;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Answers who got the message, out of all who ever took part. */
final class Census {
  private static final long SETTLED_MILLIS = 500;
  private static final long READY_MILLIS = 250;

  private final List<Member> subscribers;
  private final long publishedAt;
  private final long end;

  /**
   * @param members everybody but the publisher
   */
  Census(List<Member> members, long publishedAt, long end) {
    this.subscribers = members.stream().filter(Member::isSubscriber).toList();
    this.publishedAt = publishedAt;
    this.end = end;
  }

  double settled() {
    return share(m -> lastSeen(m) - Math.max(m.bornAt, publishedAt) >= SETTLED_MILLIS);
  }

  double alive() {
    return share(m -> m.isAliveAt(end));
  }

  double ready() {
    return share(
        m -> m.readyAt <= end && lastSeen(m) - Math.max(m.readyAt, publishedAt) >= READY_MILLIS);
  }

  double ever() {
    return share(m -> lastSeen(m) > publishedAt);
  }

  double ceiling(double deliveryMillis) {
    List<Member> alive = subscribers.stream().filter(m -> m.isAliveAt(end)).toList();
    long old = alive.stream().filter(m -> end - m.bornAt >= deliveryMillis).count();
    return alive.isEmpty() ? 1 : (double) old / alive.size();
  }

  Outcome.Delays delays() {
    double[] delays = delaysFrom(Census::readyOrGot);
    return new Outcome.Delays(
        quantile(delays, 0.5), quantile(delays, 0.9), quantile(delays, 0.99), quantile(delays, 1));
  }

  double t90Coming() {
    return quantile(delaysFrom(m -> m.bornAt), 0.9);
  }

  private double[] delaysFrom(ToLongFunction<Member> start) {
    return subscribers.stream()
        .filter(m -> m.hasMessageAt(end))
        .mapToDouble(m -> Math.max(0, m.gotAt - Math.max(publishedAt, start.applyAsLong(m))))
        .sorted()
        .toArray();
  }

  private static long readyOrGot(Member member) {
    return Math.min(member.readyAt, member.gotAt);
  }

  private long lastSeen(Member member) {
    return Math.min(member.leavesAt, end);
  }

  private double share(Predicate<Member> asked) {
    long all = subscribers.stream().filter(asked).count();
    long have = subscribers.stream().filter(asked).filter(m -> m.hasMessageAt(end)).count();
    return all == 0 ? 1 : (double) have / all;
  }

  private static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int place = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.clamp(place, 0, sorted.length - 1)];
  }
}
