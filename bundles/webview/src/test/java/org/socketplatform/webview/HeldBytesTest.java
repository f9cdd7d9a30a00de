package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;

class HeldBytesTest {
  private static final int REST = 3;
  private static final int TOTAL = HeldBytes.PIECE_BYTES + REST;

  private final AtomicInteger released = new AtomicInteger();
  private final HeldBytes held = new HeldBytes(numbered());

  private Reply.Bytes numbered() {
    ByteBuffer bytes = ByteBuffer.allocate(TOTAL + 1);
    for (int i = 0; i <= TOTAL; i++) {
      bytes.put(i, (byte) (i % 251));
    }
    return new Reply.Bytes(bytes.position(1), Map.of(), released::incrementAndGet);
  }

  @Test
  void shouldGiveAllBytesInPieces() {
    Reply.Bytes first = held.piece(0);
    assertThat(first.data().remaining()).isEqualTo(HeldBytes.PIECE_BYTES);
    assertThat(first.data().get(0)).isEqualTo((byte) 1);
    assertThat(held.isTaken()).isFalse();

    Reply.Bytes last = held.piece(HeldBytes.PIECE_BYTES);
    assertThat(last.data().remaining()).isEqualTo(REST);
    assertThat(last.data().get(0)).isEqualTo((byte) ((HeldBytes.PIECE_BYTES + 1) % 251));
    assertThat(held.isTaken()).isTrue();
  }

  @Test
  void shouldReleaseOnceWhenDroppedAndAllPiecesHaveArrived() {
    Reply.Bytes first = held.piece(0);
    Reply.Bytes last = held.piece(HeldBytes.PIECE_BYTES);
    held.drop();
    held.drop();
    first.release().run();
    assertThat(released).hasValue(0);

    last.release().run();

    assertThat(released).hasValue(1);
  }

  @Test
  void shouldRefusePiecesThatAreNotThere() {
    for (long offset : new long[] {-1, TOTAL, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> held.piece(offset)).isInstanceOf(FailureException.class);
    }
    held.drop();
    assertThatThrownBy(() -> held.piece(0)).isInstanceOf(FailureException.class);
  }
}
