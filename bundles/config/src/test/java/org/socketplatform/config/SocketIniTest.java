package org.socketplatform.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketIniTest {
  private static final Host LINUX = new Host("linux", "x86_64");

  private static SocketIni read(String text) {
    return SocketIni.parse(text, LINUX);
  }

  private static String onlyDiagnostic(String text) {
    SocketIni ini = read(text);
    assertThat(ini.diagnostics()).hasSize(1);
    return ini.diagnostics().getFirst().toString();
  }

  @Test
  void shouldReadTheFileOfAnOrdinaryApp() {
    SocketIni ini =
        read(
            """
            ; the smallest useful app
            [build]
            name = tour        ; of the executable
            env[] = USER
            env[] = LANG

            [meta]
            title = "Tour # of the house"
            bundle_identifier = 'com.example.tour'
            version = 1.2.3

            [webview]
            headers[] = x-one: 1; secure
            headers[] = "x-two: 2"

            [.watch]
            reload = true

            []
            window_width = 50%
            """);

    assertThat(ini.diagnostics()).isEmpty();
    assertThat(ini.text("build.name")).hasValue("tour");
    assertThat(ini.list("build.env")).containsExactly("USER", "LANG");
    assertThat(ini.text("build.env")).hasValue("USER LANG");
    assertThat(ini.text("meta.title")).hasValue("Tour # of the house");
    assertThat(ini.text("meta.bundle_identifier")).hasValue("com.example.tour");
    assertThat(ini.text("webview.headers")).hasValue("x-one: 1; secure\nx-two: 2");
    assertThat(ini.flag("webview.watch.reload", false)).isTrue();
    assertThat(ini.text("window.width")).hasValue("50%");
    assertThat(ini.line("meta.version")).isEqualTo(10);
    assertThat(ini.keys())
        .containsExactly(
            "build.name",
            "build.env",
            "meta.title",
            "meta.bundle_identifier",
            "meta.version",
            "webview.headers",
            "webview.watch.reload",
            "window.width");
  }

  @Test
  void shouldReadWindowsLineEndsAndAByteOrderMark() {
    SocketIni ini = read("\uFEFF[build]\r\nname = tour\r\n");

    assertThat(ini.diagnostics()).isEmpty();
    assertThat(ini.text("build.name")).hasValue("tour");
  }

  @Test
  void shouldKnowSectionsEvenIfTheyAreEmpty() {
    SocketIni ini = read("[capabilities.fs]\n");

    assertThat(ini.hasSection("capabilities")).isTrue();
    assertThat(ini.hasSection("capabilities.fs")).isTrue();
    assertThat(ini.hasSection("cap")).isFalse();
    assertThat(read("").hasSection("capabilities")).isFalse();
  }

  @Test
  void shouldAppendASubSectionToTheSectionBefore() {
    SocketIni ini = read("[capabilities]\n[.fs]\nread[] = a\n[.more]\nx = 1\n");

    assertThat(ini.keys()).containsExactly("capabilities.fs.read", "capabilities.fs.more.x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a = b ; c              | b",
        "a = b # c              | b",
        "a = b;c                | b;c",
        "a = http://x/#top      | http://x/#top",
        "a = \"b ; c\" ; d      | b ; c",
        "a = 'it is \"b\"'      | it is \"b\"",
        "a = {\"b\": \"c=d\"}   | {\"b\": \"c=d\"}",
        "a=b=c                  | b=c",
        "a = \"\"               | ~~",
        "a =                    | ~~",
        "a = ; only a comment   | ~~",
      })
  void shouldReadAValue(String line, String value) {
    SocketIni ini = read("[env]\n" + line);

    assertThat(ini.diagnostics()).isEmpty();
    assertThat(ini.text("env.a")).hasValue(value);
  }

  @Test
  void shouldFillInWhatTheMachineIs() {
    SocketIni ini =
        read("[env]\nA = lib/{{platform.os}}-{{ platform.arch.short }}/x\nB = {{other}}\n");

    assertThat(ini.text("env.A")).hasValue("lib/linux-x64/x");
    assertThat(ini.text("env.B")).hasValue("{{other}}");
    assertThat(ini.diagnostics()).hasSize(1);
    assertThat(ini.diagnostics().getFirst().toString())
        .startsWith("socket.ini:3: warning: unknown placeholder {{other}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[build] naem = x                 | did you mean [build] name?",
        "[meta] bundle-identifier = x     | did you mean [meta] bundle_identifier?",
        "[meta] Version = x               | did you mean [meta] version?",
        "[build] bundle_identifer = x     | unknown setting [build] bundle_identifer",
        "[app] simulator_uuid = x         | did you mean [ios] simulator_uuid?",
        "[window] with = 3                | did you mean [window] width?",
      })
  void shouldSuggestWhatWasMeant(String line, String hint) {
    SocketIni ini = read(line.replace("] ", "]\n"));

    assertThat(ini.diagnostics())
        .anySatisfy(diagnostic -> {
          assertThat(diagnostic.isError()).isFalse();
          assertThat(diagnostic.line()).isEqualTo(2);
          assertThat(diagnostic.message()).contains(hint);
        });
  }

  @Test
  void shouldSuggestASectionOfAnotherName() {
    assertThat(onlyDiagnostic("[capabilites]\n"))
        .isEqualTo(
            "socket.ini:1: warning: unknown section [capabilites]; did you mean [capabilities]?");
  }

  @Test
  void shouldTakeFlatAndCamelCaseSpellingsForTheSameSetting() {
    SocketIni ini =
        read("[webview]\nwatch_reload = true\n[window]\nbackgroundColorDark = rgba(0,0,0,1)\n");

    assertThat(ini.diagnostics()).isEmpty();
    assertThat(ini.keys()).containsExactly("webview.watch.reload", "window.background_color_dark");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[build            | 1: error: the section has no closing bracket; write [name]",
        "[a..b]            | 1: error: [a..b] is no section name",
        "[build] x         | 1: error: text after the section name; put 'x' on its own line",
        "just words        | 1: error: 'just words' is neither a section nor a setting",
        "= 3               | 1: error: there is no name before the equals sign",
        "a = \"b           | 1: error: the closing \" is missing",
        "a = \"b\" c       | 1: error: text after the closing \"; put all of it in quotes",
        "a = b\u0001c      | 1: error: a control character is in this line",
      })
  void shouldTellWhatIsWrongWithABrokenLine(String line, String message) {
    assertThat(onlyDiagnostic(line)).startsWith("socket.ini:" + message);
  }

  @Test
  void shouldHaveTheCommonSettingsInTheWholeTableToo() {
    assertThat(KnownKeys.COMMON)
        .allMatch(KeyTable::isKnown)
        .allMatch(key -> KeyTable.canonical(key).equals(key));
  }

  @Test
  void shouldNotBlameTheSettingsBelowABrokenSection() {
    SocketIni ini = read("[build\nname = x\n[meta]\nversion = 1.0.0\n");

    assertThat(ini.diagnostics()).hasSize(1);
    assertThat(ini.keys()).containsExactly("meta.version");
  }

  @Test
  void shouldLetTheLastValueCountAndSaySo() {
    SocketIni ini = read("[build]\nname = a\nname = b\n");

    assertThat(ini.text("build.name")).hasValue("b");
    assertThat(ini.diagnostics().getFirst().toString())
        .startsWith("socket.ini:3: warning: build.name was set before in line 2");
  }

  @Test
  void shouldWarnWhenAValueTurnsOutToBeAComment() {
    assertThat(onlyDiagnostic("[tray]\nicon = #fff\n"))
        .startsWith("socket.ini:2: warning: icon is empty");
  }

  @Test
  void shouldNotBuryTheFirstDiagnosticsUnderThousands() {
    SocketIni ini = read("nonsense\n".repeat(5000));

    assertThat(ini.diagnostics()).hasSize(101);
    assertThat(ini.diagnostics().getLast().message()).isEqualTo("and 4900 more of the like");
  }
}
