package org.socketplatform.relay.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The handshake of sessions: as others compute it, and what it gives away. */
class HandshakeTest {
  private static final byte[] NOTHING = {};
  private static final byte[] SHARED =
      HexFormat.of().parseHex("2176657279736563726574766572797365637265747665727973656372657421");

  /** 32 bytes that count up. */
  private static byte[] counting(int first) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }

  /** Gives certain bytes, once. */
  private static RandomGenerator giving(byte[] bytes) {
    return new RandomGenerator() {
      @Override
      public void nextBytes(byte[] out) {
        System.arraycopy(bytes, 0, out, 0, out.length);
      }

      @Override
      public long nextLong() {
        throw new AssertionError("only bytes are wanted");
      }
    };
  }

  private static AgreementKeys pair(int first) {
    return AgreementKeys.withSecret(counting(first));
  }

  private static Handshake side(boolean begins, byte[] prologue, AgreementKeys own, int ephemeral) {
    return new Handshake(begins, prologue, SHARED, own, giving(counting(ephemeral)));
  }

  private static String seal(SessionCipher cipher, String hex) {
    byte[] plain = HexFormat.of().parseHex(hex);
    byte[] sealed = new byte[plain.length + SessionCipher.TAG];
    cipher.seal(0, NOTHING, plain, 0, plain.length, sealed, 0);
    return HexFormat.of().formatHex(sealed);
  }

  private static byte[] write(Handshake side, byte[] payload) {
    return Objects.requireNonNull(side.write(payload));
  }

  private static String written(Handshake side) {
    return HexFormat.of().formatHex(write(side, NOTHING));
  }

  private static void pass(Handshake from, Handshake to, byte[] payload) {
    assertThat(to.read(write(from, payload))).isEqualTo(payload);
  }

  /** The vector of Noise_XXpsk0_25519_ChaChaPoly_SHA256 among those of github.com/flynn/noise. */
  @Test
  void shouldWriteWhatOtherImplementationsWrite() {
    Handshake initiator = side(true, NOTHING, pair(0), 0x20);
    Handshake responder = side(false, NOTHING, pair(1), 0x41);

    String first = written(initiator);
    assertThat(first)
        .isEqualTo(
            "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254"
                + "555f63b2499511e3b299a5649351a5b7");
    assertThat(responder.read(HexFormat.of().parseHex(first))).isEmpty();
    String second = written(responder);
    assertThat(second)
        .isEqualTo(
            "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d48466"
                + "22df46c0ac1e0fc71795a84e37cc0e963d131c8e84c02cd5cfcfe8def3fe128b"
                + "324ab54fd3be59ac143dfdc68996211170078c960e051d6ed971da20bde0fcf1");
    assertThat(initiator.read(HexFormat.of().parseHex(second))).isEmpty();
    String third = written(initiator);
    assertThat(third)
        .isEqualTo(
            "462127adbe047db3d1fce0581b5447d99b606c591545a7719132e0c91fe93d12"
                + "3be3fe89ffd8af56e02cefda863080ecee5651dcecddde76b8237c66740d7c8f");
    assertThat(responder.read(HexFormat.of().parseHex(third))).isEmpty();

    assertThat(initiator.remoteKey()).isEqualTo(pair(1).publicKey());
    assertThat(responder.remoteKey()).isEqualTo(pair(0).publicKey());
    assertThat(seal(initiator.split()[0], "79656c6c6f777375626d6172696e65"))
        .isEqualTo("75fff8afebd2f14da1cac9cc5b5201395cdf2ad65f3a97804e360c16f4e2ac");
    assertThat(seal(responder.split()[0], "7375626d6172696e6579656c6c6f77"))
        .isEqualTo("150cc85f79f9ca0f0730b8b4707805ed1969ff6b2770a5d466cd2754802805");
  }

  @Test
  void shouldNotBeginWithSomebodyWhoHasAnotherSharedKeyOrPrologue() {
    byte[] first = write(side(true, counting(5), pair(0), 0x20), counting(9));

    assertThat(side(false, counting(5), pair(1), 0x41).read(first)).isEqualTo(counting(9));
    assertThat(side(false, counting(6), pair(1), 0x41).read(first)).isNull();
    assertThat(
            new Handshake(false, counting(5), counting(7), pair(1), giving(counting(0x41)))
                .read(first))
        .isNull();
  }

  @Test
  void shouldBeAsBeforeWhenAMessageWasChanged() {
    Handshake initiator = side(true, NOTHING, pair(0), 0x20);
    Handshake responder = side(false, NOTHING, pair(1), 0x41);
    pass(initiator, responder, NOTHING);
    byte[] second = write(responder, counting(3));

    for (int at = 0; at < second.length; at++) {
      byte[] changed = second.clone();
      changed[at] ^= 1;
      assertThat(initiator.read(changed)).isNull();
    }
    assertThat(initiator.read(second)).isEqualTo(counting(3));
    assertThat(initiator.read(second)).isNull();
  }

  @Test
  void shouldRefuseKeysThatAgreeOnNothing() {
    byte[] first = side(true, NOTHING, pair(0), 0x20).write(NOTHING);
    Handshake responder = side(false, NOTHING, pair(1), 0x41);
    NoiseState forged = new NoiseState(name(), NOTHING);
    forged.mixKeyAndHash(SHARED);
    byte[] zero = new byte[32];
    forged.mixHash(zero);
    forged.mixKey(zero);
    byte[] message = new byte[48];
    System.arraycopy(forged.encryptAndHash(NOTHING), 0, message, 32, 16);

    assertThat(first).hasSize(message.length);
    assertThat(responder.read(message)).isEmpty();
    assertThat(responder.write(NOTHING)).isNull();
  }

  private static byte[] name() {
    return "Noise_XXpsk0_25519_ChaChaPoly_SHA256".getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Somebody has recorded everything, and later learns the shared key and both long-term keys. With
   * the pairs of the handshake as well the record opens, so nothing else is missing; but those are
   * wiped, and nothing that can still be computed takes their place.
   */
  @Test
  void shouldStayClosedToWhoeverLearnsTheLongTermKeysLater() {
    AgreementKeys alice = pair(0);
    AgreementKeys bob = pair(1);
    Handshake initiator = side(true, NOTHING, alice, 0x20);
    Handshake responder = side(false, NOTHING, bob, 0x41);
    byte[] first = write(initiator, NOTHING);
    assertThat(responder.read(first)).isEmpty();
    byte[] second = write(responder, NOTHING);
    assertThat(initiator.read(second)).isEmpty();
    byte[] third = write(initiator, NOTHING);
    assertThat(responder.read(third)).isEmpty();
    String sealed = seal(initiator.split()[0], "736563726574");
    initiator.close();
    responder.close();

    byte[] ofAlice = Arrays.copyOf(first, 32);
    byte[] ofBob = Arrays.copyOf(second, 32);
    assertThat(replay(first, second, third, agreed(pair(0x20), ofBob), alice, bob, sealed))
        .isTrue();
    List<byte[]> guesses = new ArrayList<>();
    guesses.add(agreed(alice, ofBob));
    guesses.add(agreed(bob, ofAlice));
    guesses.add(agreed(alice, bob.publicKey()));
    guesses.add(new byte[32]);
    for (Handshake side : List.of(initiator, responder)) {
      assertThat(side.secrets()).hasSize(3).allMatch(secret -> isZero(secret));
    }
    for (byte[] guess : guesses) {
      assertThat(replay(first, second, third, guess, alice, bob, sealed)).isFalse();
    }
  }

  private static boolean isZero(byte[] secret) {
    return Arrays.equals(secret, new byte[secret.length]);
  }

  private static byte[] agreed(AgreementKeys mine, byte[] other) {
    byte[] shared = new byte[32];
    assertThat(mine.agree(other, shared)).isTrue();
    return shared;
  }

  /** Whether a record opens, given what the pairs of the handshake have agreed on. */
  private static boolean replay(
      byte[] first,
      byte[] second,
      byte[] third,
      byte[] ephemeral,
      AgreementKeys alice,
      AgreementKeys bob,
      String sealed) {
    NoiseState state = new NoiseState(name(), NOTHING);
    state.mixKeyAndHash(SHARED);
    byte[] ofAlice = Arrays.copyOf(first, 32);
    byte[] ofBob = Arrays.copyOf(second, 32);
    state.mixHash(ofAlice);
    state.mixKey(ofAlice);
    state.decryptAndHash(Arrays.copyOfRange(first, 32, first.length));
    state.mixHash(ofBob);
    state.mixKey(ofBob);
    state.mixKey(ephemeral);
    state.decryptAndHash(Arrays.copyOfRange(second, 32, 80));
    state.mixKey(agreed(bob, ofAlice));
    state.decryptAndHash(Arrays.copyOfRange(second, 80, second.length));
    state.decryptAndHash(Arrays.copyOf(third, 48));
    state.mixKey(agreed(alice, ofBob));
    state.decryptAndHash(Arrays.copyOfRange(third, 48, third.length));
    byte[] bytes = HexFormat.of().parseHex(sealed);
    return state.split()[0].open(0, NOTHING, bytes, 0, bytes.length) != null;
  }

  @Test
  void shouldMakeOtherKeysEachTime() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> sealed = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Handshake initiator = new Handshake(true, NOTHING, SHARED, pair(0), random);
      Handshake responder = new Handshake(false, NOTHING, SHARED, pair(1), random);
      pass(initiator, responder, NOTHING);
      pass(responder, initiator, NOTHING);
      pass(initiator, responder, NOTHING);
      sealed.add(seal(initiator.split()[0], "00"));
    }

    assertThat(sealed).doesNotHaveDuplicates();
  }
}
