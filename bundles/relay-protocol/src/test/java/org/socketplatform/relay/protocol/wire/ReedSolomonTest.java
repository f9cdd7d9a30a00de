package org.socketplatform.relay.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReedSolomonTest {
  private final SplittableRandom random = new SplittableRandom(5);

  private List<byte[]> blocks(int count, int length) {
    List<byte[]> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] block = new byte[length];
      random.nextBytes(block);
      blocks.add(block);
    }
    return blocks;
  }

  private static byte[] @Nullable [] rows(List<byte[]> blocks) {
    byte[] @Nullable [] rows = new byte[ReedSolomon.MOST_ROWS][];
    for (int row = 0; row < ReedSolomon.rows(blocks.size()); row++) {
      rows[row] = ReedSolomon.row(row, blocks);
    }
    return rows;
  }

  /** All choices of as many as can be lost, of small groups; of large ones, many by chance. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 16, 31, 32})
  void shouldRestoreAsManyBlocksAsThereAreRows(int count) {
    List<byte[]> blocks = blocks(count, 40);
    for (int run = 0; run < 500; run++) {
      byte[] @Nullable [] rows = rows(blocks);
      byte[] @Nullable [] left = blocks.toArray(new byte[0][]);
      int lost = 0;
      int lostRows = 0;
      for (int i = 0; i < ReedSolomon.rows(count); i++) {
        int place = random.nextInt(count + ReedSolomon.rows(count));
        if (place < count) {
          lost += left[place] == null ? 0 : 1;
          left[place] = null;
        } else {
          lostRows += rows[place - count] == null ? 0 : 1;
          rows[place - count] = null;
        }
      }

      assertThat(lost + lostRows).isLessThanOrEqualTo(ReedSolomon.rows(count));
      assertThat(ReedSolomon.restore(left, rows)).isTrue();
      assertThat(left).isEqualTo(blocks.toArray());
    }
  }

  @Test
  void shouldLeaveAllAsItIsWhenTooMuchIsLost() {
    List<byte[]> blocks = blocks(16, 8);
    byte[] @Nullable [] left = blocks.toArray(new byte[0][]);
    for (int i = 0; i < 4; i++) {
      left[i * 3] = null;
    }

    assertThat(ReedSolomon.restore(left, rows(blocks))).isFalse();
    assertThat(left[0]).isNull();
    assertThat(left[1]).isEqualTo(blocks.get(1));
  }

  /** So that others can check their tables. */
  @Test
  void shouldMakeTheRowsThatAreWrittenDown() {
    List<byte[]> blocks = List.of(new byte[] {1}, new byte[] {2}, new byte[] {3});

    assertThat(ReedSolomon.row(0, blocks)).containsExactly(77);
    assertThat(ReedSolomon.row(1, blocks)).containsExactly(69);
  }
}
