package dev.keyturn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Standard input, output and error.
 *
 * @param asks whether standard input is a terminal, so that a person can answer
 * @param watched whether standard error is a terminal, so that a line can be overwritten
 * @param colours whether standard output is a terminal that shows colours
 */
public record Terminal(
    Map<String, String> environment,
    PrintWriter out,
    PrintWriter err,
    BufferedReader in,
    boolean asks,
    boolean watched,
    boolean colours) {
  /** Set by the launcher: the standard streams that are terminals, such as {@code 0 2}. */
  private static final String STREAMS = "keyturn.terminals";

  /**
   * The terminal of this process. Colours obey {@code NO_COLOR} (no-color.org) and {@code
   * TERM=dumb}.
   */
  static Terminal ofProcess(Map<String, String> environment) {
    boolean all = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    String streams = System.getProperty(STREAMS, all ? "0 1 2" : "");
    boolean colours =
        streams.contains("1")
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(
        environment,
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        new BufferedReader(new InputStreamReader(System.in, UTF_8)),
        streams.contains("0"),
        streams.contains("2"),
        colours);
  }

  private static PrintWriter writer(FileDescriptor file) {
    return new PrintWriter(new Stream(new FileOutputStream(file)), false, UTF_8);
  }

  /** Drops what no one reads any more, as after {@code | head -1}; that is no error. */
  static final class Stream extends FilterOutputStream {
    Stream(OutputStream stream) {
      super(stream);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        // "Broken pipe", or on Windows "The pipe is being closed".
        if (!String.valueOf(e.getMessage()).contains("pipe")) {
          throw e;
        }
      }
    }
  }

  /** Whether output could not be written, as on a full disk; if so, says it. */
  boolean lostOutput() {
    boolean lost = out.checkError();
    if (lost) {
      err.println(
          "keyturn: the output could not be written to standard output. Free the disk or name"
              + " another file. What was done was done: keyturn history shows it.");
    }
    return lost;
  }

  /**
   * Asks a yes-or-no question on standard error; any answer but yes means no. Flushes earlier
   * output first, so that the user can read it.
   */
  public boolean consents(String question) {
    return answer(question + " [y/N] ")
        .map(answer -> answer.toLowerCase(Locale.ROOT))
        .filter(answer -> answer.equals("y") || answer.equals("yes"))
        .isPresent();
  }

  /** Asks on standard error for a line; none if there is no answer. */
  public Optional<String> answer(String question) {
    out.flush();
    err.print(question);
    err.flush();
    try {
      return Optional.ofNullable(in.readLine()).map(String::strip);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Refuses to change anything without consent if the user cannot be asked: a script that runs the
   * wrong line must not rotate keys.
   *
   * @param yes whether {@code --yes} was given
   */
  public boolean refusesToAct(boolean yes) {
    if (asks || yes) {
      return false;
    }
    err.println(
        "keyturn: standard input is not a terminal, so Keyturn cannot ask for consent. Nothing was"
            + " read or changed.");
    err.println("  To do it without being asked, add --yes to the same command.");
    return true;
  }

  public void flush() {
    out.flush();
    err.flush();
  }
}
