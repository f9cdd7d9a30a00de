package org.socketplatform.processor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a documentation comment says, as Markdown.
 *
 * @param text the description
 * @param params descriptions of parameters by name
 * @param result what is returned; empty if it does not say
 * @param errors when it fails, one text each
 */
record Doc(String text, Map<String, String> params, String result, List<String> errors) {
  static final Doc NONE = new Doc("", Map.of(), "", List.of());

  Doc {
    params = new LinkedHashMap<>(params);
    errors = List.copyOf(errors);
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** The first sentence, on one line. */
  String summary() {
    String first = text.split("\n\n", 2)[0].replace('\n', ' ').strip();
    int end = first.indexOf(". ");
    return end < 0 ? first : first.substring(0, end + 1);
  }

  String param(String name) {
    return params.getOrDefault(name, "");
  }
}
