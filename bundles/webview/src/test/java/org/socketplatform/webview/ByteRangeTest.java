package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-99, 0, 99",
    "bytes=10-19, 10, 19",
    "bytes=99-, 99, 99",
    "bytes=0-, 0, 99",
    "bytes=90-1000, 90, 99",
    "bytes=-1, 99, 99",
    "bytes=-100, 0, 99",
    "bytes=-1000, 0, 99",
    "bytes=5-999999999999999999, 5, 99"
  })
  void shouldFindTheRangeWithinAFileOf100Bytes(String header, long first, long last) {
    assertThat(ByteRange.isRange(header)).isTrue();
    assertThat(ByteRange.parse(header, 100)).contains(new ByteRange(first, last));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999999999-"})
  void shouldNotSatisfyARangeBehindTheEnd(String header) {
    assertThat(ByteRange.isRange(header)).isTrue();
    assertThat(ByteRange.parse(header, 100)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=1-2,4-5",
        "bytes=--1",
        "bytes=1--2",
        "bytes=0x1-2",
        "bytes=1-2 ",
        "items=0-1",
        "bytes=9999999999999999999-",
        "bytes=1-99999999999999999999999999",
        "bytes=\u0661-\u0662",
        "bytes=5-2"
      })
  void shouldIgnoreWhatIsNoSingleRange(String header) {
    assertThat(ByteRange.isRange(header)).isFalse();
  }

  @Test
  void shouldNotSatisfyAnyRangeOfAnEmptyFile() {
    assertThat(ByteRange.parse("bytes=0-", 0)).isEmpty();
    assertThat(ByteRange.parse("bytes=-5", 0)).isEmpty();
  }

  @Test
  void shouldTellItsLengthAndHeader() {
    ByteRange range = new ByteRange(10, 19);
    assertThat(range.length()).isEqualTo(10);
    assertThat(range.contentRange(100)).isEqualTo("bytes 10-19/100");
  }
}
