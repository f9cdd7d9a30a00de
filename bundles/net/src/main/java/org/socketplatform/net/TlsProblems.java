package org.socketplatform.net;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Failures of TLS as Node names them. */
final class TlsProblems {
  private static final Pattern ALERT =
      Pattern.compile("(?:fatal alert: |alert number )([a-z_]+)", Pattern.CASE_INSENSITIVE);

  /** The alerts that SSL 3 had already, by which OpenSSL names them. */
  private static final java.util.Set<String> OLD =
      java.util.Set.of(
          "unexpected_message",
          "bad_record_mac",
          "decompression_failure",
          "handshake_failure",
          "no_certificate",
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "illegal_parameter");

  private TlsProblems() {}

  static Problem of(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Untrusted untrusted) {
        return Problem.of(untrusted.code(), untrusted.text());
      }
    }
    String message = String.valueOf(e.getMessage());
    Matcher alert = ALERT.matcher(message);
    if (alert.find()) {
      String name = alert.group(1).toLowerCase(Locale.ROOT);
      String code =
          "ERR_SSL_"
              + (OLD.contains(name) ? "SSLV3_ALERT_" : "TLSV1_ALERT_")
              + name.toUpperCase(Locale.ROOT);
      return Problem.of(code, "TLS: the peer sent the alert " + name.replace('_', ' '));
    }
    String words = message.toLowerCase(Locale.ROOT);
    if (words.contains("unrecognized ssl message") || words.contains("plaintext connection")) {
      return Problem.of("ERR_SSL_WRONG_VERSION_NUMBER", "TLS: the peer does not speak it");
    }
    if (words.contains("no cipher suites in common")) {
      return Problem.of("ERR_SSL_NO_SHARED_CIPHER", "TLS: no shared cipher");
    }
    if ((words.contains("protocol") && words.contains("not accepted"))
        || words.contains("no appropriate protocol")
        || words.contains("client requested protocol")) {
      return Problem.of("ERR_SSL_UNSUPPORTED_PROTOCOL", "TLS: no shared version");
    }
    if (words.contains("empty client certificate chain")
        || words.contains("empty server certificate chain")) {
      return Problem.of(
          "ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE", "TLS: the peer sent no certificate");
    }
    return new Problem("EPROTO", -71, "", "TLS: " + message, Map.of());
  }
}
