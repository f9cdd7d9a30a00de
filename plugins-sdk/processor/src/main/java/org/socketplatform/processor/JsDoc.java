package org.socketplatform.processor;

import java.util.ArrayList;
import java.util.List;
import org.socketplatform.processor.PluginModel.CommandModel;
import org.socketplatform.processor.PluginModel.Parameter;

/** The documentation of a command as JSDoc. */
final class JsDoc {
  private JsDoc() {}

  /**
   * The lines of the comment.
   *
   * @param typed true to say the types, too, as JavaScript needs and TypeScript does not
   */
  static String[] of(CommandModel command, boolean typed) {
    List<String> lines = new ArrayList<>();
    lines.add(command.doc().text());
    lines.add("");
    for (int i = 0; i < command.arguments().size(); i++) {
      Parameter parameter = command.arguments().get(i);
      boolean leftOut = TypeScript.mayBeLeftOut(command, i);
      String name = leftOut && typed ? "[" + parameter.name() + "]" : parameter.name();
      String type = typed ? "{" + TypeScript.of(parameter) + "} " : "";
      lines.add("@param " + type + name + after(command.doc().param(parameter.name())));
    }
    if (typed) {
      lines.add(
          "@param {%s} [%s]"
              .formatted(TypeScript.options(command), TypeScript.optionsName(command)));
    }
    String type = typed ? " {" + TypeScript.of(command.result()) + "}" : "";
    if (typed || !command.doc().result().isEmpty()) {
      lines.add("@returns" + type + after(command.doc().result()));
    }
    for (String error : command.doc().errors()) {
      lines.add("@throws {Error}" + after(error));
    }
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines.toArray(String[]::new);
  }

  private static String after(String text) {
    return text.isEmpty() ? "" : " " + text.replace("\n\n", "\n");
  }
}
