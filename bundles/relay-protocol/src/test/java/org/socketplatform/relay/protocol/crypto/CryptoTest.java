package org.socketplatform.relay.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.Vectors;

/** The keys and messages of an original peer, and what must not open. */
class CryptoTest {
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  private final GroupKeys group = new GroupKeys(SharedKeys.ofText("SHARED"));

  private static byte[] message(String name) {
    Map<String, Object> fields = Vectors.object(Vectors.named(name), "fields");
    return Vectors.bytes(Vectors.object(fields, "message"), "hex");
  }

  @Test
  void shouldDeriveTheKeysOfAnOriginalPeer() {
    byte[] shared = SharedKeys.ofText("SHARED");

    assertThat(shared).isEqualTo(Vectors.key("sharedKey"));
    assertThat(group.subclusterId().toBytes()).isEqualTo(Vectors.key("subclusterEd25519Public"));
    assertThat(Curve.publicKey(Vectors.key("subclusterEd25519Public")))
        .isEqualTo(Vectors.key("subclusterX25519Public"));
    assertThat(Curve.secretKey(shared)).isEqualTo(Vectors.key("subclusterX25519Secret"));
  }

  @Test
  void shouldDeriveTheIdsOfAnOriginalPeer() {
    assertThat(Names.of("TEST").toBytes()).isEqualTo(Vectors.key("clusterId_TEST"));
    assertThat(Names.of("alice").toBytes()).isEqualTo(Vectors.key("peerId_alice"));
    assertThat(Names.of("greeting").toBytes()).isEqualTo(Vectors.key("eventHash_greeting"));
    assertThat(new SigningKeys(SharedKeys.ofText("alice-signing")).publicKey().toBytes())
        .isEqualTo(Vectors.key("signingPublic"));
  }

  @Test
  void shouldOpenWhatAnOriginalPeerSealed() {
    assertThat(group.open(message("publish.single")))
        .isEqualTo(Vectors.bytes(Vectors.named("publish.single"), "plaintextHex"));
  }

  @Test
  void shouldAcceptTheSignatureOfAnOriginalPeer() {
    Map<String, Object> fields = Vectors.object(Vectors.named("publish.single"), "fields");
    Id sender = Id.of(Vectors.bytes(fields, "usr2"));
    byte[] signature = Vectors.bytes(fields, "sig");

    assertThat(SigningKeys.verify(sender, new byte[0], 0, 0, signature)).isTrue();
    assertThat(new SigningKeys(SharedKeys.ofText("alice-signing")).sign(new byte[0], 0, 0))
        .isEqualTo(signature);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 864, 5000})
  void shouldOpenWhatItSealed(int size) {
    byte[] text = new byte[size];
    random.nextBytes(text);

    byte[] sealed = group.seal(text, random);

    assertThat(sealed).hasSize(size + 160);
    assertThat(group.open(sealed)).isEqualTo(text);
    assertThat(group.open(group.seal(text, random))).isEqualTo(text);
  }

  @Test
  void shouldOpenNothingThatWasChanged() {
    byte[] sealed = group.seal("hello".getBytes(StandardCharsets.US_ASCII), random);

    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(group.open(changed)).as("byte %d", i).isNull();
    }
    for (int length = 0; length < sealed.length; length++) {
      assertThat(group.open(Arrays.copyOf(sealed, length))).as("%d bytes", length).isNull();
    }
  }

  @Test
  void shouldOpenNothingForOthers() {
    GroupKeys other = new GroupKeys(SharedKeys.ofText("OTHER"));

    assertThat(other.open(group.seal(new byte[10], random))).isNull();
  }

  @Test
  void shouldNotTakeWhatOnlySomeoneWithoutTheKeySealed() {
    byte[] twice = group.sealUnsigned(new byte[100], random);

    assertThat(group.open(twice)).isNull();
    byte[] once = Objects.requireNonNull(group.openUnsigned(twice));
    assertThat(group.openUnsigned(once)).isEqualTo(new byte[100]);
  }

  @Test
  void shouldSealTheSameTextDifferentlyEachTime() {
    byte[] text = {1, 2, 3};

    assertThat(group.seal(text, random)).isNotEqualTo(group.seal(text, random));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void shouldRefusePublicKeysOfSmallOrder(String hex) {
    byte[] key = HexFormat.of().parseHex(hex);

    assertThat(Curve.publicKey(key)).isNull();
    assertThat(SigningKeys.verify(Id.of(key), new byte[0], 0, 0, forged(key))).isFalse();
  }

  /** R = the key itself, S = 0: what a verifier that takes such keys accepts. */
  private static byte[] forged(byte[] key) {
    return Arrays.copyOf(key, 64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"
      })
  void shouldNotAgreeWithPointsOfSmallOrder(String hex) {
    byte[] sealed = group.seal(new byte[10], random);
    System.arraycopy(HexFormat.of().parseHex(hex), 0, sealed, 0, 32);

    assertThat(group.open(sealed)).isNull();
  }

  @Test
  void shouldRefuseASignatureWhoseNumberIsTooLarge() {
    SigningKeys keys = new SigningKeys(SharedKeys.ofText("x"));
    byte[] signature = keys.sign(new byte[5], 0, 5);
    byte[] order =
        HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    int carry = 0;
    for (int i = 0; i < 32; i++) {
      carry += (signature[32 + i] & 255) + (order[i] & 255);
      signature[32 + i] = (byte) carry;
      carry >>= 8;
    }

    assertThat(SigningKeys.verify(keys.publicKey(), new byte[5], 0, 5, signature)).isFalse();
  }

  @Test
  void shouldRefuseKeysOfAnotherLength() {
    assertThatThrownBy(() -> new GroupKeys(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes");
  }

  @Test
  void shouldOpenNothingOnceClosed() {
    byte[] sealed = group.seal(new byte[10], random);

    group.close();

    assertThat(group.open(sealed)).isNull();
  }
}
