package org.socketplatform.relay.protocol.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.crypto.GroupKeys;

/** What this peer has with another in a subcluster: sessions, and what waits for one. */
final class Dialog {
  /** A message that waits for a session. */
  static final class Waiting {
    final int kind;
    final byte[] bytes;

    /** Sends it in another way if there will be no session; null if that must not be. */
    final @Nullable Runnable otherwise;

    Waiting(int kind, byte[] bytes, @Nullable Runnable otherwise) {
      this.kind = kind;
      this.bytes = bytes;
      this.otherwise = otherwise;
    }
  }

  private final Id peer;
  private final GroupKeys group;
  final Queue<Waiting> waiting = new ArrayDeque<>(1);
  @Nullable Opening opening;

  /** The session to send by. */
  @Nullable Session session;

  /** The one before, which may still bring something. */
  @Nullable Session previous;

  /** Until when it is not worth asking for a session again. */
  long refusedUntil;

  Dialog(Id peer, GroupKeys group) {
    this.peer = peer;
    this.group = group;
  }

  Id peer() {
    return peer;
  }

  GroupKeys group() {
    return group;
  }
}
