package org.socketplatform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands in the file, reading it ends with settings and diagnostics. */
class SocketIniFuzzTest {
  private static final String[] PIECES = {
    "[",
    "]",
    "[build]",
    "[.x]",
    "[]",
    "=",
    "[] = ",
    "\n",
    "\r\n",
    ";",
    "#",
    "\"",
    "'",
    "{{",
    "}}",
    "{{platform.os}}",
    "name",
    "capabilities.fs",
    " ",
    "\t",
    "\0",
    "\uFEFF",
    "\uD800",
    "ä",
    "{\"a\":[",
    "1e999",
    "-0",
    "0x",
    "$DATA/**",
    "true",
    ":",
    "\\",
    "\u2028",
  };

  private static String random(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      text.append(
          random.nextInt(8) == 0
              ? String.valueOf((char) random.nextInt(0x10000))
              : PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  @Test
  void shouldReadAnything() {
    Random random = new Random(20260101);
    for (int i = 0; i < 1_500; i++) {
      String text = random(random);
      assertThatCode(
              () -> {
                SocketIni ini = SocketIni.parse(text);
                long lines = text.lines().count();
                assertThat(ini.diagnostics()).allMatch(d -> d.line() <= lines);
                assertThat(ini.keys()).allMatch(key -> ini.line(key) > 0);
                assertThat(SscConfig.read(text, Host.current()).diagnostics()).isNotNull();
              })
          .as("%s", text)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void shouldReadLongFilesInReasonableTime() {
    int size = 1 << 18;
    for (String line :
        new String[] {"[.x]\n", "a[] = b\n", "a = b\n", "[build]\nnaem = x\n", "x", "{{", "[["}) {
      SocketIni.parse(line.repeat(size / line.length()));
    }
    SocketIni.parse("a = " + "{{".repeat(size / 2));
  }
}
