package org.socketplatform.relay.protocol.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.Vectors;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Json;

class SummaryTest {
  private final Digests digests = new Digests();
  private final Map<String, Object> vector = Vectors.named("sync.level0");

  private Summary of(List<Id> ids, String prefix) {
    return Summary.of(ids, prefix, digests.sha1());
  }

  private static List<Id> random(int count) {
    Random random = new Random(3);
    List<Id> ids = new ArrayList<>();
    byte[] bytes = new byte[32];
    for (int i = 0; i < count; i++) {
      random.nextBytes(bytes);
      ids.add(Id.of(bytes));
    }
    Collections.sort(ids);
    return ids;
  }

  private List<Id> keys() {
    String keys = vector.get("cacheKeys") instanceof Json.Raw raw ? raw.text() : "[]";
    return Vectors.items(keys).stream()
        .map(key -> Id.ofHex(key.substring(1, 65)))
        .sorted()
        .toList();
  }

  @Test
  void shouldSumUpAsAnOriginalPeer() {
    Map<String, Object> message = Vectors.object(Vectors.object(vector, "fields"), "message");

    assertThat(of(keys(), "").toBytes()).isEqualTo(Vectors.bytes(message, "hex"));
  }

  @Test
  void shouldHaveTheHashOfNothingForNoIds() {
    assertThat(of(List.of(), "").hash()).isEqualTo("da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assertThat(of(keys(), "00").hash()).isEqualTo("da39a3ee5e6b4b0d3255bfef95601890afd80709");
  }

  @Test
  void shouldReadWhatItWrote() {
    List<Id> ids = random(500);
    for (String prefix : List.of("", "4", "4f", "4f3")) {
      Summary summary = of(ids, prefix);

      Summary read = Objects.requireNonNull(Summary.read(summary.toBytes()));

      assertThat(read.prefix()).isEqualTo(prefix);
      assertThat(read.equalsAll(summary)).isTrue();
      assertThat(read.toBytes()).isEqualTo(summary.toBytes());
    }
  }

  @Test
  void shouldTellInWhichBucketCachesDiffer() {
    List<Id> ids = random(500);
    Id lost = ids.get(123);
    List<Id> fewer = new ArrayList<>(ids);
    fewer.remove(lost);

    for (int digits = 0; digits < 3; digits++) {
      String prefix = lost.toString().substring(0, digits);
      Summary all = of(ids, prefix);
      Summary some = of(fewer, prefix);
      assertThat(all.equalsAll(some)).isFalse();
      for (int bucket = 0; bucket < 16; bucket++) {
        assertThat(all.equalsIn(bucket, some)).isEqualTo(bucket != lost.digit(digits));
      }
    }
  }

  @Test
  void shouldRefuseWhatIsCutOrOutOfBounds() {
    byte[] valid = of(random(500), "4").toBytes();
    for (int length = 0; length < 1 + 1 + 20; length++) {
      assertThat(Summary.read(Arrays.copyOf(valid, length))).isNull();
    }
    assertThat(Summary.read(Arrays.copyOf(valid, valid.length - 1))).isNull();
    byte[] deep = new byte[100];
    deep[0] = 64;
    assertThat(Summary.read(deep)).isNull();
    deep[0] = -1;
    assertThat(Summary.read(deep)).isNull();
    byte[] bucket = valid.clone();
    bucket[22] = 16;
    assertThat(Summary.read(bucket)).isNull();
  }
}
