import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A backend in Java: copy this file beside yours, which starts by {@code java Main.java}.
 *
 * <pre>{@code
 * void main() throws Exception {
 *   SocketBackend app = new SocketBackend();
 *   app.on("greet", message -> SocketBackend.json("{\"text\":\"Hello\"}"));
 *   app.send("started", "{\"pid\":1}");
 *   app.run();
 * }
 * }</pre>
 *
 * A value is JSON as text: bring the JSON library of your choice. What is printed goes to the
 * terminal.
 */
public final class SocketBackend {
  private final InputStream in = new BufferedInputStream(System.in, 1 << 16);
  private final OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();

  /** What a page has sent: JSON, or bytes. */
  public record Message(String json, byte[] bytes) {}

  /** Answers an event. */
  @FunctionalInterface
  public interface Handler {
    Message handle(Message message) throws Exception;
  }

  public SocketBackend() {
    System.setOut(System.err); // what is printed must not get in the way of messages
  }

  /** An answer that is JSON. */
  public static Message json(String json) {
    return new Message(json, null);
  }

  /** An answer that is bytes. */
  public static Message bytes(byte[] bytes) {
    return new Message("", bytes);
  }

  /** Says what answers an event. */
  public void on(String event, Handler handler) {
    handlers.put(event, handler);
  }

  /** Fires an event in all windows. */
  public void send(String event, String json) throws IOException {
    write("send", Map.of("event", event, "value", json), null);
  }

  /** Takes messages until the app ends. */
  public void run() throws IOException {
    for (String line; (line = line()) != null; ) {
      Map<String, String> params = new LinkedHashMap<>();
      for (String pair : line.substring(line.indexOf('?') + 1).split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          params.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
      byte[] body = null;
      if (params.containsKey("bytes")) {
        body = in.readNBytes(Integer.parseInt(params.get("bytes")));
        line();
      }
      if (line.startsWith("ipc://process.write?")) {
        handle(params, body);
      }
    }
  }

  private void handle(Map<String, String> params, byte[] body) throws IOException {
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("seq", params.getOrDefault("seq", ""));
    byte[] bytes = null;
    try {
      Handler handler = handlers.get(params.get("event"));
      if (handler == null) {
        throw new IllegalArgumentException("Nothing handles '" + params.get("event") + "'");
      }
      Message result = handler.handle(new Message(unquoted(params.getOrDefault("value", "")), body));
      answer.put("state", "0");
      bytes = result.bytes();
      if (bytes == null) {
        answer.put("value", result.json());
      }
    } catch (Exception e) {
      answer.put("state", "1");
      answer.put("value", String.valueOf(e.getMessage()));
    }
    if (params.containsKey("seq")) {
      write("resolve", answer, bytes);
    }
  }

  /** Pages send JSON within a string of JSON. */
  private static String unquoted(String json) {
    if (!json.startsWith("\"")) {
      return json;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < json.length() - 1; i++) {
      char c = json.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      c = json.charAt(++i);
      switch (c) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> text.append(c);
      }
    }
    return text.toString();
  }

  private synchronized void write(String command, Map<String, String> params, byte[] bytes)
      throws IOException {
    StringBuilder line = new StringBuilder("ipc://" + command);
    char separator = '?';
    for (Map.Entry<String, String> param : params.entrySet()) {
      String value = URLEncoder.encode(param.getValue(), StandardCharsets.UTF_8);
      line.append(separator).append(param.getKey()).append('=').append(value.replace("+", "%20"));
      separator = '&';
    }
    if (bytes != null) {
      line.append("&bytes=").append(bytes.length);
    }
    out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    if (bytes != null) {
      out.write(bytes);
      out.write('\n');
    }
    out.flush();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b; (b = in.read()) != '\n'; ) {
      if (b < 0) {
        return null;
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
