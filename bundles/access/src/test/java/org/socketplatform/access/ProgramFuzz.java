package org.socketplatform.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;

/**
 * A page asks for any command, in any JSON. What the rules grant must be what regular expressions
 * over the same words grant, and the handler must get the words that were written.
 */
public final class ProgramFuzz {
  private static final String ORIGIN = "socket://com.example.app";
  private static final Route SPAWN =
      new Route(
          "process.spawn",
          "process:spawn",
          List.of(new Scope.Program("command", "process:spawn")),
          _ -> Reply.ok());

  private static final String[] WORDS = {
    "a", "b", "", " ", "a b", "--x", "*", "**", "'", "\"", "\\", "\n", "\u00e9", "/", "..", "$DATA"
  };

  private ProgramFuzz() {}

  /** Called by Jazzer, and by {@link FuzzTest}. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Choices choices = new Choices(bytes);
    if (choices.below(3) == 0) {
      readAnything(choices.rest());
      return;
    }
    List<String> pattern = new ArrayList<>();
    for (int i = choices.below(4); i > 0; i--) {
      pattern.add(choices.oneOf("a", "b", "--x", "*"));
    }
    if (choices.below(3) == 0) {
      pattern.add("**");
    }
    List<String> arguments = new ArrayList<>();
    for (int i = choices.below(5); i > 0; i--) {
      arguments.add(
          choices.below(8) == 0 ? choices.text(9).replace("\0", "") : choices.oneOf(WORDS));
    }
    compare(pattern, arguments, choices);
  }

  private static void readAnything(String text) {
    try {
      JsonStrings.parse(text);
    } catch (IllegalArgumentException e) {
      // It was no array of strings.
    }
  }

  private static void compare(List<String> pattern, List<String> arguments, Choices choices) {
    AccessRules rules =
        AccessRules.of(
            Ini.of(
                "capabilities.process.spawn = "
                    + String.join(" ", prepended("sh", pattern)).strip()),
            ORIGIN,
            Map.of(),
            "/bin");
    Decision decision =
        rules.decide(
            new Caller(0, ORIGIN, Caller.Kind.PAGE),
            SPAWN,
            Params.of(Map.of("command", json(prepended("sh", arguments), choices))));
    boolean granted = decision instanceof Decision.Allowed;
    if (granted != isGranted(pattern, arguments)) {
      throw new AssertionError(pattern + " with " + arguments + ": " + granted);
    }
    if (decision instanceof Decision.Allowed allowed
        && !new CommandLine(shell(), arguments).equals(allowed.programs().get("command"))) {
      throw new AssertionError(arguments + " became " + allowed.programs());
    }
  }

  private static List<String> prepended(String word, List<String> words) {
    List<String> all = new ArrayList<>(List.of(word));
    all.addAll(words);
    return all;
  }

  private static Path shell() {
    try {
      return Path.of("/bin/sh").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there is something to fuzz with here. */
  static boolean isSupported() {
    return Files.isExecutable(Path.of("/bin/sh"));
  }

  private static boolean isGranted(List<String> pattern, List<String> arguments) {
    StringBuilder regex = new StringBuilder("(?s)");
    for (String word : pattern) {
      regex.append(
          switch (word) {
            case "*" -> "<[^<>]*>";
            case "**" -> "(<[^<>]*>)*";
            default -> "<" + word + ">";
          });
    }
    StringBuilder words = new StringBuilder();
    arguments.forEach(word -> words.append('<').append(word.replaceAll("[<>]", "-")).append('>'));
    return words.toString().matches(regex.toString());
  }

  /** JSON with any of the ways to write a character. */
  private static String json(List<String> words, Choices choices) {
    StringBuilder json = new StringBuilder("[");
    for (String word : words) {
      json.append(json.length() == 1 ? "" : choices.oneOf(",", " , ", ",\n")).append('"');
      for (int i = 0; i < word.length(); i++) {
        char c = word.charAt(i);
        if (c < ' ' || c == '"' || c == '\\' || choices.below(5) == 1) {
          json.append("\\u%04x".formatted((int) c));
        } else {
          json.append(c);
        }
      }
      json.append('"');
    }
    return json.append("]").toString();
  }
}
