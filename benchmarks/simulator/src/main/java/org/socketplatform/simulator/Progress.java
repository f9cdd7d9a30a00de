package org.socketplatform.simulator;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Says how far a long computation is; one line, rewritten, and only on a terminal. */
final class Progress {
  private static final long PAUSE_NANOS = 500_000_000;

  private final PrintStream terminal;
  private final boolean isShown;
  private final LongSupplier nanos;
  private int all;
  private int done;
  private long begun;
  private long shown;

  Progress(PrintStream terminal, boolean isShown, LongSupplier nanos) {
    this.terminal = terminal;
    this.isShown = isShown;
    this.nanos = nanos;
  }

  synchronized void begin(int count) {
    all = count;
    done = 0;
    begun = nanos.getAsLong();
    shown = begun;
  }

  synchronized void done() {
    done++;
    long now = nanos.getAsLong();
    if (isShown && now - shown >= PAUSE_NANOS) {
      shown = now;
      long left = (now - begun) / done * (all - done);
      terminal.printf("\r%d of %d runs, about %s left   ", done, all, text(left));
      terminal.flush();
    }
  }

  synchronized void end() {
    if (isShown && shown != begun) {
      terminal.print("\r" + " ".repeat(60) + "\r");
      terminal.flush();
    }
  }

  private static String text(long nanos) {
    Duration left = Duration.ofNanos(nanos);
    return left.toMinutes() > 0
        ? left.toMinutes() + " min " + left.toSecondsPart() + " s"
        : left.toSeconds() + " s";
  }
}
