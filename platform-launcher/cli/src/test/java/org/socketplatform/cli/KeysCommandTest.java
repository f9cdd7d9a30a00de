package org.socketplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysCommandTest {
  @TempDir Path temp;
  private Workshop workshop;
  private Path keys;

  @BeforeEach
  void open() {
    workshop = new Workshop(temp);
    keys = workshop.home().resolve(".config/socket-platform/keys");
  }

  @Test
  void shouldMakeAKeyThatOnlyTheUserCanRead() throws IOException {
    Workshop.Outcome made = workshop.ssc("keys", "new", "ada");

    assertThat(made.err()).isEmpty();
    assertThat(made.status()).isZero();
    assertThat(made.out()).contains("made the key 'ada'", keys.resolve("ada.pem").toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("ada.p12"))))
        .isEqualTo("rw-------");
    try (var files = Files.list(keys)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("ada.p12", "ada.pem");
    }
    assertThat(workshop.ssc("keys", "list").out()).contains("ada", "own key");
  }

  @Test
  void shouldKeepAKeyThatIsThere() throws IOException {
    workshop.ssc("keys", "new", "ada");
    byte[] before = Files.readAllBytes(keys.resolve("ada.p12"));

    Workshop.Outcome again = workshop.ssc("keys", "new", "ada");

    assertThat(again.status()).isEqualTo(1);
    assertThat(again.errors()).singleElement().asString().contains("'ada' already", "remove");
    assertThat(keys.resolve("ada.p12")).hasBinaryContent(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../ada", "a/b", "-ada", "ada,O=Bank", "a\nb", "ä"})
  void shouldRefuseNamesThatAreNoFileNames(String name) {
    Workshop.Outcome made = workshop.ssc("keys", "new", "--", name);

    assertThat(made.status()).isEqualTo(1);
    assertThat(made.errors()).singleElement().asString().contains("cannot be the name of a key");
    assertThat(keys).doesNotExist();
  }

  @Test
  void shouldTrustACertificateAndTakeItBack() throws IOException {
    Workshop other = new Workshop(Files.createDirectory(temp.resolve("other")));
    other.ssc("keys", "new", "grace");
    Path certificate = other.home().resolve(".config/socket-platform/keys/grace.pem");

    assertThat(workshop.ssc("keys", "trust", certificate.toString()).status()).isZero();
    assertThat(workshop.ssc("keys", "list").out()).contains("grace", "trusted");

    assertThat(workshop.ssc("keys", "untrust", "grace").status()).isZero();
    assertThat(workshop.ssc("keys", "list").out()).isEmpty();
    assertThat(workshop.ssc("keys", "untrust", "grace").errors())
        .singleElement()
        .asString()
        .contains("no certificate 'grace' is trusted");
  }

  @Test
  void shouldTrustWhoeverSignedAPlugin() throws IOException {
    Workshop other = new Workshop(Files.createDirectory(temp.resolve("other")));
    other.ssc("keys", "new", "grace");
    Path jar = other.signedPlugin("greeter", "1.0.0");

    assertThat(workshop.ssc("keys", "trust", jar.toString()).out()).contains("trusts 'grace'");
    assertThat(workshop.ssc("plugin", "install", jar.toString()).status()).isZero();
  }

  @Test
  void shouldTellWhatIsNoCertificate() throws IOException {
    Path text = Files.writeString(temp.resolve("text.pem"), "hello");
    Path jar = workshop.plugin("greeter", "1.0.0");

    assertThat(workshop.ssc("keys", "trust", text.toString()).errors())
        .singleElement()
        .asString()
        .contains("text.pem holds no certificate");
    assertThat(workshop.ssc("keys", "trust", jar.toString()).errors())
        .singleElement()
        .asString()
        .contains("is not signed");
    assertThat(workshop.ssc("keys", "trust", temp.resolve("nowhere").toString()).errors())
        .singleElement()
        .asString()
        .contains("there is no file");
  }

  @Test
  void shouldTellOfAKeyThatIsDamaged() throws IOException {
    workshop.ssc("keys", "new", "ada");
    Files.writeString(keys.resolve("ada.p12"), "damaged");
    Path jar = workshop.plugin("greeter", "1.0.0");

    assertThat(workshop.ssc("plugin", "sign", jar.toString()).errors())
        .singleElement()
        .asString()
        .contains("ada.p12 is damaged");
  }

  @Test
  void shouldAskWhichOfSeveralKeysIsMeant() throws IOException {
    Path jar = workshop.plugin("greeter", "1.0.0");
    assertThat(workshop.ssc("plugin", "sign", jar.toString()).errors())
        .singleElement()
        .asString()
        .contains("ssc keys new");
    workshop.ssc("keys", "new", "ada");
    workshop.ssc("keys", "new", "grace");

    assertThat(workshop.ssc("plugin", "sign", jar.toString()).errors())
        .singleElement()
        .asString()
        .contains("--key", "ada, grace");
    assertThat(workshop.ssc("plugin", "sign", jar.toString(), "--key", "grace").status()).isZero();
    assertThat(workshop.ssc("plugin", "sign", jar.toString(), "--key", "../ada").errors())
        .singleElement()
        .asString()
        .contains("there is no key '../ada'");
  }
}
