package org.socketplatform.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Certificates and keys as text, RFC 7468, and the two older forms of keys. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /** {@code rsaEncryption} with its parameters, as DER. */
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /** The name {@code ecPublicKey}, as DER. */
  private static final byte[] EC = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private Pem() {}

  /** All certificates of a text, or the one that it is as DER. */
  static List<X509Certificate> certificates(byte[] text) {
    List<X509Certificate> found = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      Matcher block = BLOCK.matcher(new String(text, ISO_8859_1));
      while (block.find()) {
        if (block.group(1).endsWith("CERTIFICATE")) {
          found.add(certificate(factory, decoded(block.group(2))));
        }
      }
      if (found.isEmpty() && text.length > 0 && text[0] == 0x30) {
        found.add(certificate(factory, text));
      }
    } catch (CertificateException e) {
      throw Problem.of("ERR_OSSL_PEM_BAD_BASE64_DECODE", "A certificate cannot be read: " + e)
          .exception();
    }
    if (found.isEmpty()) {
      throw noStart("certificate");
    }
    return found;
  }

  private static X509Certificate certificate(CertificateFactory factory, byte[] der)
      throws CertificateException {
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
  }

  private static RuntimeException noStart(String what) {
    return Problem.of(
            "ERR_OSSL_PEM_NO_START_LINE", "There is no " + what + " in PEM: no start line")
        .exception();
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw Problem.of("ERR_OSSL_PEM_BAD_BASE64_DECODE", "There is a PEM that is no base64")
          .exception();
    }
  }

  /**
   * The first key of a text.
   *
   * @param passphrase of an encrypted one
   */
  static PrivateKey key(byte[] text, String passphrase) {
    Matcher block = BLOCK.matcher(new String(text, ISO_8859_1));
    while (block.find()) {
      String kind = block.group(1);
      String body = block.group(2);
      if (kind.equals("PRIVATE KEY")) {
        return ofPkcs8(decoded(body));
      } else if (kind.equals("ENCRYPTED PRIVATE KEY")) {
        return ofPkcs8(decrypted(decoded(body), passphrase));
      } else if (kind.equals("RSA PRIVATE KEY")) {
        return ofPkcs8(wrapped(RSA, plain(body)));
      } else if (kind.equals("EC PRIVATE KEY")) {
        byte[] key = plain(body);
        return ofPkcs8(wrapped(sequence(EC, curve(key)), key));
      }
    }
    throw noStart("private key");
  }

  private static byte[] plain(String body) {
    if (body.contains("Proc-Type")) {
      throw Problem.of(
              "ERR_OSSL_UNSUPPORTED",
              "Keys that are encrypted in the old way are not read: convert them with openssl pkcs8"
                  + " -topk8")
          .exception();
    }
    return decoded(body);
  }

  private static byte[] decrypted(byte[] der, String passphrase) {
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      SecretKeyFactory keys = SecretKeyFactory.getInstance(info.getAlgName());
      Cipher cipher = Cipher.getInstance(info.getAlgName());
      cipher.init(
          Cipher.DECRYPT_MODE,
          keys.generateSecret(new PBEKeySpec(passphrase.toCharArray())),
          info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw Problem.of(
              "ERR_OSSL_BAD_DECRYPT", "The key cannot be decrypted: is the passphrase right?")
          .exception();
    }
  }

  private static PrivateKey ofPkcs8(byte[] der) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException e) {
        // one of another kind
      }
    }
    throw Problem.of("ERR_OSSL_UNSUPPORTED", "The key is of a kind that is not known").exception();
  }

  /** RFC 5958: version, algorithm, key. */
  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    byte[] version = {0x02, 0x01, 0x00};
    return sequence(version, algorithm, tagged(0x04, key));
  }

  /** The curve of an EC key, RFC 5915: what stands under the tag 0 behind the key itself. */
  private static byte[] curve(byte[] key) {
    int at = 2 + (key[1] < 0 ? key[1] & 0x7f : 0); // into the sequence
    while (at + 1 < key.length) {
      int length = key[at + 1] & 0xff;
      if (length >= 0x80) {
        break;
      }
      if ((key[at] & 0xff) == 0xa0 && at + 2 + length <= key.length) {
        byte[] name = new byte[length];
        System.arraycopy(key, at + 2, name, 0, length);
        return name;
      }
      at += 2 + length;
    }
    throw Problem.of("ERR_OSSL_UNSUPPORTED", "The EC key does not name its curve").exception();
  }

  private static byte[] sequence(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return tagged(0x30, all.toByteArray());
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    if (content.length < 0x80) {
      all.write(content.length);
    } else if (content.length < 0x100) {
      all.write(0x81);
      all.write(content.length);
    } else {
      all.write(0x82);
      all.write(content.length >> 8);
      all.write(content.length);
    }
    all.writeBytes(content);
    return all.toByteArray();
  }
}
