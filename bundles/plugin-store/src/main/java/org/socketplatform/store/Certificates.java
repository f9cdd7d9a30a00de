package org.socketplatform.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Certificates as files, and the name in them. */
public final class Certificates {
  private static final long LARGEST = 1 << 20;
  private static final int LINE = 64;

  private Certificates() {}

  /**
   * Reads a certificate in PEM or DER form.
   *
   * @throws StoreException if the file holds none
   */
  public static X509Certificate read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw noCertificate(file);
    }
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException e) {
      throw noCertificate(file);
    }
  }

  private static StoreException noCertificate(Path file) {
    return new StoreException(file + " holds no certificate; give a .pem file or a signed plugin");
  }

  /** A certificate in PEM form. */
  public static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Its common name; chosen by its maker, so it proves nothing. */
  public static String name(X509Certificate certificate) {
    String subject = certificate.getSubjectX500Principal().getName();
    try {
      for (Rdn part : new LdapName(subject).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
          return name.replaceAll("\\p{Cntrl}", "?");
        }
      }
    } catch (InvalidNameException e) {
      // The whole subject names it as well.
    }
    return subject;
  }
}
