package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix.Command;
import java.util.regex.Pattern;

/** Commands that can be pasted into a shell. */
final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private Shell() {}

  /** A command of these words, quoted where a shell needs it. */
  static Command command(String... words) {
    StringBuilder text = new StringBuilder();
    String before = "";
    for (String word : words) {
      // The AWS CLI takes a value that begins with a dash for an option, unless an equals sign
      // binds it.
      boolean value = before.startsWith("--") && word.startsWith("-") && !word.startsWith("--");
      text.append(text.isEmpty() ? "" : value ? "=" : " ").append(quoted(word));
      before = word;
    }
    return new Command(text.toString());
  }

  /** A command of the AWS CLI; the first argument may hold several words. */
  static Command aws(String beginning, String... words) {
    Command rest = command(words);
    return new Command("aws " + beginning + (words.length == 0 ? "" : " " + rest.text()));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
