package org.socketplatform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "/data/**, /data, true",
    "/data/**, /data/a, true",
    "/data/**, /data/a/b/c, true",
    "/data/**, /database, false",
    "/data/**, /, false",
    "/data/*, /data/a, true",
    "/data/*, /data, false",
    "/data/*, /data/a/b, false",
    "/data, /data, true",
    "/data, /data/a, false",
    "/data//./x/../a, /data/a, true",
    "/data/*.txt, /data/a.txt, true",
    "/data/*.txt, /data/.txt, true",
    "/data/*.txt, /data/a.txt.exe, false",
    "/data/a?c, /data/abc, true",
    "/data/a?c, /data/a😀c, true",
    "/data/a?c, /data/ac, false",
    "/data/**/x/*.js, /data/x/a.js, true",
    "/data/**/x/*.js, /data/1/2/x/a.js, true",
    "/data/**/x/*.js, /data/1/x/2/a.js, false",
    "/data/**/x/**/y, /data/x/1/x/2/y, true",
    "/**, /anything/at/all, true",
    "/data/[a]{b}, /data/[a]{b}, true",
    "/data/[a]*, /data/ab, false",
    "/data/A, /data/a, false",
  })
  void shouldMatch(String pattern, Path path, boolean matches) {
    assertThat(Glob.of(Path.of("/"), pattern).matches(path)).isEqualTo(matches);
  }

  @Test
  void shouldCompareCharactersAsTheyAre() {
    Glob composed = Glob.of(Path.of("/"), "/data/\u00e9/**");

    assertThat(composed.matches(Path.of("/data/\u00e9/x"))).isTrue();
    assertThat(composed.matches(Path.of("/data/e\u0301/x"))).isFalse();
  }

  @Test
  void shouldTakeTheFolderOfAVariableLiterally() {
    Glob glob = Glob.of(Path.of("/home/*"), "**");

    assertThat(glob.matches(Path.of("/home/*/x"))).isTrue();
    assertThat(glob.matches(Path.of("/home/me/x"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/data/a**", "/data/**b/c", "/data/*/../x", "/data/***"})
  void shouldRefuseAPatternThatMeansNothing(String pattern) {
    assertThatThrownBy(() -> Glob.of(Path.of("/"), pattern))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldAgreeWithRegularExpressions() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String pattern = "/" + random(random, new String[] {"a", "b", "*", "?", "**", "/", "/"});
      Path path = Path.of("/" + random(random, new String[] {"a", "b", "/"})).normalize();
      Glob glob;
      try {
        glob = Glob.of(Path.of("/"), pattern);
      } catch (IllegalArgumentException e) {
        continue;
      }
      StringBuilder regex = new StringBuilder();
      for (String segment : pattern.split("/", -1)) {
        if (segment.equals("**")) {
          regex.append("(/[^/]+)*");
        } else if (!segment.isEmpty()) {
          regex.append('/').append(segment.replace("*", "[^/]*").replace("?", "[^/]"));
        }
      }
      String text = path.toString().equals("/") ? "" : path.toString();
      assertThat(glob.matches(path))
          .as("%s on %s", pattern, path)
          .isEqualTo(text.matches(regex.toString()));
    }
  }

  @Test
  void shouldNotBeSlowOnPatternsMadeToBeSlow() {
    Glob glob = Glob.of(Path.of("/"), "/" + "**/a*a*a*a*a*a*b/".repeat(20));

    assertThat(glob.matches(Path.of("/" + ("a".repeat(200) + "/").repeat(20)))).isFalse();
  }

  private static String random(Random random, String[] pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }
}
