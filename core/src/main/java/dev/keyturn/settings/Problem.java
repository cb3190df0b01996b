package dev.keyturn.settings;

import java.util.List;

/**
 * What is wrong with the environment.
 *
 * @param variables that cause it, the one to change first
 * @param text a sentence that names them
 */
public record Problem(List<String> variables, String text) {
  public Problem {
    variables = List.copyOf(variables);
  }

  /** What is wrong with one variable; the text follows its name. */
  static Problem of(String variable, String text) {
    return new Problem(List.of(variable), variable + " " + text);
  }
}
