package org.socketplatform.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads bundles through to the last byte to find the one that is damaged. Only done once something
 * is known to be wrong, because it takes long.
 */
final class BundleCheck {
  private BundleCheck() {}

  /** What is wrong with the first damaged bundle of a plan. */
  static Optional<String> firstDamaged(PlatformFolder platform, Plan plan) {
    return plan.bundles().stream()
        .map(bundle -> platform.bundle(bundle.file()))
        .flatMap(jar -> damage(jar).stream())
        .findFirst();
  }

  private static Optional<String> damage(Path jar) {
    if (!Files.exists(jar)) {
      return Optional.of("the bundle " + jar + " is missing");
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        try (InputStream in = zip.getInputStream(entries.nextElement())) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the bundle " + jar + " is damaged (" + Reason.of(e) + ")");
    }
  }
}
