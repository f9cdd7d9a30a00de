package org.socketplatform.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to start: the feature sets of {@code features/}, compiled when the platform is built so that
 * a start parses no JSON.
 *
 * <p>A plan is text, one entry a line, words parted by a tab: {@code digest <hex>}, {@code property
 * <name> <value>}, {@code bundle <start level> <file name>} in the order of starting.
 *
 * @param digest changes whenever the plan or one of its bundles changes
 * @param properties for the framework
 * @param bundles in the order of starting
 */
public record Plan(String digest, Map<String, String> properties, List<PlannedBundle> bundles) {
  /** Name of the plan in the folder of the platform. */
  public static final String FILE = "platform.plan";

  /**
   * A bundle to start.
   *
   * @param level its start level
   * @param file its name in the folder {@code bundles}
   */
  public record PlannedBundle(int level, String file) {}

  public Plan {
    properties = Map.copyOf(properties);
    bundles = List.copyOf(bundles);
  }

  /** Reads what {@link #lines} wrote. */
  public static Plan read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw damaged(file, Reason.of(e), e);
    }
    String digest = "";
    Map<String, String> properties = new LinkedHashMap<>();
    List<PlannedBundle> bundles = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split("\t", -1);
      try {
        switch (words[0]) {
          case "digest" -> digest = words[1];
          case "property" -> properties.put(words[1], words[2]);
          case "bundle" -> bundles.add(new PlannedBundle(Integer.parseInt(words[1]), words[2]));
          default -> throw damaged(file, "unknown entry '" + line + "'", null);
        }
      } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
        throw damaged(file, "broken entry '" + line + "'", e);
      }
    }
    if (digest.isEmpty() || bundles.isEmpty()) {
      throw damaged(file, "it is incomplete", null);
    }
    return new Plan(digest, properties, bundles);
  }

  /** The plan as text. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("digest\t" + digest);
    properties.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> lines.add("property\t" + entry.getKey() + "\t" + entry.getValue()));
    bundles.forEach(bundle -> lines.add("bundle\t" + bundle.level() + "\t" + bundle.file()));
    return lines;
  }

  private static StartException damaged(Path file, String why, @Nullable Throwable cause) {
    String message = "cannot use %s: %s; run './ssc build --clean'".formatted(file, why);
    return cause == null ? new StartException(message) : new StartException(message, cause);
  }
}
