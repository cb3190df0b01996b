package dev.keyturn.cli.output;

import dev.keyturn.cli.Words;
import java.io.PrintWriter;

/** Lines of output and, on a terminal, a last line that is overwritten. */
public final class StatusLine {
  private final PrintWriter out;
  private final boolean interactive;
  private int shown;

  public StatusLine(PrintWriter out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  /** Prints a line that stays. */
  public void say(String line) {
    show("");
    out.println(Words.plain(line));
    out.flush();
  }

  /** Overwrites the last line; only on a terminal. */
  public void show(String line) {
    if (interactive && (shown > 0 || !line.isEmpty())) {
      out.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())) + "\r");
      out.flush();
      shown = line.length();
    }
  }
}
