package org.socketplatform.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a documentation comment, HTML or Markdown, into Markdown. */
final class DocReader {
  private static final Map<String, String> ENTITIES =
      Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "nbsp", " ", "apos", "'");

  private final String source;
  private final boolean html;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private boolean fenced;

  private DocReader(String source, boolean html) {
    this.source = source;
    this.html = html;
  }

  /**
   * Reads a comment.
   *
   * @param comment without the signs that begin its lines
   * @param html false if it is Markdown already
   */
  static Doc read(String comment, boolean html) {
    String text = "";
    Map<String, String> params = new LinkedHashMap<>();
    String result = "";
    List<String> errors = new ArrayList<>();
    for (String block : blocks(comment)) {
      if (!block.startsWith("@")) {
        text = markdown(block, html);
        continue;
      }
      String[] words = block.split("\\s+", 2);
      String rest = words.length < 2 ? "" : words[1];
      switch (words[0]) {
        case "@param" -> {
          String[] named = rest.split("\\s+", 2);
          params.put(named[0], named.length < 2 ? "" : markdown(named[1], html));
        }
        case "@return" -> result = markdown(rest, html);
        case "@throws", "@exception" -> {
          String[] named = rest.split("\\s+", 2);
          if (named.length == 2) {
            errors.add(markdown(named[1], html));
          }
        }
        default -> {}
      }
    }
    return new Doc(text, params, result, errors);
  }

  /** The description, then each block tag with its text. */
  private static List<String> blocks(String comment) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    int braces = 0;
    for (String line : comment.split("\n", -1)) {
      String text = line.startsWith(" ") ? line.substring(1) : line;
      if (braces == 0 && text.stripLeading().startsWith("@")) {
        blocks.add(block.toString());
        block.setLength(0);
        text = text.stripLeading();
      }
      for (int i = 0; i < text.length(); i++) {
        braces += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' && braces > 0 ? -1 : 0;
      }
      block.append(text).append('\n');
    }
    blocks.add(block.toString());
    return blocks;
  }

  private static String markdown(String text, boolean html) {
    return tidy(new DocReader(text.strip(), html).convert());
  }

  private String convert() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (source.startsWith("{@", at)) {
        inlineTag();
      } else if (html && c == '<') {
        element();
      } else if (html && c == '&') {
        entity();
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  private void inlineTag() {
    int end = at + 2;
    for (int depth = 1; end < source.length(); end++) {
      depth += source.charAt(end) == '{' ? 1 : source.charAt(end) == '}' ? -1 : 0;
      if (depth == 0) {
        break;
      }
    }
    String[] parts = source.substring(at + 2, Math.min(end, source.length())).split("\\s+", 2);
    String rest = parts.length < 2 ? "" : parts[1];
    at = Math.min(end + 1, source.length());
    switch (parts[0]) {
      case "code" -> out.append(fenced ? rest : "`" + rest.replaceAll("\\s+", " ").strip() + "`");
      case "link", "linkplain" -> out.append(link(rest, parts[0].equals("link")));
      default -> out.append(rest);
    }
  }

  private static String link(String target, boolean code) {
    int parameters = target.indexOf('(');
    int end = parameters < 0 ? target.indexOf(' ') : target.indexOf(' ', target.indexOf(')'));
    String label = end < 0 ? "" : target.substring(end).strip();
    if (label.isEmpty()) {
      String name = end < 0 ? target : target.substring(0, end);
      label = name.startsWith("#") ? name.substring(1) : name.replace('#', '.');
    }
    return code ? "`" + label + "`" : label;
  }

  private void element() {
    int end = source.indexOf('>', at);
    if (end < 0) {
      out.append(source.charAt(at++));
      return;
    }
    String name = source.substring(at + 1, end).split("[\\s>]", 2)[0].toLowerCase(Locale.ROOT);
    at = end + 1;
    switch (name) {
      case "p", "/ul", "/ol", "ul", "ol" -> out.append("\n\n");
      case "li" -> out.append("\n- ");
      case "br", "br/" -> out.append('\n');
      case "pre" -> {
        fenced = true;
        out.append("\n\n```\n");
      }
      case "/pre" -> {
        fenced = false;
        out.append("\n```\n\n");
      }
      case "b", "/b", "strong", "/strong" -> out.append("**");
      case "i", "/i", "em", "/em" -> out.append('*');
      case "code", "/code" -> out.append(fenced ? "" : "`");
      case "sup" -> out.append('^');
      default -> {}
    }
  }

  private void entity() {
    int end = source.indexOf(';', at);
    String name = end < 0 ? "" : source.substring(at + 1, end);
    @Nullable String text =
        name.matches("#[0-9]{1,6}")
            ? Character.toString(Integer.parseInt(name.substring(1)))
            : ENTITIES.get(name);
    if (text == null) {
      out.append('&');
      at++;
    } else {
      out.append(text);
      at = end + 1;
    }
  }

  /** One line for each paragraph and list item; what is fenced stays as it is. */
  private static String tidy(String text) {
    StringBuilder tidy = new StringBuilder();
    boolean fenced = false;
    boolean open = false;
    for (String line : text.split("\n", -1)) {
      String words = line.strip();
      boolean fence = words.startsWith("```");
      if (fenced && !fence) {
        tidy.append(line).append('\n');
      } else if (fence) {
        tidy.append(open ? "\n\n" : "").append(words).append('\n');
        fenced = !fenced;
        open = false;
      } else if (words.isEmpty()) {
        tidy.append(open ? "\n\n" : "");
        open = false;
      } else {
        boolean item = words.startsWith("- ") || words.startsWith("* ");
        tidy.append(open ? item ? "\n" : " " : "").append(words);
        open = true;
      }
    }
    return tidy.toString().replaceAll("\n{3,}", "\n\n").strip();
  }
}
