package org.socketplatform.relay.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MontgomeryLadderTest {
  private final byte[] shared = new byte[32];

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** The vectors of RFC 7748, section 5.2. */
  @ParameterizedTest
  @CsvSource({
    "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
        + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
        + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
    "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,"
        + "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
        + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
  })
  void shouldMultiplyAsTheStandardDoes(String secret, String point, String product) {
    assertThat(MontgomeryLadder.multiply(bytes(secret), bytes(point), shared)).isTrue();
    assertThat(shared).isEqualTo(bytes(product));
  }

  @Test
  void shouldMultiplyAThousandTimesAsTheStandardDoes() {
    byte[] secret = new byte[32];
    secret[0] = 9;
    byte[] point = secret.clone();
    for (int i = 0; i < 1000; i++) {
      MontgomeryLadder.multiply(secret, point, shared);
      point = secret;
      secret = shared.clone();
    }
    assertThat(secret)
        .isEqualTo(bytes("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
  }

  @Test
  void shouldAgreeWithBouncyCastleOnAnyBytes() {
    SplittableRandom random = new SplittableRandom(7);
    byte[] secret = new byte[32];
    byte[] point = new byte[32];
    byte[] expected = new byte[32];
    for (int i = 0; i < 2000; i++) {
      random.nextBytes(secret);
      random.nextBytes(point);
      boolean usable = X25519.calculateAgreement(secret, 0, point, 0, expected, 0);
      assertThat(MontgomeryLadder.multiply(secret, point, shared)).isEqualTo(usable);
      assertThat(shared).isEqualTo(expected);
    }
  }

  /** Numbers around 0, around the prime and around 2^255, and with all bits of some limbs. */
  @ParameterizedTest
  @ValueSource(ints = {0x00, 0xff, 0x7f, 0x80, 0xed, 0xec, 0xee})
  void shouldAgreeWithBouncyCastleAtTheEdges(int first) {
    byte[] secret = new byte[32];
    new SplittableRandom(first).nextBytes(secret);
    byte[] expected = new byte[32];
    for (int filled = 0; filled <= 32; filled++) {
      for (int last : new int[] {0x00, 0x7f, 0x80, 0xff}) {
        byte[] point = new byte[32];
        Arrays.fill(point, 0, filled, (byte) 0xff);
        point[0] = (byte) first;
        point[31] = (byte) last;
        boolean usable = X25519.calculateAgreement(secret, 0, point, 0, expected, 0);
        assertThat(MontgomeryLadder.multiply(secret, point, shared)).isEqualTo(usable);
        assertThat(shared).isEqualTo(expected);
      }
    }
  }
}
