package org.socketplatform.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a page asks of TLS. It comes as fields one after the other: a byte with the length of the
 * name, the name, four bytes with the length of the value, the value. So keys are no parameters,
 * which tools show, and bytes need no other form. A field {@code context} begins the identity for
 * the host that it names; what stands before belongs to all others.
 */
final class TlsOptions {
  /** The most that all fields may have together, in bytes. */
  static final int LIMIT = 4 * 1024 * 1024;

  private final List<Draft> identities = new ArrayList<>(List.of(new Draft("")));
  private final List<X509Certificate> authorities = new ArrayList<>();
  private final List<String> alpn = new ArrayList<>();
  private @Nullable String oldest;
  private @Nullable String newest;
  private @Nullable String ciphers;
  private @Nullable String servername;
  private boolean rejecting = true;
  private boolean requesting;

  /** What one host shows of itself. */
  static final class Draft {
    final String host;
    final List<byte[]> certificates = new ArrayList<>();
    final List<byte[]> keys = new ArrayList<>();
    byte @Nullable [] pfx;
    String passphrase = "";

    Draft(String host) {
      this.host = host;
    }

    boolean isEmpty() {
      return pfx == null && keys.isEmpty();
    }
  }

  private TlsOptions() {}

  /**
   * Reads the fields.
   *
   * @throws org.socketplatform.plugin.FailureException if they cannot be read
   */
  static TlsOptions read(byte[] bytes) {
    TlsOptions options = new TlsOptions();
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    while (fields.hasRemaining()) {
      String name = new String(part(fields, fields.get() & 0xff), UTF_8);
      if (fields.remaining() < 4) {
        throw truncated();
      }
      options.set(name, part(fields, fields.getInt()));
    }
    return options;
  }

  private static byte[] part(ByteBuffer fields, int length) {
    if (length < 0 || length > fields.remaining()) {
      throw truncated();
    }
    byte[] part = new byte[length];
    fields.get(part);
    return part;
  }

  private static RuntimeException truncated() {
    return Failures.invalid("body", "a field of the options ends early");
  }

  private void set(String name, byte[] value) {
    Draft identity = identities.getLast();
    switch (name) {
      case "context" -> identities.add(new Draft(new String(value, UTF_8)));
      case "cert" -> identity.certificates.add(value);
      case "key" -> identity.keys.add(value);
      case "pfx" -> identity.pfx = value;
      case "passphrase" -> identity.passphrase = new String(value, UTF_8);
      case "ca" -> authorities.addAll(Pem.certificates(value));
      case "alpn" -> alpn.add(new String(value, UTF_8));
      case "min" -> oldest = new String(value, UTF_8);
      case "max" -> newest = new String(value, UTF_8);
      case "ciphers" -> ciphers = new String(value, UTF_8);
      case "servername" -> servername = new String(value, UTF_8);
      case "lenient" -> rejecting = false;
      case "request" -> requesting = true;
      default -> throw Failures.invalid("body", "there is no option " + name);
    }
  }

  List<Draft> identities() {
    return identities;
  }

  /** Whom to trust: those that are named, else those that the system trusts. */
  Trust trust() {
    return authorities.isEmpty() ? Trust.ofSystem() : new Trust(authorities);
  }

  List<String> alpn() {
    return alpn;
  }

  Optional<String> oldest() {
    return Optional.ofNullable(oldest);
  }

  Optional<String> newest() {
    return Optional.ofNullable(newest);
  }

  Optional<String> ciphers() {
    return Optional.ofNullable(ciphers);
  }

  Optional<String> servername() {
    return Optional.ofNullable(servername);
  }

  /** Whether a peer that is not trusted is refused. */
  boolean isRejecting() {
    return rejecting;
  }

  /** Whether a server asks clients for a certificate. */
  boolean isRequesting() {
    return requesting;
  }
}
