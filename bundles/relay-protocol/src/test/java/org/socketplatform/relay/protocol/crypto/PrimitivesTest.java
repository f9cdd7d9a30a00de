package org.socketplatform.relay.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Java computes, and what libsodium does, is the same. */
@DisabledIf(value = "isJavaAlone", disabledReason = "libsodium is not installed")
class PrimitivesTest {
  private static final int RUNS = 200;

  private final Random random = new Random(25519);
  private final Primitives java = Primitives.java();
  private final Primitives libsodium = Primitives.fastest();

  static boolean isJavaAlone() {
    return Primitives.libsodium().isEmpty();
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void shouldMakeTheSamePublicKeys() {
    for (int run = 0; run < RUNS; run++) {
      byte[] secret = random(32);
      byte[] expected = new byte[32];
      byte[] actual = new byte[32];

      java.publicKey(secret, expected);
      libsodium.publicKey(secret, actual);

      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void shouldAgreeOnTheSame() {
    for (int run = 0; run < RUNS; run++) {
      byte[] secret = random(32);
      byte[] point = random(32);
      byte[] expected = new byte[32];
      byte[] actual = new byte[32];

      assertThat(libsodium.agree(secret, point, actual))
          .isEqualTo(java.agree(secret, point, expected));
      assertThat(actual).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"
      })
  void shouldAgreeOnNothingWithAPointOfSmallOrder(String hex) {
    byte[] point = HexFormat.of().parseHex(hex);

    assertThat(libsodium.agree(random(32), point, new byte[32])).isFalse();
    assertThat(java.agree(random(32), point, new byte[32])).isFalse();
  }

  @Test
  void shouldSignAlikeAndAcceptEachOthersSignatures() {
    for (int run = 0; run < RUNS; run++) {
      byte[] seed = random(32);
      byte[] message = random(run + 3);
      try (SigningKeys one = new SigningKeys(seed, java);
          SigningKeys other = new SigningKeys(seed, libsodium)) {
        byte[] signature = other.sign(message, 2, run);

        assertThat(signature).isEqualTo(one.sign(message, 2, run));
        byte[] key = one.publicKey().toBytes();
        for (Primitives each : List.of(java, libsodium)) {
          Primitives.Verifier verifier = Objects.requireNonNull(each.verifier(key));
          assertThat(verifier.verify(signature, 0, message, 2, run)).isTrue();
          assertThat(verifier.verify(signature, 0, message, 2, run + 1)).isFalse();
        }
      }
    }
  }

  @Test
  void shouldOpenWhatTheOtherHasSealed() {
    byte[] shared = SharedKeys.ofText("both");
    byte[] message = random(256);
    try (GroupKeys one = new GroupKeys(shared, java);
        GroupKeys other = new GroupKeys(shared, libsodium)) {
      assertThat(one.open(other.seal(message, random))).isEqualTo(message);
      assertThat(other.open(one.seal(message, random))).isEqualTo(message);
      byte[] changed = one.seal(message, random);
      changed[changed.length - 1] ^= 1;
      assertThat(other.open(changed)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0200000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void shouldRefuseAKeyThatIsNoPointOrOfSmallOrder(String hex) {
    byte[] key = HexFormat.of().parseHex(hex);

    for (Primitives each : List.of(java, libsodium)) {
      Primitives.Verifier verifier = each.verifier(key);
      assertThat(verifier != null && verifier.verify(Arrays.copyOf(key, 64), 0, key, 0, 0))
          .isFalse();
    }
  }
}
