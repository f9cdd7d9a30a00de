package org.socketplatform.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.socketplatform.store.Certificates;
import org.socketplatform.store.Fingerprint;
import org.socketplatform.store.Signatures;
import org.socketplatform.store.TrustStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ssc keys}: who signs, and who is trusted. */
@Command(
    name = "keys",
    description = "Makes keys that sign plugins, and says whose plugins may run.")
final class KeysCommand implements Runnable {
  private static final int SHORTEST_FINGERPRINT = 8;

  private final Session session;

  @Spec private CommandSpec spec = CommandSpec.create();

  KeysCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "");
  }

  @Command(
      name = "new",
      description = {
        "Makes a key, and trusts it on this computer. Others need its"
            + " certificate, a file that it names, in order to trust it."
      })
  void make(
      @Parameters(
              paramLabel = "NAME",
              arity = "0..1",
              description = "by default the name of the user")
          Optional<String> name) {
    Keys.Key key =
        session.keys().make(name.orElseGet(() -> System.getProperty("user.name", "default")));
    trust().add(key.certificate());
    session.out().printf("made the key '%s', valid until %s%n", key.name(), end(key.certificate()));
    session.out().printf("  secret       %s (keep it to yourself)%n", key.file());
    session
        .out()
        .printf(
            "  certificate  %s (give it to those who are to trust you)%n", key.certificateFile());
    session.out().printf("  SHA-256      %s%n", Fingerprint.of(key.certificate()));
  }

  @Command(name = "list", description = "Shows the keys of this user and the trusted certificates.")
  void list() {
    Set<X509Certificate> own = new HashSet<>();
    for (Keys.Key key : session.keys().all()) {
      own.add(key.certificate());
      show(
          key.name(),
          trust().contains(key.certificate()) ? "own key" : "own key, not trusted",
          key.certificate());
    }
    for (X509Certificate certificate : trust().certificates()) {
      if (!own.contains(certificate)) {
        show(Certificates.name(certificate), "trusted", certificate);
      }
    }
  }

  private void show(String name, String what, X509Certificate certificate) {
    session
        .out()
        .printf(
            "%-16s %s, until %s%n%17s%s%n",
            name, what, end(certificate), "", Fingerprint.of(certificate));
  }

  @Command(
      name = "trust",
      description = "Lets plugins run that are signed by the key of this certificate.")
  void trust(
      @Parameters(
              paramLabel = "FILE",
              description = "the certificate, or a plugin signed with its key")
          Path file) {
    X509Certificate certificate = certificate(file);
    trust().add(certificate);
    session.out().printf("trusts '%s'%n", Certificates.name(certificate));
    session.out().printf("  SHA-256  %s%n", Fingerprint.of(certificate));
  }

  private static X509Certificate certificate(Path file) {
    try {
      if (isZip(file)) {
        return Signatures.signerOf(file)
            .orElseThrow(() ->
                new CommandException(
                    file + " is not signed; give a certificate or a signed plugin"));
      }
      return Certificates.read(file);
    } catch (NoSuchFileException e) {
      throw new CommandException("there is no file " + file + "; give a .pem file or a plugin", e);
    } catch (IOException e) {
      throw new CommandException("cannot read %s (%s)".formatted(file, e.getMessage()), e);
    }
  }

  private static boolean isZip(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.read() == 'P' && in.read() == 'K';
    }
  }

  @Command(
      name = "untrust",
      description = "Takes trust back. Plugins with this signature stop in apps that run.")
  void untrust(
      @Parameters(
              paramLabel = "NAME",
              description = "as 'ssc keys list' shows it, or the fingerprint")
          String name) {
    List<X509Certificate> meant =
        trust().certificates().stream().filter(one -> isMeant(one, name)).toList();
    if (meant.size() != 1) {
      throw new CommandException(
          meant.isEmpty()
              ? "no certificate '%s' is trusted; 'ssc keys list' shows those that are"
                  .formatted(name)
              : "there are %d certificates '%s'; give the fingerprint that 'ssc keys list' shows"
                  .formatted(meant.size(), name));
    }
    trust().remove(meant.getFirst());
    session.out().printf("no longer trusts '%s'%n", Certificates.name(meant.getFirst()));
  }

  private static boolean isMeant(X509Certificate certificate, String name) {
    return Certificates.name(certificate).equals(name)
        || (name.length() >= SHORTEST_FINGERPRINT
            && Fingerprint.of(certificate).startsWith(name.toLowerCase(Locale.ROOT)));
  }

  private TrustStore trust() {
    return session.store().trust();
  }

  private static LocalDate end(X509Certificate certificate) {
    return LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneOffset.UTC);
  }
}
