package org.socketplatform.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BodyTest {
  private static Body body(int... bytes) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length);
    for (int b : bytes) {
      buffer.put((byte) b);
    }
    return Body.of(buffer.flip());
  }

  @Test
  void shouldBeReadOnceAndInOrder() throws IOException {
    Body body = body(1, 2, 3);
    ByteBuffer two = ByteBuffer.allocate(2);

    assertThat(body.read(two)).isEqualTo(2);
    assertThat(two.array()).containsExactly(1, 2);
    assertThat(body.read(two.clear())).isEqualTo(1);
    assertThat(body.read(two.clear())).isEqualTo(-1);
    assertThat(body.bytes(10)).isEmpty();
  }

  @Test
  void shouldBeAStreamOfUnsignedBytes() throws IOException {
    try (InputStream in = body(255, 0, 7).stream()) {
      assertThat(in.read(new byte[0])).isZero();
      assertThat(in.read()).isEqualTo(255);
      assertThat(in.readAllBytes()).containsExactly(0, 7);
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThat(Body.EMPTY.bytes(0)).isEmpty();
    assertThat(Body.EMPTY.bytes(0)).isEmpty();
  }

  @Test
  void shouldAcceptJustAsMuchAsTheLimit() throws IOException {
    assertThat(body(1, 2, 3).bytes(3)).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> body(1, 2, 3).bytes(2))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo("BODY_TOO_LARGE"));
  }

  @Test
  void shouldTellHowMuchIsLeft() throws IOException {
    Body body = body(1, 2, 3);
    assertThat(body.size()).hasValue(3);
    body.read(ByteBuffer.allocate(2));
    assertThat(body.size()).hasValue(1);

    Body unknown = _ -> -1;
    assertThat(unknown.size()).isEmpty();
  }
}
