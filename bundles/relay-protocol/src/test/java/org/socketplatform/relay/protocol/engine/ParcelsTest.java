package org.socketplatform.relay.protocol.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParcelsTest {
  private final Parcels parcels = new Parcels();

  private static List<byte[]> pieces(int message, byte[] whole) {
    List<byte[]> pieces = new ArrayList<>();
    for (int place = 0; place < Parcels.pieces(whole.length); place++) {
      pieces.add(Parcels.piece(1, message, whole, place));
    }
    return pieces;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1200, 1201, 2400, 100_001})
  void shouldPutTogetherWhatComesInWhateverOrder(int size) {
    byte[] whole = random(size);
    List<byte[]> pieces = pieces(7, whole);
    Collections.shuffle(pieces, new Random(1));
    List<byte[]> got = new ArrayList<>();

    for (byte[] piece : pieces) {
      Parcels.Parcel parcel = parcels.add(1, piece);
      if (parcel != null) {
        got.add(parcel.bytes);
      }
    }

    assertThat(got).containsExactly(whole);
  }

  @Test
  void shouldNotMixMessagesOrSessions() {
    List<byte[]> first = pieces(1, random(2000));
    List<byte[]> second = pieces(2, random(2001));

    assertThat(parcels.add(1, first.getFirst())).isNull();
    assertThat(parcels.add(1, second.getLast())).isNull();
    assertThat(parcels.add(2, first.getLast())).isNull();
    assertThat(parcels.add(1, first.getLast())).isNotNull();
  }

  @Test
  void shouldNotTakePiecesThatLie() {
    byte[] piece = Parcels.piece(1, 1, random(2000), 0);

    assertThat(parcels.add(1, new byte[0])).isNull();
    assertThat(parcels.add(1, Arrays.copyOf(piece, piece.length - 1))).isNull();
    for (int at : new int[] {5, 6, 9, 10}) {
      byte[] other = piece.clone();
      other[at] = (byte) 255;
      assertThat(parcels.add(1, other)).isNull();
    }
    assertThat(parcels.add(1, piece)).isNull();
    assertThat(parcels.add(1, piece)).isNull();
    assertThat(parcels.add(1, Parcels.piece(1, 1, random(2000), 1))).isNotNull();
  }

  @Test
  void shouldKeepOnlySoManyUnfinishedOnes() {
    for (int message = 0; message < 65; message++) {
      parcels.add(1, pieces(message, random(2000)).getFirst());
    }

    assertThat(parcels.add(1, pieces(0, random(2000)).getLast())).isNull();
    assertThat(parcels.add(1, pieces(64, random(2000)).getLast())).isNotNull();
  }

  @Test
  void shouldForgetWhatASessionLeftUnfinished() {
    List<byte[]> pieces = pieces(1, random(2000));
    parcels.add(1, pieces.getFirst());

    parcels.forget(1);

    assertThat(parcels.add(1, pieces.getLast())).isNull();
  }
}
