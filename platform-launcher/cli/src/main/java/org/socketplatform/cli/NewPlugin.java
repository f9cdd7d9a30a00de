package org.socketplatform.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.socketplatform.store.PluginName;

/**
 * A project of a plugin, made from the plain files of a template, in whose texts and names {@code
 * __name__}, {@code __Type__}, {@code __package__}, {@code __group__} and {@code __version__} stand
 * for the plugin's.
 *
 * @param name of the plugin
 * @param type its Java class
 * @param packageName of the class
 */
record NewPlugin(String name, String type, String packageName) {
  private static final String PACKAGE = "__package__";

  /**
   * A plugin with the package that is asked for.
   *
   * @throws CommandException if it is none
   */
  static NewPlugin of(String name, String packageName) {
    if (!SourceVersion.isName(packageName) || !packageName.matches("[a-z0-9_.]+")) {
      throw new CommandException(
          "'%s' is no name of a Java package; choose one with --package".formatted(packageName));
    }
    String type =
        Arrays.stream(PluginName.check(name).split("-", -1))
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
    return new NewPlugin(name, isTaken(type) ? type + "Plugin" : type, packageName);
  }

  /** The package of a plugin whose author chooses none. */
  static String defaultPackage(String name) {
    return "com.example." + name.replace("-", "");
  }

  private static boolean isTaken(String type) {
    if (type.equals("Plugin") || type.equals("Command")) {
      return true;
    }
    try {
      Class.forName("java.lang." + type, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Writes the project into a folder that does not exist yet. */
  void write(Path template, String version, Path folder) {
    try {
      Path from = template.toRealPath();
      Files.createDirectory(folder);
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String place = from.relativize(file).toString();
          Path target =
              folder.resolve(
                  place
                      .replace(PACKAGE, packageName.replace('.', '/'))
                      .replace("__Type__", type)
                      .replace("gitignore", ".gitignore"));
          Files.createDirectories(target.getParent());
          Files.writeString(target, filled(Files.readString(file), version));
        }
      }
    } catch (IOException e) {
      throw new CommandException("cannot write to %s (%s)".formatted(folder, e), e);
    }
  }

  private String group() {
    int end = packageName.lastIndexOf('.');
    return end < 0 ? packageName : packageName.substring(0, end);
  }

  private String filled(String text, String version) {
    String filled = text;
    for (Map.Entry<String, String> one :
        Map.of(
                "__name__",
                name,
                "__Type__",
                type,
                PACKAGE,
                packageName,
                "__group__",
                group(),
                "__version__",
                version)
            .entrySet()) {
      filled = filled.replace(one.getKey(), one.getValue());
    }
    return filled;
  }
}
