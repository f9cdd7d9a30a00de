package org.socketplatform.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** A certificate with the fields that Node shows. */
final class PeerCertificate {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

  private PeerCertificate() {}

  static Map<String, Object> fields(X509Certificate certificate) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("subject", name(certificate.getSubjectX500Principal()));
    fields.put("issuer", name(certificate.getIssuerX500Principal()));
    String names = alternatives(certificate);
    if (!names.isEmpty()) {
      fields.put("subjectaltname", names);
    }
    fields.put("ca", certificate.getBasicConstraints() >= 0);
    if (certificate.getPublicKey() instanceof RSAPublicKey key) {
      fields.put("bits", key.getModulus().bitLength());
      fields.put("modulus", key.getModulus().toString(16).toUpperCase(Locale.ROOT));
      fields.put("exponent", "0x" + key.getPublicExponent().toString(16));
    } else if (certificate.getPublicKey() instanceof ECPublicKey key) {
      fields.put("bits", key.getParams().getOrder().bitLength());
    }
    fields.put("valid_from", time(certificate.getNotBefore()));
    fields.put("valid_to", time(certificate.getNotAfter()));
    String serial = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    fields.put("serialNumber", serial.length() % 2 == 0 ? serial : "0" + serial);
    try {
      byte[] der = certificate.getEncoded();
      fields.put("fingerprint", digest("SHA-1", der));
      fields.put("fingerprint256", digest("SHA-256", der));
      fields.put("fingerprint512", digest("SHA-512", der));
      fields.put("raw", HexFormat.of().formatHex(der));
      List<String> usages = certificate.getExtendedKeyUsage();
      if (usages != null) {
        fields.put("ext_key_usage", usages);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A certificate that was read cannot be written", e);
    }
    return fields;
  }

  private static String digest(String algorithm, byte[] bytes) throws GeneralSecurityException {
    return COLONS.formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
  }

  private static String time(Date date) {
    return TIME.format(date.toInstant());
  }

  private static Map<String, Object> name(X500Principal principal) {
    Map<String, Object> fields = new LinkedHashMap<>();
    try {
      for (Rdn part : new LdapName(principal.getName()).getRdns()) {
        String key = part.getType();
        String value = String.valueOf(part.getValue());
        Object before = fields.get(key);
        if (before == null) {
          fields.put(key, value);
        } else {
          List<Object> all = new ArrayList<>();
          all.addAll(before instanceof List<?> list ? list : List.of(before));
          all.add(value);
          fields.put(key, all);
        }
      }
    } catch (InvalidNameException e) {
      fields.put("CN", principal.getName());
    }
    return fields;
  }

  /**
   * As OpenSSL writes them; a name with a comma or a quote in it is quoted, so it cannot pass as
   * two.
   */
  private static String alternatives(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      var alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) {
        return "";
      }
      Map<Integer, String> kinds = new HashMap<>(Map.of(1, "email", 2, "DNS", 6, "URI"));
      for (List<?> alternative : alternatives) {
        int kind = (Integer) alternative.get(0);
        String value = String.valueOf(alternative.get(1));
        if (kind == 7) {
          names.add("IP Address:" + Addresses.text(InetAddress.getByName(value)));
        } else if (kinds.containsKey(kind)) {
          names.add(kinds.get(kind) + ":" + quoted(value));
        }
      }
    } catch (CertificateException | UnknownHostException e) {
      return "";
    }
    return String.join(", ", names);
  }

  private static String quoted(String name) {
    return name.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != ',' && c != '"' && c != '\\')
        ? name
        : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
