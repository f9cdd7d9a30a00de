package org.socketplatform.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.socketplatform.dev.Compiler.Result;

class CompilerTest {
  private static final Path A = Path.of("src/a/A.java").toAbsolutePath();
  private static final Path B = Path.of("src/a/B.java").toAbsolutePath();

  private final Compiler compiler = new Compiler(List.of(), _ -> List.of());

  @AfterEach
  void close() {
    compiler.close();
  }

  @Test
  void shouldGiveTheClassesByTheirPath() {
    Result result = compiler.compile(Map.of(A, "package a; class A { class Inner {} }"), Map.of());

    assertThat(result)
        .isInstanceOfSatisfying(
            Result.Compiled.class,
            compiled ->
                assertThat(compiled.output()).containsOnlyKeys("a/A.class", "a/A$Inner.class"));
  }

  @Test
  void shouldSeeClassesThatWereCompiledBefore() {
    Result first = compiler.compile(Map.of(A, "package a; public class A { int x; }"), Map.of());
    Map<String, byte[]> known = ((Result.Compiled) first).output();

    assertThat(compiler.compile(Map.of(B, "package a; class B { int y = new A().x; }"), known))
        .isInstanceOf(Result.Compiled.class);
    assertThat(compiler.compile(Map.of(B, "package a; class B { int y = new A().z; }"), known))
        .isInstanceOf(Result.Rejected.class);
  }

  @Test
  void shouldTellWhatIsWrongAndWhere() {
    Result result = compiler.compile(Map.of(A, "package a;\nclass A {\n  int x = y;\n}"), Map.of());

    assertThat(result)
        .isInstanceOfSatisfying(
            Result.Rejected.class,
            rejected ->
                assertThat(rejected.problems())
                    .singleElement()
                    .satisfies(problem -> {
                      assertThat(problem.file()).isEqualTo("src/a/A.java");
                      assertThat(problem.line()).isEqualTo(3);
                      assertThat(problem.message()).startsWith("cannot find symbol");
                      assertThat(problem.excerpt()).isEqualTo("  int x = y;\n          ^");
                    }));
  }
}
