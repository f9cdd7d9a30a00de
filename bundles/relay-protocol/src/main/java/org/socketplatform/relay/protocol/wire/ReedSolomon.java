package org.socketplatform.relay.protocol.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of parity for blocks of equal length, and blocks that are lost of those that are left:
 * as many as there are rows. The code is systematic, over GF(2^8) with the polynomial of RFC 5510,
 * section 8.1, with a Cauchy matrix (Blömer and others, "An XOR-Based Erasure-Resilient Coding
 * Scheme", 1995): the factor of row r and block c is 1 / ((128 + r) ^ c).
 *
 * <p>It has no state; any thread may use it.
 */
public final class ReedSolomon {
  /** How many blocks a group has at most. */
  public static final int MOST_BLOCKS = 32;

  /** How many rows of parity a group has at most. */
  public static final int MOST_ROWS = 5;

  private static final int FIRST_ROW = 128;
  private static final int POLYNOMIAL = 0x11d;
  private static final byte[][] PRODUCTS = new byte[256][256];
  private static final int[] INVERSES = new int[256];

  static {
    for (int a = 0; a < 256; a++) {
      for (int b = 0; b < 256; b++) {
        int product = product(a, b);
        PRODUCTS[a][b] = (byte) product;
        if (product == 1) {
          INVERSES[a] = b;
        }
      }
    }
  }

  private ReedSolomon() {}

  private static int product(int a, int b) {
    int product = 0;
    int shifted = a;
    for (int bits = b; bits > 0; bits >>= 1) {
      product ^= (bits & 1) * shifted;
      shifted <<= 1;
      if (shifted > 255) {
        shifted ^= POLYNOMIAL;
      }
    }
    return product;
  }

  private static int factor(int row, int block) {
    return INVERSES[FIRST_ROW + row ^ block];
  }

  /** How many rows a group of some blocks is sent with. */
  public static int rows(int blocks) {
    return 1 + Math.ceilDiv(blocks, 8);
  }

  /** A row of parity. */
  public static byte[] row(int row, List<byte[]> blocks) {
    byte[] parity = new byte[blocks.getFirst().length];
    for (int block = 0; block < blocks.size(); block++) {
      add(parity, blocks.get(block), factor(row, block));
    }
    return parity;
  }

  /** Adds a multiple of some bytes to others. */
  private static void add(byte[] to, byte[] bytes, int factor) {
    byte[] products = PRODUCTS[factor];
    for (int i = 0; i < to.length; i++) {
      to[i] ^= products[bytes[i] & 255];
    }
  }

  private static void scale(byte[] bytes, int factor) {
    byte[] products = PRODUCTS[factor];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = products[bytes[i] & 255];
    }
  }

  /**
   * Fills in the blocks that are null.
   *
   * @param blocks all blocks of a group, at most {@link #MOST_BLOCKS}
   * @param rows rows of parity by their number; those that are null are not there
   * @return false, with nothing changed, if there are fewer rows than blocks that are lost
   */
  public static boolean restore(byte[] @Nullable [] blocks, byte[] @Nullable [] rows) {
    int lost = 0;
    int[] places = new int[MOST_ROWS];
    for (int block = 0; block < blocks.length; block++) {
      if (blocks[block] == null) {
        if (lost == MOST_ROWS) {
          return false;
        }
        places[lost++] = block;
      }
    }
    int[] numbers = new int[lost];
    int found = 0;
    for (int row = 0; row < rows.length && found < lost; row++) {
      if (rows[row] != null) {
        numbers[found++] = row;
      }
    }
    if (found < lost) {
      return false;
    }
    byte[][] sums = new byte[lost][];
    int[][] matrix = new int[lost][lost];
    for (int i = 0; i < lost; i++) {
      sums[i] = sum(numbers[i], rows, blocks);
      for (int j = 0; j < lost; j++) {
        matrix[i][j] = factor(numbers[i], places[j]);
      }
    }
    solve(matrix, sums);
    for (int i = 0; i < lost; i++) {
      blocks[places[i]] = sums[i];
    }
    return true;
  }

  /** What the lost blocks add to a row. */
  private static byte[] sum(int number, byte[] @Nullable [] rows, byte[] @Nullable [] blocks) {
    byte[] row = rows[number];
    if (row == null) {
      throw new IllegalArgumentException("row " + number + " is not there");
    }
    byte[] sum = row.clone();
    for (int block = 0; block < blocks.length; block++) {
      byte[] known = blocks[block];
      if (known != null) {
        add(sum, known, factor(number, block));
      }
    }
    return sum;
  }

  /** Gauss and Jordan. Every square part of a Cauchy matrix can be inverted: no pivot is 0. */
  private static void solve(int[][] matrix, byte[][] sums) {
    int size = matrix.length;
    for (int pivot = 0; pivot < size; pivot++) {
      int inverse = INVERSES[matrix[pivot][pivot]];
      for (int column = 0; column < size; column++) {
        matrix[pivot][column] = PRODUCTS[inverse][matrix[pivot][column]] & 255;
      }
      scale(sums[pivot], inverse);
      for (int row = 0; row < size; row++) {
        int factor = matrix[row][pivot];
        if (row != pivot && factor != 0) {
          for (int column = 0; column < size; column++) {
            matrix[row][column] ^= PRODUCTS[factor][matrix[pivot][column]] & 255;
          }
          add(sums[row], sums[pivot], factor);
        }
      }
    }
  }
}
