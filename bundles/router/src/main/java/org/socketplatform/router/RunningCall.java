package org.socketplatform.router;

import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;

/** A call that a plugin is answering, on the thread that made it. */
final class RunningCall {
  final Call call;
  final Thread thread = Thread.currentThread();

  // Guarded by the stripe of InFlight that it is in.
  @Nullable RunningCall previous;
  @Nullable RunningCall next;
  boolean interrupted;

  private volatile @Nullable Failure stopped;

  RunningCall(Call call) {
    this.call = call;
  }

  /** Lets the handler know that its answer is not wanted any more, and why. */
  void stop(Failure why) {
    if (stopped == null) {
      stopped = why;
    }
    call.cancellation().cancel();
  }

  /** Why the router stopped it, if it did. */
  @Nullable Failure stopped() {
    return stopped;
  }
}
