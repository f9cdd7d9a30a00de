package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportSpecifiersTest {
  private static String replaced(String text) {
    return ImportSpecifiers.replaced(text, name -> name.equals("a") ? "b" : name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import 'a'",
        "import \"a\";",
        "import x from 'a'",
        "import*as x from'a';",
        "import{x as y,z}from\"a\";",
        "import x, { default as from } from 'a'",
        "import from from 'a'",
        "import {\n  x, // of 'a', or {\n  /* from 'x' */ y\n} from 'a'",
        "import { 'a name' as x } from 'a'",
        "export * from 'a'",
        "export * as x from 'a'",
        "export{x}from'a'",
        "export { x }\nimport 'a'",
        "export { x as import } from 'a'",
        "const x = await import('a')",
        "f(...import( 'a' ))",
        "import('a', { with: { type: 'json' } })",
        "const s = `${ `${import('a')}` }`",
        "if (/[/'\"]/.test(x)) import('a')",
        "const q = 4 / 2; import('a') / 2",
        "return /'/ ; import 'a'",
        "'use strict'; // don't\nimport 'a'",
        "x = y\n/ 2 / 1\nimport 'a'",
      })
  void shouldReplaceWhatIsImported(String text) {
    assertThat(replaced(text)).isEqualTo(replaceLast(text)).isNotEqualTo(text);
  }

  private static String replaceLast(String text) {
    int at = Math.max(text.lastIndexOf("'a'"), text.lastIndexOf("\"a\""));
    return text.substring(0, at + 1) + "b" + text.substring(at + 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "const s = \"import x from 'a'\"",
        "const s = 'import \"a\"'",
        "const s = `import 'a'`",
        "// import 'a'",
        "/* import 'a' */",
        "x.import('a')",
        "x.export\n{ y }",
        "reimport('a')",
        "const from = 'a'",
        "export const x = 'a'",
        "export default 'a'",
        "export { x }; const y = 'a'",
        "import(`a`)",
        "import.meta.resolve('a')",
        "import '\\x61'",
        "import 'a\n'",
        "import 'other'",
        "/import 'a'/.test(x)",
        "import",
        "export {",
        "import x from",
        "import '",
        "`${",
        "/* import 'a'",
      })
  void shouldLeaveAllElseAsItIs(String text) {
    assertThat(replaced(text)).isEqualTo(text);
  }

  @Test
  void shouldComeToAnEndWithWhateverTextItIsGiven() {
    List<String> parts =
        List.of(
            "import", "export", " from ", "'a'", "'", "\"", "`", "${", "}", "{", "/", "*", "//",
            "/*", "*/", "(", ")", "\\", "\n", ",", "x", ".", "[", "]", "=");
    Random random = new Random(42);
    for (int round = 0; round < 20_000; round++) {
      List<String> text = new ArrayList<>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        text.add(parts.get(random.nextInt(parts.size())));
      }
      String source = String.join("", text);
      assertThat(ImportSpecifiers.replaced(source, name -> name)).isEqualTo(source);
      assertThat(replaced(source)).hasSameSizeAs(source);
    }
  }

  @Test
  void shouldNotBeSlowedDownByTextThatGoesOnForLong() {
    for (String part :
        List.of("import{", "export{x}", "`${", "import x,", "/", "'\n", "import/*")) {
      String source = part.repeat(200_000);
      assertThat(ImportSpecifiers.replaced(source, name -> name)).isEqualTo(source);
    }
  }
}
