package dev.keyturn.mail.template;

import java.io.Serial;
import java.util.List;

/** An installation's own mail templates are invalid; names every problem, and nothing was sent. */
public final class UnusableTemplates extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  UnusableTemplates(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line for each problem: the file, the line where known, what is wrong, what to do. */
  public List<String> problems() {
    return problems;
  }
}
