package org.socketplatform.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Copies a jar without its signature, and with more in its manifest. The JVM keeps no class of a
 * signed jar in its AOT cache; what is signed is checked when it is downloaded.
 */
final class UnsignedJar {
  private UnsignedJar() {}

  static void copy(Path source, Path target, Map<String, String> manifest) {
    try (JarFile jar = new JarFile(source.toFile(), false);
        OutputStream file = Files.newOutputStream(target);
        ZipOutputStream out = new ZipOutputStream(file)) {
      Manifest main = jar.getManifest() == null ? new Manifest() : jar.getManifest();
      main.getEntries().clear();
      Attributes attributes = main.getMainAttributes();
      attributes.putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.forEach(attributes::putValue);
      out.putNextEntry(entry(JarFile.MANIFEST_NAME, 0));
      main.write(out);
      Enumeration<? extends ZipEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        ZipEntry old = entries.nextElement();
        if (!old.getName().equals(JarFile.MANIFEST_NAME) && !isSignature(old.getName())) {
          out.putNextEntry(entry(old.getName(), old.getTime()));
          try (InputStream in = jar.getInputStream(old)) {
            in.transferTo(out);
          }
        }
      }
    } catch (IOException e) {
      throw new AssemblyException("cannot copy " + source + " to " + target, e);
    }
  }

  private static ZipEntry entry(String name, long time) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(time);
    return entry;
  }

  private static boolean isSignature(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("META-INF/")
        && upper.indexOf('/', "META-INF/".length()) < 0
        && (upper.endsWith(".SF")
            || upper.endsWith(".RSA")
            || upper.endsWith(".DSA")
            || upper.endsWith(".EC"));
  }
}
