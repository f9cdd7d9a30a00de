package org.socketplatform.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.socketplatform.relay.IdentityFile;
import org.socketplatform.relay.protocol.crypto.SharedKeys;

/**
 * The seed of a peer's key in a file, which is made if there is none. Its passphrase is in an
 * environment variable, or asked for; other programs of the user can see what is on a command line.
 */
final class Identity {
  /** Has the passphrase; if it is there and empty, the file is not sealed. */
  static final String VARIABLE = "SSC_IDENTITY_PASSPHRASE";

  private final Session session;
  private final Path file;

  Identity(Session session, Path file) {
    this.session = session;
    this.file = file;
  }

  /** The seed; 32 bytes. */
  byte[] seed() {
    try {
      return Files.exists(file) ? read() : create();
    } catch (NoSuchFileException e) {
      throw new CommandException("there is no folder for %s; make one".formatted(file), e);
    } catch (IOException e) {
      throw new CommandException("cannot read or write %s (%s)".formatted(file, e), e);
    }
  }

  private byte[] read() throws IOException {
    char[] passphrase =
        IdentityFile.isSealed(file)
            ? given().orElseGet(() -> asked("passphrase of %s: ".formatted(file)))
            : new char[0];
    try {
      return IdentityFile.read(file, passphrase);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private byte[] create() throws IOException {
    SecureRandom random = new SecureRandom();
    byte[] seed = SharedKeys.random(random);
    char[] passphrase = given().orElseGet(this::chosen);
    try {
      IdentityFile.create(file, seed, passphrase, random);
      if (passphrase.length == 0) {
        session.warn("%s is not sealed: who can read it is you".formatted(file));
      }
      return seed;
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private char[] chosen() {
    char[] first = asked("new passphrase for %s (empty: not sealed): ".formatted(file));
    char[] second = asked("the same again: ");
    boolean isSame = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!isSame) {
      throw new CommandException("these are two passphrases; try again");
    }
    return first;
  }

  private Optional<char[]> given() {
    return Optional.ofNullable(session.environment().get(VARIABLE)).map(String::toCharArray);
  }

  private char[] asked(String question) {
    return session
        .askSecretly()
        .apply(question)
        .orElseThrow(() ->
            new CommandException(
                "nobody is there to ask for the passphrase of %s; set %s"
                    .formatted(file, VARIABLE)));
  }
}
