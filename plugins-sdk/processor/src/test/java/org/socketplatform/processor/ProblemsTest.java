package org.socketplatform.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be made is one error at its place, which says what to do. */
class ProblemsTest {
  private static final String HEAD =
      """
      package org.example;

      import java.nio.ByteBuffer;
      import java.util.*;
      import java.util.concurrent.*;
      import org.socketplatform.plugin.*;
      import org.socketplatform.plugin.Plugin;

      """;

  private static final int LINES_OF_HEAD = 8;

  @TempDir Path folder;

  /** The problems of a type, its lines counted from 1. */
  private List<String> problems(String type) {
    return Compilation.of(folder, HEAD + type).problems().stream()
        .map(problem -> {
          String[] parts = problem.split(": ", 2);
          return Long.parseLong(parts[0]) - LINES_OF_HEAD + ": " + parts[1];
        })
        .toList();
  }

  private String problem(String type) {
    List<String> problems = problems(type);
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "void a(Object x)               | 'x' is of the type java.lang.Object: say what it is: use a record or a sealed interface",
        "void a(Date x)                 | 'x' is of the type java.util.Date: use Instant",
        "void a(UUID x)                 | 'x' is of the type java.util.UUID: use a String",
        "void a(java.nio.file.Path x)   | 'x' is of the type java.nio.file.Path: use ReadableFile",
        "void a(OptionalInt x)          | 'x' is of the type java.util.OptionalInt: use Optional<Integer>",
        "void a(ArrayList<String> x)    | 'x' is of the type java.util.ArrayList<java.lang.String>: use List",
        "void a(int[] x)                | 'x' is of the type int[]: use List",
        "void a(Thread x)               | 'x' is of the type java.lang.Thread: use a primitive, String, enum, record",
        "void a(Map<Integer, String> x) | 'x' is of the type java.util.Map<java.lang.Integer,java.lang.String>: the keys of a Map are Strings",
        "void a(List<Optional<String>> x) | 'x' is of the type java.util.List<java.util.Optional<java.lang.String>>: Optional stands alone",
        "void a(Optional<Optional<String>> x) | 'x' is of the type java.util.Optional<java.util.Optional<java.lang.String>>: Optional stands alone",
        "void a(List<? extends Number> x) | 'x' is of the type ? extends java.lang.Number: use a primitive",
        "void a(List<byte[]> x)         | 'x' has bytes inside of another value",
        "void a(Optional<ByteBuffer> x) | 'x' has bytes inside of another value",
        "void a(List<ReadableFile> x)   | 'x' is of the type org.socketplatform.plugin.ReadableFile: types that the router checks stand alone",
        "void a(byte[] x, Body y)       | The command a takes bytes twice",
        "Flow.Publisher<String> a(byte[] x) | The command a takes bytes and answers a stream",
        "List<byte[]> a()               | What a answers has bytes inside of another value",
        "Reply a()                      | What a answers may be anything",
        "Flow.Publisher<Optional<String>> a() | What a answers has items that may be missing",
        "void a(int index)              | An argument cannot be called 'index', which the carriers of calls use themselves",
        "void a(int seq)                | An argument cannot be called 'seq', which the carriers of calls use themselves",
        "void a(int credit)             | An argument cannot be called 'credit', which the carriers of calls use themselves",
        "void a(int timeout)            | An argument cannot be called 'timeout', which the carriers of calls use themselves",
        "void a(int function)           | An argument cannot be called 'function' in JavaScript: rename it",
        "void a(int $x)                 | An argument cannot be called '$x' in JavaScript: rename it",
        "void a(@Scoped(`a:b`) String x) | 'x' is @Scoped, but only files, folders, places, hosts and command lines are checked",
        "void a(@Scoped(`nothing`) ReadableFile x) | 'nothing' is no permission: write plugin:permission",
        "void a(@Scoped(`platform:basic`) ReadableFile x) | 'x' would lie under platform:basic",
        "void a(@Scoped(follow = false) ReadableFile x) | Only a ScopedPath can be a link that is not followed",
        "void delete()                  | JavaScript cannot have a function 'delete': give another name",
        "private void a()               | The command a must be neither private, static, abstract nor generic",
        "static void a()                | The command a must be neither private, static, abstract nor generic",
        "<T> void a(List<T> x)          | The command a must be neither private, static, abstract nor generic",
        "void a(String... x)            | The command a must be neither private, static, abstract nor generic",
        "void a(Secret x)               | 'x' is of the type org.example.Bad.Secret, which the generated code cannot see: make Secret package-private",
        "void a(Pair<String> x)         | 'x' is of the type org.example.Bad.Pair<java.lang.String>: a type of your own must not be generic",
        "void a(Open x)                 | 'x' is of the type org.example.Bad.Open: use a primitive, String, enum, record, sealed interface",
      })
  void shouldSayWhatIsWrongWithACommand(String method, String message) {
    String type =
        """
        /** Bad. */
        @Plugin("bad")
        final class Bad {
          private record Secret(int a) {}
          record Pair<T>(T a) {}
          interface Open {}

          /** Bad. */
          @Command
          %s { throw new IllegalStateException(); }
        }
        """
            .formatted(method.replace('`', '"'));
    String problem = problem(type);

    assertThat(problem.substring(problem.indexOf(' ') + 1)).startsWith(message);
    assertThat(problem).as("at the method, or the record").matches("(?s)(10|4): .*");
  }

  @Test
  void shouldShowARecordsOwnPlace() {
    assertThat(
            problem(
                """
                /** Bad. */
                @Plugin("bad")
                final class Bad {
                  record Inner(
                      String name,
                      byte[] data) {}
                  record Outer(List<Inner> inner) {}

                  /** Bad. */
                  @Command
                  void a(Outer x) {}
                }
                """))
        .startsWith("6: 'Inner.data' has bytes inside of another value");
  }

  @Test
  void shouldAskForDocumentation() {
    assertThat(
            problem(
                """
                @Plugin("bad")
                final class Bad {
                  /** Bad. */
                  @Command void a() {}
                }
                """))
        .startsWith("2: The plugin has no documentation comment: say in one sentence");
    assertThat(
            problem(
                """
                /** Bad. */
                @Plugin("bad")
                final class Bad {
                  @Command void a() {}
                }
                """))
        .startsWith("4: The command a has no documentation comment: say in one sentence");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abstract class Bad            |                         | must be a class that is neither abstract nor private",
        "interface Bad                 |                         | must be a class that is neither abstract nor private",
        "final class Bad<T>            |                         | must be a class that is neither abstract nor private",
        "final class Bad               | Bad() {} Bad(int a) {}  | A plugin has one constructor that is not private",
        "final class Bad               | private Bad() {}        | A plugin has one constructor that is not private",
      })
  void shouldSayHowAPluginIsMade(String head, String constructors, String message) {
    assertThat(
            problem(
                """
                /** Bad. */
                @Plugin("bad")
                %s {
                  %s
                  /** Bad. */
                  @Command default_ void a() {}
                }
                """
                    .formatted(head, constructors == null ? "" : constructors)
                    .replace(
                        "default_ void a() {}",
                        head.startsWith("interface") ? "default void a() {}" : "void a() {}")))
        .contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "stdout, belongs to the platform",
    "ping, belongs to the platform",
    "platform, belongs to the platform",
    "application, belongs to the platform",
    "window, belongs to the platform",
    "fs, belongs to the platform",
    "Bad, use lower-case letters",
    "'', use lower-case letters",
    "a.b, use lower-case letters",
    "9a, use lower-case letters",
  })
  void shouldRefuseNamesOfPlugins(String name, String message) {
    assertThat(
            problem(
                """
                /** Bad. */
                @Plugin("%s")
                final class Bad {
                  /** Bad. */
                  @Command void a() {}
                }
                """
                    .formatted(name)))
        .startsWith("3: ")
        .contains(message);
  }

  @Test
  void shouldRefuseTwoOfOneName() {
    String type =
        """
        /** Bad. */
        @Plugin("bad")
        final class Bad {
          /** Bad. */
          @Command void sayHello() {}
          /** Bad. */
          @Command void %s() {}
        }
        """;
    assertThat(problem(type.formatted("sayhello")))
        .isEqualTo(
            "7: There are two commands that differ only in case, 'sayHello' and 'sayhello': give"
                + " one of them another name, by @Command(\"name\")");
    assertThat(problem(type.replace("void %s()", "void sayHello(int a)")))
        .startsWith("7: There are two commands 'sayHello'");
  }

  @Test
  void shouldRefuseTypesThatJavaScriptCannotTellApart() {
    assertThat(
            problem(
                """
                /** Bad. */
                @Plugin("bad")
                final class Bad {
                  record Date(int a) {}
                  /** Bad. */
                  @Command void a(Date x) {}
                }
                """))
        .startsWith("4: org.example.Bad.Date cannot be called Date in JavaScript");
    assertThat(
            problem(
                """
                /** Bad. */
                @Plugin("bad")
                final class Bad {
                  sealed interface Shape {}
                  record Circle(String type) implements Shape {}
                  /** Bad. */
                  @Command void a(Shape x) {}
                }
                """))
        .startsWith("5: 'type' tells the records of the sealed org.example.Bad.Shape apart");
  }

  @Test
  void shouldRefuseAPermissionThatIsGrantedInTwoWays() {
    assertThat(
            problem(
                """
                /** Bad. */
                @Plugin("bad")
                final class Bad {
                  /** Bad. */
                  @Command(permission = "bad:use") void a(ReadableFile x) {}
                  /** Bad. */
                  @Command(permission = "bad:use") void b(HostAndPort x) {}
                }
                """))
        .startsWith("3: The permission bad:use is granted by path in one command and by host");
  }

  @Test
  void shouldRefuseAPluginWithoutCommandsAndACommandWithoutPlugin() {
    assertThat(problem("/** Bad. */\n@Plugin(\"bad\")\nfinal class Bad {}\n"))
        .startsWith("3: The plugin has no commands");
    assertThat(problem("final class Bad {\n  /** Bad. */\n  @Command void a() {}\n}\n"))
        .startsWith("3: A @Command is part of a plugin: annotate org.example.Bad with @Plugin");
  }

  @Test
  void shouldTellAllProblemsAtOnce() {
    assertThat(
            problems(
                """
                /** Bad. */
                @Plugin("bad")
                final class Bad {
                  @Command void a() {}
                  /** Bad. */
                  @Command void b(Object x) {}
                }
                """))
        .hasSize(2);
  }

  @Test
  void shouldRefuseNullable() {
    assertThat(
            problem(
                """
                /** Bad. */
                @Plugin("bad")
                final class Bad {
                  /** Bad. */
                  @Command void a(@org.jspecify.annotations.Nullable String x) {}
                }
                """))
        .startsWith("5: 'x' is @Nullable: use Optional");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "@Permission(value = \"a:c\", description = \"C\") | No command asks for the permission 'a:c'",
        "@Permission(value = \"a:b\", description = \" \") | The description of the permission a:b is empty",
        "@Needs(value = \"fs\", reason = \"r\")            | 'fs' is no permission",
        "@Needs(value = \"fs:read\", reason = \"\")         | Say for what reason the plugin needs fs:read",
        "@Needs(value = \"fs:read\", of = \"a\\n\", reason = \"r\") | A pattern of what the plugin needs of fs:read",
      })
  void shouldRefuseAnAnnotationThatSaysNothing(String annotation, String problem) {
    assertThat(
            problem(
                """
                /** A. */
                @Plugin("a")
                ANNOTATION
                final class A {
                  /** B. */
                  @Command void b() {}
                }
                """
                    .replace("ANNOTATION", annotation)))
        .contains(problem);
  }
}
