package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.swt.graphics.Rectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowSizeTest {
  private static final Rectangle SCREEN = new Rectangle(100, 50, 1280, 800);

  @ParameterizedTest
  @CsvSource({
    "800, 600, 800, 600",
    "800px, 600px, 800, 600",
    "50%, 25%, 640, 200",
    "12.5%, 100%, 160, 800",
    "99999, 99999, 1280, 800",
    "500%, 500%, 1280, 800",
    "0, 1, 64, 64",
    "-5, abc, 1024, 768",
    "'', '', 1024, 768",
    "100000, 1e3, 1024, 768"
  })
  void shouldGiveTheSizeAskedForWithinTheScreen(String width, String height, int w, int h) {
    Rectangle bounds = new WindowSize(width, height).within(SCREEN);

    assertThat(bounds.width).isEqualTo(w);
    assertThat(bounds.height).isEqualTo(h);
  }

  @Test
  void shouldStandInTheMiddleOfTheScreen() {
    Rectangle bounds =
        WindowSize.of(new FakeSettings().with("window.width", "1080").with("window.height", "600"))
            .within(SCREEN);

    assertThat(bounds).isEqualTo(new Rectangle(200, 150, 1080, 600));
  }
}
