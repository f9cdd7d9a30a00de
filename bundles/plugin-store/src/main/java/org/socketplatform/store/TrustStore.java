package org.socketplatform.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The certificates whose plugins the user wants to run: one PEM file each, named by its
 * fingerprint. Trust is in a certificate itself, not in whoever issued it.
 */
public final class TrustStore {
  private static final String SUFFIX = ".pem";

  private final Path folder;

  TrustStore(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** All of them, by name. */
  public List<X509Certificate> certificates() {
    List<X509Certificate> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : files) {
          found.add(read(file));
        }
      } catch (IOException e) {
        throw new StoreException("cannot read " + folder + ": " + e, e);
      }
    }
    found.sort(Comparator.comparing(Certificates::name).thenComparing(Fingerprint::of));
    return found;
  }

  private X509Certificate read(Path file) throws IOException {
    try {
      return Certificates.read(file);
    } catch (StoreException e) {
      throw new StoreException(
          "%s is damaged; remove it and trust the certificate anew with 'ssc keys trust'"
              .formatted(file),
          e);
    }
  }

  /** True if plugins that this certificate signed are wanted. */
  public boolean contains(X509Certificate certificate) {
    Path file = file(certificate);
    try {
      return Files.isRegularFile(file) && read(file).equals(certificate);
    } catch (IOException e) {
      throw new StoreException("cannot read " + file + ": " + e, e);
    }
  }

  /** Trusts a certificate from now on. */
  public void add(X509Certificate certificate) {
    try {
      AtomicFiles.write(file(certificate), Certificates.pem(certificate));
    } catch (IOException e) {
      throw new StoreException("cannot write to " + folder + ": " + e, e);
    }
  }

  /** Trusts a certificate no more; its plugins stay installed, but are not run. */
  public void remove(X509Certificate certificate) {
    try {
      Files.deleteIfExists(file(certificate));
    } catch (IOException e) {
      throw new StoreException("cannot write to " + folder + ": " + e, e);
    }
  }

  private Path file(X509Certificate certificate) {
    return folder.resolve(Fingerprint.of(certificate) + SUFFIX);
  }
}
