package org.socketplatform.access;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.CommandLine;

/**
 * Lines such as {@code spawn[] = "git status --short"}: a program, then its arguments one by one,
 * {@code *} for any one of them, {@code **} at the end for any number. Words are divided by spaces;
 * a word in single quotes may hold some.
 */
final class ProgramPatterns implements Patterns<CommandLine> {
  private static final String ANY = "*";
  private static final String REST = "**";

  private final Locations locations;
  private final Programs programs;
  private final Map<Path, List<Entry>> byProgram = new HashMap<>();

  private record Entry(List<String> arguments, Grant grant) {}

  ProgramPatterns(Locations locations, Programs programs) {
    this.locations = locations;
    this.programs = programs;
  }

  @Override
  public void add(Grant grant) throws NoEffect {
    List<String> words = words(grant.value());
    if (words.isEmpty()) {
      throw new IllegalArgumentException("it names no program");
    }
    List<String> arguments = words.subList(1, words.size());
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals(REST) && i < arguments.size() - 1) {
        throw new IllegalArgumentException("** stands for the rest, so nothing can follow it");
      }
    }
    String name = words.getFirst();
    if (name.indexOf('*') >= 0) {
      throw new IllegalArgumentException("the program must be named, without *");
    }
    Path program =
        programs.find(name).orElseThrow(() -> new NoEffect("this system has no program " + name));
    byProgram
        .computeIfAbsent(program, _ -> new ArrayList<>(1))
        .add(new Entry(List.copyOf(arguments), grant));
  }

  private List<String> words(String text) throws NoEffect {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      if (text.charAt(i) == ' ' || text.charAt(i) == '\t') {
        i++;
        continue;
      }
      boolean quoted = text.charAt(i) == '\'';
      int start = quoted ? i + 1 : i;
      int end = start;
      while (end < text.length() && !ends(text.charAt(end), quoted)) {
        end++;
      }
      if (quoted && (end == text.length() || isFollowed(text, end + 1))) {
        throw new IllegalArgumentException("a quote must enclose a whole word, as 'My File'");
      }
      words.add(word(text.substring(start, end), quoted));
      i = quoted ? end + 1 : end;
    }
    return words;
  }

  private static boolean ends(char c, boolean quoted) {
    return quoted ? c == '\'' : c == ' ' || c == '\t';
  }

  private static boolean isFollowed(String text, int index) {
    return index < text.length() && text.charAt(index) != ' ' && text.charAt(index) != '\t';
  }

  private String word(String word, boolean quoted) throws NoEffect {
    if (word.indexOf('*') >= 0 && (quoted || !(word.equals(ANY) || word.equals(REST)))) {
      throw new IllegalArgumentException("* stands alone, for one whole argument");
    }
    if (!word.startsWith("$")) {
      return word;
    }
    int slash = word.indexOf('/');
    Path folder =
        locations.requireVariable(slash < 0 ? word.substring(1) : word.substring(1, slash));
    return slash < 0 ? folder.toString() : folder + word.substring(slash);
  }

  @Override
  public @Nullable Grant find(CommandLine value) {
    for (Entry entry : byProgram.getOrDefault(value.program(), List.of())) {
      if (matches(entry.arguments(), value.arguments())) {
        return entry.grant();
      }
    }
    return null;
  }

  private static boolean matches(List<String> wanted, List<String> arguments) {
    boolean rest = !wanted.isEmpty() && wanted.getLast().equals(REST);
    int fixed = rest ? wanted.size() - 1 : wanted.size();
    if (arguments.size() < fixed || (!rest && arguments.size() > fixed)) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      if (!wanted.get(i).equals(ANY) && !wanted.get(i).equals(arguments.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The line that would grant a command. */
  static String written(CommandLine command) {
    StringBuilder line = new StringBuilder(quoted(command.program().toString()));
    command.arguments().forEach(argument -> line.append(' ').append(quoted(argument)));
    return line.toString();
  }

  private static String quoted(String word) {
    if (word.indexOf('\'') >= 0
        || word.indexOf('"') >= 0
        || word.indexOf('*') >= 0
        || word.startsWith("$")
        || word.codePoints().anyMatch(Text::isInvisible)) {
      return ANY; // it cannot be written
    }
    return word.isEmpty() || word.indexOf(' ') >= 0 ? "'" + word + "'" : word;
  }
}
