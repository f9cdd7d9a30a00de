package org.socketplatform.net;

import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** What handshakes go by: one side's certificates, whom it trusts, which versions it speaks. */
final class TlsContext {
  /** Of a connection whose handshake is over. */
  static final TlsContext NONE = new TlsContext(null, TlsOptions.read(new byte[0]), false);

  private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

  private final @Nullable SSLContext context;
  private final TlsOptions options;
  private final boolean ofServer;

  private TlsContext(@Nullable SSLContext context, TlsOptions options, boolean ofServer) {
    this.context = context;
    this.options = options;
    this.ofServer = ofServer;
  }

  /**
   * Makes a context.
   *
   * @throws org.socketplatform.plugin.FailureException if it cannot be as the options say
   */
  static TlsContext of(TlsOptions options, boolean ofServer) {
    Identities identities = new Identities(options.identities());
    boolean strict = options.isRejecting() && (!ofServer || options.isRequesting());
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {identities},
          new TrustManager[] {options.trust().manager(strict)},
          null);
      TlsContext made = new TlsContext(context, options, ofServer);
      made.engine(); // fails now if it cannot be
      return made;
    } catch (GeneralSecurityException e) {
      throw Problem.of("ERR_TLS_INVALID_CONTEXT", "TLS cannot be set up: " + e).exception();
    }
  }

  /** An engine for one connection. */
  SSLEngine engine() {
    SSLContext own = context;
    if (own == null) {
      throw new IllegalStateException("There is no context for a handshake");
    }
    SSLEngine engine = own.createSSLEngine();
    engine.setUseClientMode(!ofServer);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(versions());
    options.ciphers().ifPresent(names -> parameters.setCipherSuites(chosen(names, engine)));
    if (!options.alpn().isEmpty()) {
      parameters.setApplicationProtocols(options.alpn().toArray(String[]::new));
    }
    if (ofServer) {
      parameters.setWantClientAuth(options.isRequesting());
      if (options.isRequesting() && options.isRejecting()) {
        parameters.setNeedClientAuth(true);
      }
      parameters.setUseCipherSuitesOrder(true);
    } else {
      options
          .servername()
          .ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  private String[] versions() {
    int first = options.oldest().map(VERSIONS::indexOf).orElse(0);
    int last = options.newest().map(VERSIONS::indexOf).orElse(VERSIONS.size() - 1);
    if (first < 0 || last < first) {
      throw Problem.of(
              "ERR_SSL_NO_PROTOCOLS_AVAILABLE", "No version of TLS is left: there are " + VERSIONS)
          .exception();
    }
    return VERSIONS.subList(first, last + 1).toArray(String[]::new);
  }

  /** The suites of a list with colons, by their names of the standard. */
  private static String[] chosen(String names, SSLEngine engine) {
    List<String> supported = Arrays.asList(engine.getSupportedCipherSuites());
    String[] chosen =
        Stream.of(names.split(":")).filter(supported::contains).toArray(String[]::new);
    if (chosen.length == 0) {
      throw Problem.of("ERR_SSL_NO_CIPHER_MATCH", "No cipher match").exception();
    }
    return chosen;
  }

  /** What a handshake has settled. */
  Secured facts(SSLEngine engine) {
    SSLSession session = engine.getSession();
    Map<String, Object> fields = new HashMap<>();
    fields.put("protocol", session.getProtocol());
    fields.put("cipher", session.getCipherSuite());
    String alpn = engine.getApplicationProtocol();
    if (alpn != null && !alpn.isEmpty()) {
      fields.put("alpn", alpn);
    }
    if (ofServer && session instanceof ExtendedSSLSession extended) {
      extended.getRequestedServerNames().stream()
          .filter(SNIHostName.class::isInstance)
          .findFirst()
          .ifPresent(name -> fields.put("servername", ((SNIHostName) name).getAsciiName()));
    }
    Certificate[] own = session.getLocalCertificates();
    if (own != null && own.length > 0) {
      fields.put("own", PeerCertificate.fields((X509Certificate) own[0]));
    }
    List<X509Certificate> peer = peer(session);
    if (peer.isEmpty()) {
      fields.put("authorized", false);
      return new Secured(fields);
    }
    Trust trust = options.trust();
    Optional<String> objection = trust.objection(peer.toArray(X509Certificate[]::new), !ofServer);
    fields.put("authorized", objection.isEmpty());
    objection.ifPresent(code -> {
      fields.put("authorizationError", code);
      fields.put("authorizationText", Untrusted.textOf(code));
    });
    trust.issuerOf(peer.getLast()).filter(root -> !peer.contains(root)).ifPresent(peer::add);
    fields.put("peer", peer.stream().map(PeerCertificate::fields).toList());
    return new Secured(fields);
  }

  private static List<X509Certificate> peer(SSLSession session) {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (Certificate certificate : session.getPeerCertificates()) {
        chain.add((X509Certificate) certificate);
      }
    } catch (SSLPeerUnverifiedException e) {
      // it has shown none
    }
    return chain;
  }
}
