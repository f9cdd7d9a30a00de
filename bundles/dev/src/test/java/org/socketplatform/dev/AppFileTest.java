package org.socketplatform.dev;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AppFileTest {
  @Test
  void shouldTellWhatAChangeMeansToThePage() {
    assertThat(AppFile.of("style.css")).isEqualTo(AppFile.STYLE);
    assertThat(AppFile.of("index.HTML")).isEqualTo(AppFile.CONTENT);
    assertThat(AppFile.of("main.js")).isEqualTo(AppFile.CONTENT);
    assertThat(AppFile.of("socket.ini")).isEqualTo(AppFile.OTHER);
    assertThat(AppFile.of("notes.txt")).isEqualTo(AppFile.OTHER);
  }

  @Test
  void shouldPassOverFilesOfEditors() {
    assertThat(AppFile.of(".main.js.swp")).isEqualTo(AppFile.OTHER);
    assertThat(AppFile.of("main.js~")).isEqualTo(AppFile.OTHER);
    assertThat(AppFile.of(".#index.html")).isEqualTo(AppFile.OTHER);
    assertThat(AppFile.of("4913")).isEqualTo(AppFile.OTHER);
  }
}
