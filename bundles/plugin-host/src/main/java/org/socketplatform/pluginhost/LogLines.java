package org.socketplatform.pluginhost;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Writes to the log what a plugin says on standard error, with its name. Always reads, and never
 * passes on more than a person could read.
 */
final class LogLines {
  private static final int LONGEST = 4000;
  private static final int PER_SECOND = 100;
  private static final long SECOND = 1_000_000_000;
  private static final Map<String, Level> LEVELS =
      Map.of("error: ", Level.ERROR, "warning: ", Level.WARNING, "debug: ", Level.DEBUG);

  private final String plugin;
  private final Logger log;
  private final LongSupplier nanoTime;
  private long second;
  private int lines;
  private int left;

  LogLines(String plugin, Logger log, LongSupplier nanoTime) {
    this.plugin = plugin;
    this.log = log;
    this.nanoTime = nanoTime;
    this.second = nanoTime.getAsLong();
  }

  /** Reads until the end. */
  void read(InputStream in) {
    byte[] chunk = new byte[8192];
    byte[] line = new byte[LONGEST];
    int length = 0;
    try (in) {
      for (int count; (count = in.read(chunk)) >= 0; ) {
        for (int i = 0; i < count; i++) {
          if (chunk[i] == '\n') {
            write(new String(line, 0, length, StandardCharsets.UTF_8));
            length = 0;
          } else if (length < LONGEST) {
            line[length++] = chunk[i];
          }
        }
      }
    } catch (IOException e) {
      // It is gone: what it said so far is all.
    }
    if (length > 0) {
      write(new String(line, 0, length, StandardCharsets.UTF_8));
    }
    tellLeft();
  }

  private void write(String line) {
    long now = nanoTime.getAsLong();
    if (now - second >= SECOND) {
      tellLeft();
      second = now;
      lines = 0;
    }
    if (lines >= PER_SECOND) {
      left++;
      return;
    }
    lines++;
    for (Map.Entry<String, Level> level : LEVELS.entrySet()) {
      if (line.startsWith(level.getKey())) {
        log.log(level.getValue(), plugin + ": " + shown(line.substring(level.getKey().length())));
        return;
      }
    }
    log.log(Level.INFO, plugin + ": " + shown(line));
  }

  /** A terminal must not obey what a stranger writes. */
  private static String shown(String line) {
    StringBuilder shown = new StringBuilder(line.length());
    line.codePoints()
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) && c != '\t' ? '?' : c));
    return shown.toString();
  }

  private void tellLeft() {
    if (left > 0) {
      log.log(Level.WARNING, plugin + ": " + left + " more lines were left out");
      left = 0;
    }
  }
}
