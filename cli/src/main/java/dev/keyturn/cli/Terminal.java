package dev.keyturn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a run is told and where it prints.
 *
 * @param interactive whether a person sits at standard input and output
 * @param colours whether standard output shows them
 */
record Terminal(
    Map<String, String> environment,
    PrintWriter out,
    PrintWriter err,
    BufferedReader in,
    boolean interactive,
    boolean colours) {

  /**
   * The terminal of this process. Colours obey {@code NO_COLOR} (no-color.org) and {@code
   * TERM=dumb}.
   */
  static Terminal ofProcess(Map<String, String> environment) {
    boolean interactive =
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    boolean colours =
        interactive
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(
        environment,
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        new BufferedReader(new InputStreamReader(System.in, UTF_8)),
        interactive,
        colours);
  }

  private static PrintWriter writer(FileDescriptor file) {
    return new PrintWriter(new FileOutputStream(file), false, UTF_8);
  }

  /** Asks a question that is answered with yes or no; anything but yes is no. */
  boolean consents(String question) {
    out.print(question + " [y/N] ");
    out.flush();
    try {
      String answer = in.readLine();
      return answer != null
          && (answer.strip().toLowerCase(Locale.ROOT).equals("y")
              || answer.strip().toLowerCase(Locale.ROOT).equals("yes"));
    } catch (IOException e) {
      return false;
    }
  }

  void flush() {
    out.flush();
    err.flush();
  }
}
