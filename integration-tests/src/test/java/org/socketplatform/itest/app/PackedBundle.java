package org.socketplatform.itest.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.BundleActivator;

/**
 * A bundle of the classes in one package of the tests.
 *
 * @param files what else is in it, by name
 */
record PackedBundle(
    Class<? extends BundleActivator> activator,
    String symbolicName,
    String version,
    Map<String, String> files) {
  static PackedBundle of(
      Class<? extends BundleActivator> activator,
      String symbolicName,
      String version,
      Map<String, String> files) {
    return new PackedBundle(activator, symbolicName, version, Map.copyOf(files));
  }

  Path write(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Map.of(
            "Manifest-Version",
            "1.0",
            "Bundle-ManifestVersion",
            "2",
            "Bundle-SymbolicName",
            symbolicName,
            "Bundle-Version",
            version,
            "Bundle-Activator",
            activator.getName(),
            "Import-Package",
            "org.osgi.framework,org.socketplatform.plugin")
        .forEach(manifest.getMainAttributes()::putValue);
    Path classes = Path.of(activator.getProtectionDomain().getCodeSource().getLocation().getPath());
    String folder = activator.getPackageName().replace('.', '/');
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest);
        var found = Files.newDirectoryStream(classes.resolve(folder), "*.class")) {
      for (Path file : found) {
        entries.putNextEntry(new JarEntry(folder + "/" + file.getFileName()));
        entries.write(Files.readAllBytes(file));
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        entries.putNextEntry(new JarEntry(file.getKey()));
        entries.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
