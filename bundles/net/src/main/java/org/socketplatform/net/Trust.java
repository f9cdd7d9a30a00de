package org.socketplatform.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom one trusts, and why not. A certificate that is trusted itself needs no issuer, as in Node.
 * Revocation is not looked up, as in Node. Immutable.
 */
final class Trust {
  private static final String SERVER = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
  private static final String ANY = "2.5.29.37.0";

  /** Where systems keep what they trust. */
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private final Set<X509Certificate> certificates;

  Trust(Collection<X509Certificate> certificates) {
    this.certificates = Set.copyOf(certificates);
  }

  private static final class OfSystem {
    static final List<X509Certificate> CERTIFICATES = List.copyOf(load());
    static final Trust TRUST = new Trust(CERTIFICATES);

    private static Set<X509Certificate> load() {
      Set<X509Certificate> found = new LinkedHashSet<>();
      for (Path bundle : BUNDLES) {
        try {
          if (Files.isReadable(bundle)) {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            factory
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(bundle)))
                .forEach(certificate -> found.add((X509Certificate) certificate));
            return found;
          }
        } catch (IOException | CertificateException e) {
          System.getLogger(Trust.class.getName())
              .log(System.Logger.Level.WARNING, bundle + " cannot be read", e);
        }
      }
      try {
        TrustManagerFactory factory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        Arrays.stream(factory.getTrustManagers())
            .filter(X509TrustManager.class::isInstance)
            .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
            .forEach(found::add);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("There is no trust store", e);
      }
      return found;
    }
  }

  /** What the system trusts. */
  static Trust ofSystem() {
    return OfSystem.TRUST;
  }

  /** The certificates that the system trusts. */
  static List<X509Certificate> systemCertificates() {
    return OfSystem.CERTIFICATES;
  }

  /** A certificate of this trust that has signed another, if there is one. */
  Optional<X509Certificate> issuerOf(X509Certificate certificate) {
    return certificates.stream()
        .filter(other ->
            other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && isSignedBy(certificate, other))
        .findFirst();
  }

  /**
   * Why a chain is not trusted, by OpenSSL's name for it; empty if it is.
   *
   * @param chain the peer's own certificate first
   * @param ofServer true if the peer is a server
   */
  Optional<String> objection(X509Certificate[] chain, boolean ofServer) {
    for (X509Certificate certificate : chain) {
      try {
        certificate.checkValidity();
      } catch (CertificateExpiredException e) {
        return Optional.of("CERT_HAS_EXPIRED");
      } catch (CertificateNotYetValidException e) {
        return Optional.of("CERT_NOT_YET_VALID");
      }
    }
    X509Certificate leaf = chain[0];
    if (!isFor(leaf, ofServer ? SERVER : CLIENT)) {
      return Optional.of("INVALID_PURPOSE");
    }
    if (certificates.contains(leaf) || leadsToTrust(chain)) {
      return Optional.empty();
    }
    if (chain.length == 1) {
      return Optional.of(
          isSignedBy(leaf, leaf)
              ? "DEPTH_ZERO_SELF_SIGNED_CERT"
              : "UNABLE_TO_VERIFY_LEAF_SIGNATURE");
    }
    X509Certificate last = chain[chain.length - 1];
    return Optional.of(
        isSignedBy(last, last) ? "SELF_SIGNED_CERT_IN_CHAIN" : "UNABLE_TO_GET_ISSUER_CERT");
  }

  private static boolean isFor(X509Certificate certificate, String usage) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null || usages.contains(usage) || usages.contains(ANY);
    } catch (CertificateException e) {
      return false;
    }
  }

  private boolean leadsToTrust(X509Certificate[] chain) {
    if (certificates.isEmpty()) {
      return false;
    }
    try {
      X509CertSelector leaf = new X509CertSelector();
      leaf.setCertificate(chain[0]);
      PKIXBuilderParameters parameters =
          new PKIXBuilderParameters(
              certificates.stream()
                  .map(certificate -> new TrustAnchor(certificate, null))
                  .collect(Collectors.toSet()),
              leaf);
      parameters.setRevocationEnabled(false);
      parameters.addCertStore(
          CertStore.getInstance(
              "Collection", new CollectionCertStoreParameters(new ArrayList<>(List.of(chain)))));
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * What the JDK asks during a handshake.
   *
   * @param strict false to let everyone in, and look later
   */
  X509ExtendedTrustManager manager(boolean strict) {
    return new Manager(this, strict);
  }

  private static final class Manager extends X509ExtendedTrustManager {
    private final Trust trust;
    private final boolean strict;

    Manager(Trust trust, boolean strict) {
      this.trust = trust;
      this.strict = strict;
    }

    private void check(X509Certificate[] chain, boolean ofServer) throws Untrusted {
      if (strict) {
        Optional<String> objection = trust.objection(chain, ofServer);
        if (objection.isPresent()) {
          throw new Untrusted(objection.get());
        }
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
        throws Untrusted {
      check(chain, false);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
        throws Untrusted {
      check(chain, true);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
        throws Untrusted {
      check(chain, false);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
        throws Untrusted {
      check(chain, true);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws Untrusted {
      check(chain, false);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws Untrusted {
      check(chain, true);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.certificates.toArray(X509Certificate[]::new);
    }
  }
}
