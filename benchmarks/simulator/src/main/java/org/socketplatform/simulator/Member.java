package org.socketplatform.simulator;

/** A peer's part in an experiment: who it is, and when what happened to it. */
final class Member {
  /** For what has not happened. */
  static final long NEVER = Long.MAX_VALUE;

  /** What a peer is there for. */
  enum Role {
    INTRODUCER,
    SUBSCRIBER,
    BYSTANDER,
    HOSTILE
  }

  final Role role;
  final boolean isHard;
  final long bornAt;
  final long leavesAt;
  boolean isOriginal;
  long readyAt = NEVER;
  long gotAt = NEVER;

  Member(Role role, boolean isHard, long bornAt, long leavesAt) {
    this.role = role;
    this.isHard = isHard;
    this.bornAt = bornAt;
    this.leavesAt = leavesAt;
  }

  boolean isAliveAt(long time) {
    return bornAt <= time && time < leavesAt;
  }

  boolean isSubscriber() {
    return role == Role.SUBSCRIBER;
  }

  boolean hasMessageAt(long time) {
    return gotAt <= time;
  }
}
