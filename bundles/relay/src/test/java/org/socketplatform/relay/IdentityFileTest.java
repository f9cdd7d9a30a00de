package org.socketplatform.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.relay.IdentityException.Code;

class IdentityFileTest {
  private static final char[] PASSPHRASE = "corr\u00e9ct horse".toCharArray();
  private static final char[] NONE = {};

  private final byte[] seed = new byte[32];
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void choose() {
    file = folder.resolve("identity");
    new SplittableRandom(3).nextBytes(seed);
  }

  private void create(char[] passphrase) throws IOException {
    IdentityFile.create(file, seed, passphrase, new SplittableRandom(1));
  }

  private static void refuses(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(IdentityException.class))
        .extracting(IdentityException::code)
        .isEqualTo(code);
  }

  @Test
  void shouldGiveBackWhatWasSealed() throws IOException {
    create(PASSPHRASE);

    assertThat(IdentityFile.isSealed(file)).isTrue();
    assertThat(IdentityFile.read(file, PASSPHRASE)).isEqualTo(seed);
    assertThat(IdentityFile.read(file, "corre\u0301ct horse".toCharArray())).isEqualTo(seed);
    assertThat(Files.readAllBytes(file)).hasSize(120);
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file)))
        .doesNotContain(HexFormat.of().formatHex(seed));
    refuses(Code.WRONG_PASSPHRASE, () -> IdentityFile.read(file, "correct horse".toCharArray()));
    refuses(Code.PASSPHRASE_NEEDED, () -> IdentityFile.read(file, NONE));
  }

  @Test
  void shouldLeaveAFileOpenWithoutAPassphraseIfNobodyElseCanReadIt() throws IOException {
    create(NONE);

    assertThat(IdentityFile.isSealed(file)).isFalse();
    assertThat(IdentityFile.read(file, NONE)).isEqualTo(seed);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    refuses(Code.EXPOSED, () -> IdentityFile.read(file, NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret"})
  void shouldWriteAFileForTheUserAlone(String passphrase) throws IOException {
    create(passphrase.toCharArray());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void shouldLeaveAFileAsItIs() throws IOException {
    Files.writeString(file, "a letter");

    refuses(Code.EXISTS, () -> create(NONE));

    assertThat(file).hasContent("a letter");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret"})
  void shouldNoticeEachByteThatIsNotAsItWasWritten(String passphrase) throws IOException {
    create(passphrase.toCharArray());
    byte[] written = Files.readAllBytes(file);

    for (int at = 0; at < written.length; at++) {
      byte[] changed = written.clone();
      changed[at] ^= 64;
      Files.write(file, changed);
      Code code = at == 4 ? Code.TOO_NEW : Code.DAMAGED;
      refuses(code, () -> IdentityFile.read(file, passphrase.toCharArray()));
    }
    for (int length : new int[] {0, 3, 5, 6, 69, written.length - 1, written.length + 1, 9999}) {
      Files.write(file, Arrays.copyOf(written, length));
      refuses(Code.DAMAGED, () -> IdentityFile.read(file, passphrase.toCharArray()));
    }
  }

  /** With a digest that is right, as somebody would write it who wants to take all memory. */
  @ParameterizedTest
  @CsvSource({
    "2147483647, 3, 4",
    "-1, 3, 4",
    "262145, 1, 1",
    "65536, 17, 4",
    "65536, 0, 4",
    "65536, 3, 0",
    "65536, 3, 17",
    "31, 3, 4"
  })
  void shouldNotPayAnyPrice(int kibibytes, int passes, int lanes)
      throws IOException, NoSuchAlgorithmException {
    create(PASSPHRASE);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(6, kibibytes).put(10, (byte) passes).put(11, (byte) lanes);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, bytes.length - 32));
    System.arraycopy(digest, 0, bytes, bytes.length - 32, 32);
    Files.write(file, bytes);

    refuses(Code.DAMAGED, () -> IdentityFile.read(file, PASSPHRASE));
  }

  @Test
  void shouldTellThatThereIsNoFile() {
    assertThatThrownBy(() -> IdentityFile.read(file, NONE)).isInstanceOf(NoSuchFileException.class);
  }
}
