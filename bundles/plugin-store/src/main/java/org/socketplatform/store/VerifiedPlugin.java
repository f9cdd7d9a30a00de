package org.socketplatform.store;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A jar that was read to its end and found to be as its signer made it.
 *
 * @param jar what it is
 * @param digest SHA-256 of the file, in hexadecimal
 * @param signer empty if it is not signed, which only development allows
 */
public record VerifiedPlugin(PluginJar jar, String digest, Optional<X509Certificate> signer) {}
