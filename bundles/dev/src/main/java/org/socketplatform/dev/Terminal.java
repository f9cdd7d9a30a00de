package org.socketplatform.dev;

import java.io.PrintStream;
import java.util.List;

/** What the developer reads while the app runs. */
final class Terminal {
  private final PrintStream out;

  Terminal(PrintStream out) {
    this.out = out;
  }

  void say(String message) {
    out.println("dev: " + message);
  }

  /** Problems as javac prints them. */
  void problems(String project, List<Problem> problems) {
    StringBuilder text = new StringBuilder();
    for (Problem problem : problems) {
      if (!problem.file().isEmpty()) {
        text.append(problem.file()).append(':');
        if (problem.line() > 0) {
          text.append(problem.line()).append(':');
        }
        text.append(' ');
      }
      text.append("error: ").append(problem.message()).append('\n');
      if (!problem.excerpt().isEmpty()) {
        text.append(problem.excerpt()).append('\n');
      }
    }
    text.append(
        "dev: %s: %d error%s; what ran before still runs"
            .formatted(project, problems.size(), problems.size() == 1 ? "" : "s"));
    out.println(text);
  }
}
