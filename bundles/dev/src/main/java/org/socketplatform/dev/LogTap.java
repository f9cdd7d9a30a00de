package org.socketplatform.dev;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.socketplatform.plugin.ValueWriter;
import org.socketplatform.plugin.Writable;

/**
 * Keeps the latest lines that the platform writes to the terminal, on their way there. Safe for use
 * by many threads.
 */
final class LogTap implements AutoCloseable {
  private static final int MOST = 1000;
  private static final int LONGEST = 8192;

  /** As the launcher writes messages: level, source, text. */
  private static final Pattern MESSAGE =
      Pattern.compile("(error|warning|debug|ssc): (?:\\[([^\\]]+)\\] )?(.*)", Pattern.DOTALL);

  private final PrintStream out;
  private final PrintStream err;
  private final Deque<Line> lines = new ArrayDeque<>();
  private long number;

  /** A line and where it comes from. */
  record Line(long number, long at, String level, String source, String text) implements Writable {
    @Override
    public void writeTo(ValueWriter writer) {
      Writable.of(
              Map.of("number", number, "at", at, "level", level, "source", source, "text", text))
          .writeTo(writer);
    }
  }

  private LogTap(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Listens to the standard streams from now on. */
  static LogTap open() {
    LogTap tap = new LogTap(System.out, System.err);
    System.setOut(tap.through(tap.out, "page"));
    System.setErr(tap.through(tap.err, "platform"));
    return tap;
  }

  private PrintStream through(PrintStream stream, String source) {
    return new PrintStream(new Lines(stream, source), true, StandardCharsets.UTF_8);
  }

  /** The lines that came after one with this number. */
  synchronized List<Line> since(long last) {
    return lines.stream().filter(line -> line.number() > last).toList();
  }

  private synchronized void add(String stream, String text) {
    Matcher message = MESSAGE.matcher(text);
    boolean known = message.matches();
    String source = known && message.group(2) != null ? message.group(2) : stream;
    lines.add(
        new Line(
            ++number,
            System.currentTimeMillis(),
            known ? message.group(1) : "",
            source,
            known ? message.group(3) : text));
    if (lines.size() > MOST) {
      lines.remove();
    }
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
  }

  /** Hands bytes on and collects lines. */
  private final class Lines extends FilterOutputStream {
    private final String source;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(PrintStream stream, String source) {
      super(stream);
      this.source = source;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == '\n') {
          add(source, line.toString(StandardCharsets.UTF_8));
          line.reset();
        } else if (line.size() < LONGEST) {
          line.write(bytes[i]);
        }
      }
    }
  }
}
