package org.socketplatform.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What a backend writes to standard error: it goes to the terminal as it is, and line by line to
 * whoever listens. It is always read, so that nobody waits for it.
 */
final class ErrorLines {
  private static final int BYTES = 1 << 13;
  private static final int LONGEST = 1 << 12;

  private final Consumer<String> listener;
  private final byte[] line = new byte[LONGEST];
  private int length;

  private ErrorLines(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Starts the thread that reads. */
  static Thread start(String name, Inlet inlet, Consumer<String> listener) {
    ErrorLines lines = new ErrorLines(listener);
    return Thread.ofVirtual()
        .name("backend-" + name + "-errors")
        .start(() -> {
          try {
            PipeReader.read(inlet, BYTES, lines::take);
          } catch (InterruptedException e) {
            // It is told to stop where it is.
          }
          lines.end();
        });
  }

  private void take(ByteBuffer bytes) {
    byte[] some = new byte[bytes.remaining()];
    bytes.get(some);
    System.err.writeBytes(some);
    for (byte b : some) {
      if (b == '\n') {
        end();
      } else if (length < LONGEST) {
        line[length++] = b;
      }
    }
  }

  private void end() {
    if (length > 0) {
      listener.accept(new String(line, 0, length, StandardCharsets.UTF_8));
      length = 0;
    }
  }
}
