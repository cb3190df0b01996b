package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix.Command;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands that can be pasted into a shell. */
final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private Shell() {}

  /** A command of these words, quoted where a shell needs it. */
  static Command command(String... words) {
    return new Command(Arrays.stream(words).map(Shell::quoted).collect(Collectors.joining(" ")));
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
