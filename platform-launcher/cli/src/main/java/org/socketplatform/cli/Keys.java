package org.socketplatform.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.socketplatform.store.AtomicFiles;
import org.socketplatform.store.Certificates;
import org.socketplatform.store.UserFolder;

/**
 * The keys with which this user signs: EC P-256, each with a certificate of its own in a PKCS #12
 * file that only the user can read. As with an SSH key without a passphrase, whoever reads the file
 * has the key: the password in it is the same for all and no secret.
 */
final class Keys {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");
  private static final String SUFFIX = ".p12";
  private static final String PASSWORD = "no-secret";
  private static final String ALIAS = "key";
  private static final int VALID_DAYS = 3650;

  private final Path folder;

  Keys(Path folder) {
    this.folder = folder;
  }

  static Keys ofUser(Map<String, String> environment) {
    return new Keys(
        UserFolder.of(environment, "XDG_CONFIG_HOME", ".config").resolve("socket-platform/keys"));
  }

  /** A key and what proves it. */
  record Key(String name, Path file, PrivateKey secret, X509Certificate certificate) {
    /** Where others find its certificate. */
    Path certificateFile() {
      return file.resolveSibling(name + ".pem");
    }
  }

  /** Makes a new key. */
  Key make(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new CommandException(
          "'%s' cannot be the name of a key; take letters, digits, dots, hyphens and underscores"
              .formatted(name));
    }
    Path file = file(name);
    if (Files.exists(file)) {
      throw new CommandException(
          "there is a key '%s' already; take another name, or remove %s".formatted(name, file));
    }
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      Path made = Files.createTempDirectory(folder, ".new-");
      Path store = made.resolve(ALIAS);
      try {
        generate(name, store);
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
        Files.createLink(file, store); // unlike a move, it fails if another one was faster
      } finally {
        Files.deleteIfExists(store);
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      throw new CommandException("cannot write the key %s (%s)".formatted(file, e), e);
    }
    Key key = read(file);
    try {
      AtomicFiles.write(key.certificateFile(), Certificates.pem(key.certificate()));
    } catch (IOException e) {
      throw new CommandException("cannot write %s (%s)".formatted(key.certificateFile(), e), e);
    }
    return key;
  }

  /** The JDK has no public interface for making a certificate, but a program. */
  private static void generate(String name, Path store) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-sigalg",
            "SHA256withECDSA",
            "-dname",
            "CN=" + name,
            "-validity",
            Integer.toString(VALID_DAYS),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString());
    Process process = builder.redirectErrorStream(true).start();
    try (InputStream in = process.getInputStream()) {
      String said = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new CommandException("the JDK's keytool failed: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  /** All keys by name. */
  List<Key> all() {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        entries.forEach(files::add);
      } catch (IOException e) {
        throw new CommandException("cannot read %s (%s)".formatted(folder, e), e);
      }
    }
    return files.stream().sorted().map(this::read).toList();
  }

  /** The key to sign with. */
  Key choose(Optional<String> name) {
    if (name.isPresent()) {
      Path file = file(name.get());
      if (!NAME.matcher(name.get()).matches() || !Files.exists(file)) {
        throw new CommandException(
            "there is no key '%s'; 'ssc keys list' shows those there are".formatted(name.get()));
      }
      return read(file);
    }
    List<Key> keys = all();
    if (keys.size() != 1) {
      throw new CommandException(
          keys.isEmpty()
              ? "there is no key to sign with; make one with 'ssc keys new'"
              : "there are several keys; choose one with --key: "
                  + String.join(", ", keys.stream().map(Key::name).toList()));
    }
    return keys.getFirst();
  }

  private Path file(String name) {
    return folder.resolve(name + SUFFIX);
  }

  private Key read(Path file) {
    String fileName = String.valueOf(file.getFileName());
    String name = fileName.substring(0, fileName.length() - SUFFIX.length());
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      if (store.getKey(ALIAS, PASSWORD.toCharArray()) instanceof PrivateKey secret
          && store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
        return new Key(name, file, secret, certificate);
      }
      throw new GeneralSecurityException("it holds no key");
    } catch (IOException | GeneralSecurityException e) {
      throw new CommandException(
          "%s is damaged (%s); restore it, or remove it and make a new key"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
