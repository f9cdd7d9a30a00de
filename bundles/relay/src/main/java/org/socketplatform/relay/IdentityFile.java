package org.socketplatform.relay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.socketplatform.relay.IdentityException.Code;
import org.socketplatform.relay.protocol.crypto.SharedKeys;

/**
 * The seed of a user's key in a file that only the user can read, sealed with a passphrase unless
 * that is empty. Numbers are big-endian:
 *
 * <pre>
 *   "SPID" 4, version 1, kind 1
 *
 *   kind 0, open     seed 32
 *   kind 1, sealed   memory in KiB 4, passes 1, lanes 1, salt 16, nonce 12, seed 32 and tag 16
 *
 *   SHA-256 of all that 32
 * </pre>
 *
 * <p>Sealed is with ChaCha20-Poly1305 (RFC 8439), which covers what stands before as well, by a key
 * that Argon2id (RFC 9106) makes of the passphrase: in Unicode's form NFC, as UTF-8. How much that
 * costs is in the file, and bounded on reading, so that no file can take all memory or go on for
 * ever: 8 KiB to 256 MiB, up to 16 passes and lanes.
 *
 * <p>Security guarantee: who has the file but not the passphrase gets at the seed only by trying
 * passphrases, each for 64 MiB of memory and three passes. Without a passphrase, who can read the
 * file has the seed: the mode of the file, 0600, is all that keeps others from it.
 */
public final class IdentityFile {
  private static final int MAGIC = 0x53504944;
  private static final int VERSION = 1;
  private static final int OPEN = 0;
  private static final int SEALED = 1;
  private static final int HEADER = 6;
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final int DIGEST = 32;
  private static final int BEFORE_SEED = HEADER + 6 + SALT + NONCE;
  private static final int OPEN_SIZE = HEADER + SharedKeys.BYTES + DIGEST;
  private static final int SEALED_SIZE = BEFORE_SEED + SharedKeys.BYTES + TAG + DIGEST;
  private static final String CIPHER = "ChaCha20-Poly1305";

  /** What RFC 9106 recommends second, where memory is not to be had by the gigabyte. */
  private static final Cost COST = new Cost(64 << 10, 3, 4);

  private static final int MOST_KIBIBYTES = 256 << 10;
  private static final int MOST_PASSES = 16;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private record Cost(int kibibytes, int passes, int lanes) {
    boolean isBounded() {
      return lanes >= 1
          && lanes <= MOST_PASSES
          && passes >= 1
          && passes <= MOST_PASSES
          && kibibytes >= 8 * lanes
          && kibibytes <= MOST_KIBIBYTES;
    }
  }

  private IdentityFile() {}

  /**
   * Keeps a seed in a new file, which is there as a whole or not at all.
   *
   * @param seed 32 bytes
   * @param passphrase empty to leave the file open; not wiped
   * @throws IdentityException with {@link Code#EXISTS} if there is a file: it is left as it is
   * @throws IllegalArgumentException if the seed has another length
   */
  public static void create(Path file, byte[] seed, char[] passphrase, RandomGenerator random)
      throws IOException {
    if (seed.length != SharedKeys.BYTES) {
      throw new IllegalArgumentException("a seed has 32 bytes, this one " + seed.length);
    }
    byte[] bytes = passphrase.length == 0 ? open(seed) : sealed(seed, passphrase, random);
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path temporary =
        Files.createTempFile(
            folder,
            ".new-",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
          channel.write(out);
        }
        channel.force(true);
      }
      Files.createLink(file, temporary); // unlike a move, it fails if there is one
    } catch (FileAlreadyExistsException e) {
      throw new IdentityException(
          Code.EXISTS, "there is a file %s already; take another name".formatted(file));
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Files.deleteIfExists(temporary);
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static byte[] open(byte[] seed) {
    byte[] bytes = new byte[OPEN_SIZE];
    begin(bytes, OPEN).put(seed);
    return withDigest(bytes);
  }

  private static byte[] sealed(byte[] seed, char[] passphrase, RandomGenerator random) {
    byte[] salt = new byte[SALT];
    byte[] nonce = new byte[NONCE];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    byte[] bytes = new byte[SEALED_SIZE];
    begin(bytes, SEALED)
        .putInt(COST.kibibytes())
        .put((byte) COST.passes())
        .put((byte) COST.lanes())
        .put(salt)
        .put(nonce);
    try {
      cipher(Cipher.ENCRYPT_MODE, bytes, COST, passphrase)
          .doFinal(seed, 0, seed.length, bytes, BEFORE_SEED);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + CIPHER, e);
    }
    return withDigest(bytes);
  }

  private static ByteBuffer begin(byte[] bytes, int kind) {
    return ByteBuffer.wrap(bytes).putInt(MAGIC).put((byte) VERSION).put((byte) kind);
  }

  private static byte[] withDigest(byte[] bytes) {
    int length = bytes.length - DIGEST;
    System.arraycopy(digest(bytes, length), 0, bytes, length, DIGEST);
    return bytes;
  }

  private static byte[] digest(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Cipher cipher(int mode, byte[] file, Cost cost, char[] passphrase)
      throws GeneralSecurityException {
    byte[] salt = Arrays.copyOfRange(file, HEADER + 6, HEADER + 6 + SALT);
    byte[] nonce = Arrays.copyOfRange(file, BEFORE_SEED - NONCE, BEFORE_SEED);
    byte[] key = key(passphrase, salt, cost);
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, new SecretKeySpec(key, CIPHER), new IvParameterSpec(nonce));
    cipher.updateAAD(file, 0, BEFORE_SEED);
    Arrays.fill(key, (byte) 0);
    return cipher;
  }

  private static byte[] key(char[] passphrase, byte[] salt, Cost cost) {
    String normal = Normalizer.normalize(CharBuffer.wrap(passphrase), Normalizer.Form.NFC);
    byte[] password = normal.getBytes(StandardCharsets.UTF_8);
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.kibibytes())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    byte[] key = new byte[SharedKeys.BYTES];
    generator.generateBytes(password, key);
    Arrays.fill(password, (byte) 0);
    return key;
  }

  /**
   * Whether a passphrase is needed to read a file.
   *
   * @throws IdentityException with {@link Code#DAMAGED} or {@link Code#TOO_NEW}
   */
  public static boolean isSealed(Path file) throws IOException {
    return bytes(file)[HEADER - 1] == SEALED;
  }

  /**
   * Reads a seed of 32 bytes.
   *
   * @param passphrase not used if the file is open; not wiped
   * @throws IdentityException with any code but {@link Code#EXISTS}
   */
  public static byte[] read(Path file, char[] passphrase) throws IOException {
    byte[] bytes = bytes(file);
    if (bytes[HEADER - 1] == OPEN) {
      Set<PosixFilePermission> exposed = EnumSet.copyOf(OTHERS);
      exposed.retainAll(Files.getPosixFilePermissions(file));
      if (!exposed.isEmpty()) {
        throw new IdentityException(
            Code.EXPOSED, "others can read %s: say 'chmod 600 %s'".formatted(file, file));
      }
      return Arrays.copyOfRange(bytes, HEADER, HEADER + SharedKeys.BYTES);
    }
    if (passphrase.length == 0) {
      throw new IdentityException(
          Code.PASSPHRASE_NEEDED, "%s is sealed; give its passphrase".formatted(file));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).position(HEADER);
    Cost cost = new Cost(in.getInt(), in.get() & 255, in.get() & 255);
    if (!cost.isBounded()) {
      throw damaged(file);
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, bytes, cost, passphrase)
          .doFinal(bytes, BEFORE_SEED, SharedKeys.BYTES + TAG);
    } catch (AEADBadTagException e) {
      throw new IdentityException(
          Code.WRONG_PASSPHRASE, "this is not the passphrase of %s".formatted(file));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + CIPHER, e);
    }
  }

  /** What is in a file, if that is as it was written. */
  private static byte[] bytes(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(SEALED_SIZE + 1);
    }
    if (bytes.length < HEADER || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
      throw damaged(file);
    }
    if (bytes[HEADER - 2] != VERSION) {
      throw new IdentityException(
          Code.TOO_NEW,
          "%s is of version %d, which this platform does not know; take a newer one"
              .formatted(file, bytes[HEADER - 2] & 255));
    }
    int kind = bytes[HEADER - 1];
    int size = kind == OPEN ? OPEN_SIZE : kind == SEALED ? SEALED_SIZE : -1;
    if (bytes.length != size
        || !Arrays.equals(
            digest(bytes, size - DIGEST), Arrays.copyOfRange(bytes, size - DIGEST, size))) {
      throw damaged(file);
    }
    return bytes;
  }

  private static IdentityException damaged(Path file) {
    return new IdentityException(
        Code.DAMAGED, "%s is no identity, or is damaged; restore it from a copy".formatted(file));
  }
}
