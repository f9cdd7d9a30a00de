package org.socketplatform.os;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/** Numbers of errors and signals, which differ between operating systems. */
final class Constants {
  private Constants() {}

  /** The table of this operating system; Linux's where there is none of its own. */
  static Map<String, Integer> ofThisSystem() {
    return load(System.getProperty("os.name", "").startsWith("Mac") ? "darwin" : "linux");
  }

  static Map<String, Integer> load(String system) {
    Properties table = new Properties();
    String file = "constants-" + system + ".properties";
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(Constants.class.getResourceAsStream(file), file),
            StandardCharsets.UTF_8)) {
      table.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Integer> constants = new TreeMap<>();
    table
        .stringPropertyNames()
        .forEach(name -> constants.put(name, Integer.valueOf(table.getProperty(name))));
    return constants;
  }
}
