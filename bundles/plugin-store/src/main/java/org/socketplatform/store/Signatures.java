package org.socketplatform.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Who signed a jar, after the JAR File Specification. Stricter than the JDK: every file in it must
 * be signed, by one and the same certificate, and nothing that was signed may be missing.
 */
public final class Signatures {
  private static final long MOST_BYTES = 1L << 30;
  private static final int CHUNK = 1 << 16;
  private static final String ALTERED = "; get the plugin anew from where it comes from";

  private final byte[] chunk = new byte[CHUNK];
  private final Set<String> names = new HashSet<>();
  private Optional<X509Certificate> signer = Optional.empty();
  private boolean hasSignature;
  private Optional<String> unsigned = Optional.empty();
  private long bytes;

  private Signatures() {}

  /**
   * The certificate that signed the whole of a jar; empty if nobody signed anything of it. Whether
   * it is trusted and still valid is not looked at.
   *
   * @throws StoreException if a part of it is not what was signed
   * @throws IOException if it cannot be read or is no jar
   */
  public static Optional<X509Certificate> signerOf(Path jar) throws IOException {
    return new Signatures().read(jar);
  }

  /** True for the files that make up a signature and are not signed themselves. */
  public static boolean isPartOfSignature(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("META-INF/")
        && upper.indexOf('/', "META-INF/".length()) < 0
        && (upper.endsWith(".SF")
            || upper.endsWith(".RSA")
            || upper.endsWith(".DSA")
            || upper.endsWith(".EC"));
  }

  private Optional<X509Certificate> read(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), true)) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        read(file, entry);
      }
      if (!hasSignature) {
        return Optional.empty();
      }
      if (unsigned.isPresent()) {
        throw new StoreException(
            "'%s' was added after the plugin was signed%s".formatted(unsigned.get(), ALTERED));
      }
      Manifest manifest = file.getManifest();
      Set<String> signed = manifest == null ? Set.of() : manifest.getEntries().keySet();
      for (String name : signed) {
        if (!names.contains(name)) {
          throw new StoreException(
              "'%s' was removed after the plugin was signed%s".formatted(name, ALTERED));
        }
      }
      return signer;
    } catch (SecurityException e) {
      throw new StoreException("it was changed after it was signed" + ALTERED, e);
    }
  }

  private void read(JarFile file, JarEntry entry) throws IOException {
    String name = entry.getName();
    if (!names.add(name)) {
      throw new StoreException("'%s' is in it twice%s".formatted(name, ALTERED));
    }
    try (InputStream in = file.getInputStream(entry)) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        bytes += count;
        if (bytes > MOST_BYTES) {
          throw new StoreException("it unpacks to more than 1 GiB; make it smaller");
        }
      }
    }
    if (isPartOfSignature(name)) {
      hasSignature = true;
    } else if (!name.equals(JarFile.MANIFEST_NAME) && !entry.isDirectory()) {
      note(name, entry.getCodeSigners());
    }
  }

  private void note(String name, CodeSigner @org.jspecify.annotations.Nullable [] signers) {
    if (signers == null) {
      if (unsigned.isEmpty()) {
        unsigned = Optional.of(name);
      }
      return;
    }
    List<X509Certificate> certificates =
        List.of(signers).stream()
            .map(one -> (X509Certificate) one.getSignerCertPath().getCertificates().getFirst())
            .distinct()
            .toList();
    if (certificates.size() != 1
        || (signer.isPresent() && !signer.get().equals(certificates.getFirst()))) {
      throw new StoreException(
          "it is signed with more than one key; sign the unsigned jar with one key");
    }
    signer = Optional.of(certificates.getFirst());
  }
}
