package org.socketplatform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a page sends, parsing ends with a call or a {@link FailureException}. */
class IpcUriFuzzTest {
  private static final String[] VALID = {
    "ipc://ping",
    "ipc://fs.readFile?id=18446744073709551615&size=-1&flag=true",
    "ipc://window.setTitle/?value=%C3%A4%20b&index=0&seq=R1&nonce=1#top",
  };
  private static final String PIECES = "%&=?#/.:+\0\uD800\uDC00ipc0129-afz ";

  private static String mutated(Random random) {
    StringBuilder uri = new StringBuilder(VALID[random.nextInt(VALID.length)]);
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(uri.length() + 1);
      char c = PIECES.charAt(random.nextInt(PIECES.length()));
      switch (random.nextInt(4)) {
        case 0 -> uri.insert(at, c);
        case 1 -> uri.insert(at, (char) random.nextInt(0x10000));
        case 2 -> uri.setLength(at);
        default -> uri.insert(at, uri.substring(0, at));
      }
    }
    return uri.toString();
  }

  private static String noise(Random random) {
    byte[] bytes = new byte[random.nextInt(64)];
    random.nextBytes(bytes);
    return "ipc://" + new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void shouldReadOrRefuseAnything() {
    Random random = new Random(20260101);
    int read = 0;
    for (int i = 0; i < 40_000; i++) {
      String uri = i % 4 == 0 ? noise(random) : mutated(random);
      try {
        IpcUri parsed = IpcUri.parse(uri);
        assertThat(parsed.command()).as(uri).matches("[a-z0-9_.-]+");
        ask(parsed.params());
        read++;
      } catch (FailureException e) {
        assertThat(e.failure().code()).as(uri).isEqualTo("BAD_REQUEST");
      }
    }
    assertThat(read).isGreaterThan(4_000);
  }

  private static void ask(Params params) {
    for (String name : params.asMap().keySet()) {
      params.text(name);
      attempt(() -> params.require(name));
      attempt(() -> params.requireLong(name));
      attempt(() -> params.longOr(name, 1));
      attempt(() -> params.flag(name, true));
    }
  }

  private static void attempt(Runnable question) {
    try {
      question.run();
    } catch (FailureException e) {
      assertThat(e.failure().type()).isEqualTo("BadRequestError");
    }
  }
}
