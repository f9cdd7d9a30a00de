package org.socketplatform.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What a jar is, as far as the store needs to know: a bundle with one plugin in it, which takes
 * nothing that belongs to the platform.
 *
 * @param name of the plugin
 * @param version of the bundle
 * @param manifest the text of {@code plugin/NAME.json}
 */
public record PluginJar(String name, Version version, String manifest) {
  private static final Pattern MANIFEST = Pattern.compile("plugin/([^/]+)\\.json");
  private static final Pattern OURS =
      Pattern.compile("(^|[,;])\\s*org\\.(socketplatform|osgi|apache\\.felix)\\b");
  private static final int LONGEST_MANIFEST = 1 << 20;

  /**
   * Reads a jar.
   *
   * @throws StoreException if it is no plugin, or takes what belongs to the platform
   * @throws IOException if it cannot be read or is no jar
   */
  public static PluginJar read(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      List<String> files =
          file.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
      List<String> names =
          files.stream()
              .map(MANIFEST::matcher)
              .filter(Matcher::matches)
              .map(match -> match.group(1))
              .toList();
      if (names.size() != 1) {
        throw new StoreException(
            names.isEmpty()
                ? "it is no plugin: it has no plugin/NAME.json, which the annotation processor of the platform makes"
                : "it holds several plugins, %s; make one jar of each".formatted(names));
      }
      String name = PluginName.check(names.getFirst());
      checkModules(name, files);
      Manifest manifest = file.getManifest();
      Version version = checkHeaders(manifest == null ? new Manifest() : manifest);
      try (InputStream in = file.getInputStream(file.getEntry("plugin/" + name + ".json"))) {
        byte[] text = in.readNBytes(LONGEST_MANIFEST + 1);
        if (text.length > LONGEST_MANIFEST) {
          throw new StoreException("its plugin/%s.json is larger than 1 MiB".formatted(name));
        }
        return new PluginJar(name, version, new String(text, StandardCharsets.UTF_8));
      }
    }
  }

  private static void checkModules(String name, List<String> files) {
    for (String file : files) {
      if (file.startsWith("modules/")
          && !file.startsWith("modules/plugin/" + name + ".")
          && !file.startsWith("modules/plugin/" + name + "/")) {
        throw new StoreException(
            "it brings %s, but a plugin may bring only modules/plugin/%s.js and what is in modules/plugin/%s"
                .formatted(file, name, name));
      }
    }
  }

  private static Version checkHeaders(Manifest manifest) {
    Attributes headers = manifest.getMainAttributes();
    String symbolicName = header(headers, Constants.BUNDLE_SYMBOLICNAME).strip();
    if (symbolicName.isEmpty()) {
      throw new StoreException(
          "it is no OSGi bundle: it has no Bundle-SymbolicName; build it with the bnd plugin, as 'ssc plugin new' sets up");
    }
    if (symbolicName.toLowerCase(Locale.ROOT).startsWith("org.socketplatform.")) {
      throw new StoreException(
          "its Bundle-SymbolicName is %s, but names that begin with org.socketplatform belong to the platform"
              .formatted(symbolicName));
    }
    if (!header(headers, Constants.FRAGMENT_HOST).isEmpty()) {
      throw new StoreException("it is a fragment of another bundle, which a plugin must not be");
    }
    if (OURS.matcher(header(headers, Constants.EXPORT_PACKAGE)).find()) {
      throw new StoreException("it exports packages that belong to the platform");
    }
    String version = header(headers, Constants.BUNDLE_VERSION);
    try {
      return Version.parseVersion(version);
    } catch (IllegalArgumentException e) {
      throw new StoreException("its Bundle-Version '%s' is no version".formatted(version), e);
    }
  }

  private static String header(Attributes headers, String name) {
    String value = headers.getValue(name);
    return value == null ? "" : value;
  }
}
