package org.socketplatform.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * {@code ssc peer --json} in a process of its own, as a program would use it. Values of events are
 * given as text.
 */
final class PeerProcess implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final PrintWriter commands;
  private final List<Map<String, String>> events = new ArrayList<>();
  private boolean isSilent;

  private PeerProcess(Process process) {
    this.process = process;
    commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    Thread.ofVirtual().name("peer-output").start(this::read);
  }

  static PeerProcess start(String... options) throws IOException {
    return start(Map.of(), options);
  }

  /** The same with environment variables besides those that there are. */
  static PeerProcess start(Map<String, String> environment, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "peer",
                "--json"));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return new PeerProcess(builder.start());
  }

  /** A port that was free a moment ago. */
  static String freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return String.valueOf(socket.getLocalPort());
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(parse(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      end();
    }
  }

  private synchronized void add(Map<String, String> event) {
    events.add(event);
    notifyAll();
  }

  private synchronized void end() {
    isSilent = true;
    notifyAll();
  }

  private static Map<String, String> parse(String line) {
    Map<String, String> event = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        event.put(name, parser.getString());
      }
    }
    return event;
  }

  /** Gives it one line. */
  void say(String command) {
    commands.println(command);
  }

  /** The first event of a type that it tells, or has told. */
  Map<String, String> await(String type) throws InterruptedException {
    return await(type, event -> true);
  }

  /** The first event of a type that is as wanted. */
  synchronized Map<String, String> await(String type, Predicate<Map<String, String>> wanted)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int seen = 0;
    while (true) {
      for (; seen < events.size(); seen++) {
        Map<String, String> event = events.get(seen);
        if (type.equals(event.get("type")) && wanted.test(event)) {
          return event;
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (isSilent || left <= 0) {
        throw new AssertionError("no such " + type + " among " + events);
      }
      wait(left);
    }
  }

  /** How many events of a type it has told. */
  synchronized long count(String type) {
    return events.stream().filter(event -> type.equals(event.get("type"))).count();
  }

  /** The exit status. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end; it told " + events);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
