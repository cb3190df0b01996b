package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix.Command;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands that can be pasted into a shell as they stand. */
final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private Shell() {}

  /** A command of these words, each quoted where a shell would take it apart. */
  static Command command(String... words) {
    return new Command(Arrays.stream(words).map(Shell::quoted).collect(Collectors.joining(" ")));
  }

  /** The same, with leading words given in one. */
  static Command aws(String beginning, String... words) {
    Command rest = command(words);
    return new Command("aws " + beginning + (words.length == 0 ? "" : " " + rest.text()));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
