package org.socketplatform.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipException;

/** Whether a jar may be installed or run. */
public final class Verification {
  private static final long LARGEST = 256L << 20;
  private static final int CHUNK = 1 << 16;

  private final TrustStore trust;
  private final boolean development;
  private final boolean isolated;

  private Verification(TrustStore trust, boolean development, boolean isolated) {
    this.trust = trust;
    this.development = development;
    this.isolated = isolated;
  }

  /**
   * Of jars that are to run in a process of their own: they need be whole, but nobody need have
   * signed them or be trusted.
   */
  public static Verification isolated(TrustStore trust) {
    return new Verification(trust, true, true);
  }

  /**
   * Verification against a trust store.
   *
   * @param development lets jars pass that nobody signed
   */
  public Verification(TrustStore trust, boolean development) {
    this(trust, development, false);
  }

  /** True if what passes may only run in a process of its own. */
  public boolean isIsolated() {
    return isolated;
  }

  /**
   * Reads a jar through to its end.
   *
   * @param jar to read
   * @param original how messages are to call it, if it is a copy
   * @throws StoreException if it is no plugin, was altered, or is not signed by someone trusted
   */
  public VerifiedPlugin verify(Path jar, Path original) {
    try {
      if (Files.size(jar) > LARGEST) {
        throw new StoreException("it is larger than 256 MiB; make it smaller");
      }
      String digest = digest(jar);
      Optional<X509Certificate> signer = Signatures.signerOf(jar);
      PluginJar plugin = PluginJar.read(jar);
      if (signer.isEmpty() && !development) {
        throw new StoreException(
            "it is not signed; sign it with 'ssc plugin sign', or ask its maker for a signed one; with --isolated it is installed as it is and runs in a process of its own");
      }
      if (signer.isPresent() && !isolated && !trust.contains(signer.get())) {
        throw new StoreException(
            "it is signed by '%s' (SHA-256 %s), who is not trusted; if the fingerprint is the one that its maker tells, run: ssc keys trust '%s'; with --isolated it is installed without trust and runs in a process of its own"
                .formatted(
                    Certificates.name(signer.get()), Fingerprint.of(signer.get()), original));
      }
      return new VerifiedPlugin(plugin, digest, signer);
    } catch (ZipException e) {
      throw new StoreException("it is no jar, or a damaged one (%s)".formatted(e.getMessage()), e);
    } catch (IOException e) {
      throw new StoreException("it cannot be read (%s)".formatted(e.getMessage()), e);
    } catch (StoreException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new StoreException("it is no jar, or a damaged one (%s)".formatted(e.getMessage()), e);
    }
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = Fingerprint.sha256();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        digest.update(chunk, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
