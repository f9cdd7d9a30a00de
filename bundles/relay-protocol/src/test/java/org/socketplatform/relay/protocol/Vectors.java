package org.socketplatform.relay.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.socketplatform.relay.protocol.wire.Json;

/** Packets as an original peer wrote them, and the keys that they were made with. */
public final class Vectors {
  private static final Map<String, Object> ALL = load();

  private Vectors() {}

  private static Map<String, Object> load() {
    try (InputStream in = Vectors.class.getResourceAsStream("/stream-relay-vectors.json")) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> parse(String json) {
    return Objects.requireNonNull(Json.object(json), "not JSON");
  }

  private static String raw(Map<String, Object> of, String name) {
    return of.get(name) instanceof Json.Raw raw ? raw.text() : "";
  }

  /** A member that is an object. */
  public static Map<String, Object> object(Map<String, Object> of, String name) {
    return parse(raw(of, name));
  }

  /** A member that is bytes. */
  public static byte[] bytes(Map<String, Object> of, String name) {
    return HexFormat.of().parseHex(of.get(name) instanceof String hex ? hex : "");
  }

  /** A key by its name. */
  public static byte[] key(String name) {
    return bytes(object(ALL, "keys"), name);
  }

  /** The strategies of pairs of NAT types. */
  public static Map<String, Object> natStrategies() {
    return object(ALL, "natStrategies");
  }

  /** The packet with a name. */
  public static Map<String, Object> named(String name) {
    return packets().stream()
        .filter(packet -> name.equals(packet.get("name")))
        .findFirst()
        .orElseThrow();
  }

  /** All packets. */
  public static List<Map<String, Object>> packets() {
    return items(raw(ALL, "vectors")).stream().map(Vectors::parse).toList();
  }

  /** The items of an array, as they are written. */
  public static List<String> items(String array) {
    List<String> items = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = 1;
    for (int i = 0; i < array.length(); i++) {
      switch (array.charAt(i)) {
        case '"' -> quoted = !quoted;
        case '[', '{' -> depth += quoted ? 0 : 1;
        case ']', '}' -> depth -= quoted ? 0 : 1;
        default -> {}
      }
      boolean ends = (array.charAt(i) == ',' && depth == 1) || depth == 0;
      if (ends && !quoted && i > start) {
        items.add(array.substring(start, i).strip());
        start = i + 1;
      }
    }
    return items;
  }
}
