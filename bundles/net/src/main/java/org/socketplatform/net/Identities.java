package org.socketplatform.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The certificates and keys that one shows, a server by the name that the client asks for. */
final class Identities extends X509ExtendedKeyManager {
  private record Identity(String host, X509ExtendedKeyManager keys) {
    boolean isFor(String name) {
      return host.startsWith("*.")
          ? name.indexOf('.') > 0 && name.substring(name.indexOf('.')).equals(host.substring(1))
          : host.equals(name);
    }
  }

  private static final char SEPARATOR = '|';

  private final List<Identity> identities = new ArrayList<>();

  /**
   * Reads what is shown.
   *
   * @throws org.socketplatform.plugin.FailureException if a certificate or key cannot be read, or
   *     they do not fit
   */
  Identities(List<TlsOptions.Draft> drafts) {
    for (TlsOptions.Draft draft : drafts) {
      if (!draft.isEmpty()) {
        identities.add(new Identity(draft.host.toLowerCase(Locale.ROOT), keys(draft)));
      }
    }
  }

  boolean isEmpty() {
    return identities.isEmpty();
  }

  private static X509ExtendedKeyManager keys(TlsOptions.Draft draft) {
    char[] password = draft.passphrase.toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      byte[] pfx = draft.pfx;
      if (pfx != null) {
        load(store, pfx, password);
      } else {
        store.load(null, null);
        for (int i = 0; i < draft.keys.size(); i++) {
          PrivateKey key = Pem.key(draft.keys.get(i), draft.passphrase);
          if (draft.certificates.isEmpty()) {
            throw Problem.of("ERR_SSL_NO_CERTIFICATE_ASSIGNED", "A key needs its certificate")
                .exception();
          }
          byte[] text = draft.certificates.get(Math.min(i, draft.certificates.size() - 1));
          Certificate[] chain = Pem.certificates(text).toArray(Certificate[]::new);
          if (!fits(key, (X509Certificate) chain[0])) {
            throw Problem.of("ERR_OSSL_X509_KEY_VALUES_MISMATCH", "key values mismatch")
                .exception();
          }
          store.setKeyEntry("own" + i, key, password, chain);
        }
      }
      KeyManagerFactory factory = KeyManagerFactory.getInstance("NewSunX509");
      factory.init(store, password);
      for (KeyManager manager : factory.getKeyManagers()) {
        if (manager instanceof X509ExtendedKeyManager keys) {
          return keys;
        }
      }
      throw new IllegalStateException("The JDK has no key manager");
    } catch (GeneralSecurityException | IOException e) {
      throw Problem.of("ERR_OSSL_UNSUPPORTED", "A certificate or its key cannot be used: " + e)
          .exception();
    }
  }

  private static void load(KeyStore store, byte[] pfx, char[] password)
      throws GeneralSecurityException {
    try {
      store.load(new ByteArrayInputStream(pfx), password);
    } catch (IOException e) {
      throw Problem.of(
              "ERR_OSSL_PKCS12_MAC_VERIFY_FAILURE",
              "mac verify failure: the pfx cannot be read with this passphrase")
          .exception();
    }
  }

  private static boolean fits(PrivateKey key, X509Certificate certificate) {
    String kind = certificate.getPublicKey().getAlgorithm();
    if (!kind.equals(key.getAlgorithm())) {
      return false;
    }
    return !(key instanceof java.security.interfaces.RSAKey own)
        || (certificate.getPublicKey() instanceof java.security.interfaces.RSAKey other
            && own.getModulus().equals(other.getModulus()));
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    Identity chosen = null;
    int at = -1;
    List<String> names = names(engine);
    for (int i = 0; i < identities.size(); i++) {
      Identity identity = identities.get(i);
      boolean fits = names.stream().anyMatch(identity::isFor);
      if (fits || (chosen == null && identity.host().isEmpty())) {
        chosen = identity;
        at = i;
      }
      if (fits) {
        break;
      }
    }
    if (chosen == null) {
      return null;
    }
    String alias = chosen.keys().chooseEngineServerAlias(keyType, issuers, engine);
    return alias == null ? null : at + String.valueOf(SEPARATOR) + alias;
  }

  private static List<String> names(SSLEngine engine) {
    if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      List<String> names = new ArrayList<>();
      for (SNIServerName name : session.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          names.add(host.getAsciiName().toLowerCase(Locale.ROOT));
        }
      }
      return names;
    }
    return List.of();
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    for (int i = 0; i < identities.size(); i++) {
      String alias = identities.get(i).keys().chooseEngineClientAlias(keyTypes, null, engine);
      if (alias != null) {
        return i + String.valueOf(SEPARATOR) + alias;
      }
    }
    return null;
  }

  private X509ExtendedKeyManager managerOf(String alias) {
    return identities.get(Integer.parseInt(alias.substring(0, alias.indexOf(SEPARATOR)))).keys();
  }

  private static String aliasOf(String alias) {
    return alias.substring(alias.indexOf(SEPARATOR) + 1);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return managerOf(alias).getCertificateChain(aliasOf(alias));
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return managerOf(alias).getPrivateKey(aliasOf(alias));
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null; // only engines are used
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null; // only engines are used
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null; // only engines are used
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null; // only engines are used
  }

  @Override
  public String toString() {
    return "Identities" + Arrays.toString(identities.stream().map(Identity::host).toArray());
  }
}
