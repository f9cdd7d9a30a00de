package org.socketplatform.itest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

/** How a run ended and what it said. */
record Result(int status, List<String> out, List<String> err) {
  private static final Pattern TRACE =
      Pattern.compile("\\s+at [\\w.$/]+\\(.*\\)|.*Exception in .*");

  /** All checks of the page went well. */
  Result assertStory() {
    assertThat(out).as("checks").noneMatch(line -> line.startsWith("not ok")).contains("end");
    assertThat(status).as("exit status; it said %s %s", out, err).isZero();
    return this;
  }

  /** The page made just these checks, and all went well. */
  Result assertChecks(String... names) {
    assertStory();
    assertThat(out.stream().filter(line -> line.startsWith("ok ")).map(line -> line.substring(3)))
        .containsExactly(names);
    return this;
  }

  /** The platform told in one message why it could not go on. */
  Result assertRefused(String... words) {
    assertThat(status).as("exit status; it said %s %s", out, err).isEqualTo(1);
    assertThat(err)
        .filteredOn(line -> line.startsWith("error: "))
        .as("errors in %s", err)
        .singleElement()
        .asString()
        .contains(words);
    return assertNoTrace();
  }

  Result assertNoTrace() {
    assertThat(err).noneMatch(line -> TRACE.matcher(line).matches());
    return this;
  }
}
