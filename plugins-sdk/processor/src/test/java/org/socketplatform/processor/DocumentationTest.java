package org.socketplatform.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows is what works. */
class DocumentationTest {
  private static final Path PAGE = Path.of("../../docs/plugins.md");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void shouldCompileAndPassItsOwnTest() throws Exception {
    List<String> examples =
        JAVA.matcher(Files.readString(PAGE)).results().map(match -> match.group(1)).toList();
    assertThat(examples).hasSize(3);

    Compilation compilation = Compilation.of(folder, examples.toArray(String[]::new));

    assertThat(compilation.problems()).isEmpty();
    Object test = compilation.instance("org.example.GreeterTest");
    Method method = test.getClass().getDeclaredMethod("shouldGreetPeople");
    method.setAccessible(true);
    method.invoke(test);
  }
}
