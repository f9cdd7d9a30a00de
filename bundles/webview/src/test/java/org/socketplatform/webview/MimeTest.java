package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MimeTest {
  @ParameterizedTest
  @CsvSource({
    "/app/index.html, text/html; charset=utf-8",
    "/app/MAIN.JS, text/javascript; charset=utf-8",
    "main.min.mjs, text/javascript; charset=utf-8",
    "a.wasm, application/wasm",
    "a.svg, image/svg+xml",
    "a.woff2, font/woff2",
    "a.mp4, video/mp4",
    "a.wav, audio/wav",
    "a.json, application/json",
    "/app.js/readme, application/octet-stream",
    "a.unknown, application/octet-stream",
    "none, application/octet-stream",
    "dot., application/octet-stream"
  })
  void shouldNameTheTypeByTheExtension(String name, String type) {
    assertThat(Mime.of(name)).isEqualTo(type);
  }
}
