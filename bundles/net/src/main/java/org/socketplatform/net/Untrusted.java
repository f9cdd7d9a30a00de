package org.socketplatform.net;

import java.security.cert.CertificateException;

/** Why a certificate is not trusted, by OpenSSL's name for it. */
final class Untrusted extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final String code;

  Untrusted(String code) {
    super(textOf(code));
    this.code = code;
  }

  String code() {
    return code;
  }

  String text() {
    return textOf(code);
  }

  static String textOf(String code) {
    return switch (code) {
      case "CERT_HAS_EXPIRED" -> "certificate has expired";
      case "CERT_NOT_YET_VALID" -> "certificate is not yet valid";
      case "DEPTH_ZERO_SELF_SIGNED_CERT" -> "self-signed certificate";
      case "SELF_SIGNED_CERT_IN_CHAIN" -> "self-signed certificate in certificate chain";
      case "UNABLE_TO_VERIFY_LEAF_SIGNATURE" -> "unable to verify the first certificate";
      case "UNABLE_TO_GET_ISSUER_CERT" -> "unable to get issuer certificate";
      case "INVALID_PURPOSE" -> "unsuitable certificate purpose";
      default -> code;
    };
  }
}
