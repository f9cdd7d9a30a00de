package org.socketplatform.relay.protocol.cache;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;

/**
 * One node of the trie, 16-ary by hexadecimal digits, that original peers compare their caches by:
 * for each next digit the SHA-1 of the ids below it, as text in order, and the SHA-1 of those.
 */
public final class Summary {
  private static final int HASH = 20;
  private static final int BUCKETS = 16;
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] NO_HASH = HEX.parseHex("da39a3ee5e6b4b0d3255bfef95601890afd80709");

  private final String prefix;
  private final byte[] hash;
  private final byte[] @Nullable [] buckets;

  private Summary(String prefix, byte[] hash, byte[] @Nullable [] buckets) {
    this.prefix = prefix;
    this.hash = hash;
    this.buckets = buckets;
  }

  /**
   * Sums up ids.
   *
   * @param sorted ids in order
   * @param prefix up to 63 hexadecimal digits in lower case; ids without it do not count
   */
  public static Summary of(List<Id> sorted, String prefix, MessageDigest sha1) {
    byte[] @Nullable [] buckets = new byte[BUCKETS][];
    boolean isEmpty = true;
    int at = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int before = at;
      for (; at < sorted.size(); at++) {
        Id id = sorted.get(at);
        int order = compare(id, prefix);
        if (order > 0 || (order == 0 && id.digit(prefix.length()) > bucket)) {
          break;
        }
        if (order < 0) {
          before = at + 1;
        } else {
          sha1.update(ascii(id.toString()));
        }
      }
      if (at > before) {
        buckets[bucket] = sha1.digest();
        isEmpty = false;
      }
    }
    if (isEmpty) {
      return new Summary(prefix, NO_HASH, buckets);
    }
    for (byte[] bucket : buckets) {
      if (bucket != null) {
        sha1.update(ascii(HEX.formatHex(bucket)));
      }
    }
    return new Summary(prefix, sha1.digest(), buckets);
  }

  /** Whether an id begins with these digits. */
  public static boolean isBelow(Id id, String prefix) {
    return compare(id, prefix) == 0;
  }

  private static int compare(Id id, String prefix) {
    for (int i = 0; i < prefix.length(); i++) {
      int order = id.digit(i) - Character.digit(prefix.charAt(i), 16);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What a sync packet says; null if it is not valid. */
  public static @Nullable Summary read(byte[] message) {
    if (message.length < 1 + HASH) {
      return null;
    }
    int digits = message[0];
    int prefixBytes = (digits + 1) / 2;
    if (digits < 0 || digits >= 2 * Id.BYTES || message.length < 1 + prefixBytes + HASH) {
      return null;
    }
    String prefix = HEX.formatHex(message, 1, 1 + prefixBytes).substring(digits & 1);
    int at = 1 + prefixBytes;
    byte[] hash = Arrays.copyOfRange(message, at, at + HASH);
    byte[] @Nullable [] buckets = new byte[BUCKETS][];
    for (at += HASH; at < message.length; at += 1 + HASH) {
      int bucket = message[at];
      if (bucket < 0 || bucket >= BUCKETS || at + 1 + HASH > message.length) {
        return null;
      }
      buckets[bucket] = Arrays.copyOfRange(message, at + 1, at + 1 + HASH);
    }
    return new Summary(prefix, hash, buckets);
  }

  /** The message of a sync packet. */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 + 32 + HASH + BUCKETS * (1 + HASH));
    out.write(prefix.length());
    out.writeBytes(HEX.parseHex((prefix.length() & 1) == 0 ? prefix : "0" + prefix));
    out.writeBytes(hash);
    for (int i = 0; i < BUCKETS; i++) {
      byte[] bucket = buckets[i];
      if (bucket != null) {
        out.write(i);
        out.writeBytes(bucket);
      }
    }
    return out.toByteArray();
  }

  /** The digits that all ids in it begin with. */
  public String prefix() {
    return prefix;
  }

  /** The prefix of a bucket from 0 to 15. */
  public String prefix(int bucket) {
    return prefix + Character.forDigit(bucket, 16);
  }

  /** The hash as 40 hexadecimal digits. */
  public String hash() {
    return HEX.formatHex(hash);
  }

  /** Whether there are ids in a bucket from 0 to 15. */
  public boolean has(int bucket) {
    return buckets[bucket] != null;
  }

  /** Whether all ids are the same as in another summary of the same prefix. */
  public boolean equalsAll(Summary other) {
    return Arrays.equals(hash, other.hash);
  }

  /** Whether the ids in a bucket are the same as in another summary of the same prefix. */
  public boolean equalsIn(int bucket, Summary other) {
    return Arrays.equals(buckets[bucket], other.buckets[bucket]);
  }
}
