package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreloadScriptTest {
  @Test
  void shouldQuoteAPlainText() {
    assertThat(PreloadScript.quote("Grüße, 世界 😀")).isEqualTo("\"Grüße, 世界 \\ud83d\\ude00\"");
    assertThat(PreloadScript.quote("")).isEqualTo("\"\"");
  }

  @Test
  void shouldNotLetATextOutOfItsQuotes() {
    assertThat(PreloadScript.quote("\"+alert(1)+\"")).isEqualTo("\"\\u0022+alert(1)+\\u0022\"");
    assertThat(PreloadScript.quote("\\\"")).isEqualTo("\"\\u005c\\u0022\"");
    assertThat(PreloadScript.quote("</script><script>"))
        .isEqualTo("\"\\u003c/script>\\u003cscript>\"");
    assertThat(PreloadScript.quote("a\nb\r\t\0")).isEqualTo("\"a\\u000ab\\u000d\\u0009\\u0000\"");
    assertThat(PreloadScript.quote("\u2028\u2029")).isEqualTo("\"\\u2028\\u2029\"");
  }

  @Test
  void shouldEscapeHalfACharacterThatUtf8CannotCarry() {
    assertThat(PreloadScript.quote("a\ud83db")).isEqualTo("\"a\\ud83db\"");
    assertThat(PreloadScript.quote("\ude00")).isEqualTo("\"\\ude00\"");
  }
}
