package org.socketplatform.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsignedJarTest {
  @TempDir private Path folder;
  private Path signed;
  private Path copy;

  @BeforeEach
  void sign() throws IOException {
    signed = folder.resolve("signed.jar");
    copy = folder.resolve("copy.jar");
    try (OutputStream file = Files.newOutputStream(signed);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      add(
          zip,
          "META-INF/MANIFEST.MF",
          "Manifest-Version: 1.0\nBundle-SymbolicName: x\n\nName: a/A.class\nSHA-256-Digest: y\n\n");
      add(zip, "META-INF/ECLIPSE_.SF", "signature");
      add(zip, "META-INF/ECLIPSE_.RSA", "signature");
      add(zip, "META-INF/services/x.Y.SF", "kept");
      add(zip, "a/A.class", "code");
    }
  }

  @Test
  void shouldLeaveOutTheSignatureOnly() throws IOException {
    UnsignedJar.copy(signed, copy, Map.of());

    try (JarFile jar = new JarFile(copy.toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .containsExactly("META-INF/MANIFEST.MF", "META-INF/services/x.Y.SF", "a/A.class");
      assertThat(jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"))
          .isEqualTo("x");
      assertThat(jar.getManifest().getEntries()).isEmpty();
      assertThat(jar.getInputStream(jar.getEntry("a/A.class"))).hasContent("code");
    }
  }

  @Test
  void shouldAddToTheManifest() throws IOException {
    UnsignedJar.copy(signed, copy, Map.of("Class-Path", "b.jar c.jar"));

    try (JarFile jar = new JarFile(copy.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path"))
          .isEqualTo("b.jar c.jar");
    }
  }

  @Test
  void shouldMakeTheSameBytesEachTime() throws IOException {
    UnsignedJar.copy(signed, copy, Map.of("Main-Class", "a.A"));
    byte[] first = Files.readAllBytes(copy);
    UnsignedJar.copy(signed, copy, Map.of("Main-Class", "a.A"));

    assertThat(Files.readAllBytes(copy)).isEqualTo(first);
  }

  private static void add(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content.getBytes(StandardCharsets.UTF_8));
  }
}
