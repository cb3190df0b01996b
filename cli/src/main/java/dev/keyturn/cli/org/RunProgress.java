package dev.keyturn.cli.org;

import dev.keyturn.aws.org.RunObjects;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.output.StatusLine;
import dev.keyturn.port.PortFailure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shows on standard error how far a run is, by the objects that it leaves: on a terminal in one
 * line that is overwritten, otherwise in a line for each tenth of many accounts.
 */
final class RunProgress {
  /** Fewer accounts than this need no progress in a log. */
  private static final int MANY = 100;

  private static final int TENTHS = 10;

  private final StatusLine lines;
  private final boolean interactive;
  private final RunObjects objects;
  private Optional<Integer> accounts = Optional.empty();
  private Optional<Integer> due = Optional.empty();
  private String said = "";
  private boolean readable = true;

  RunProgress(Terminal terminal, RunObjects objects) {
    this.lines = new StatusLine(terminal.err(), terminal.watched());
    this.interactive = terminal.watched();
    this.objects = objects;
  }

  /** Reads how far the run is, and shows it. Does not throw. */
  void show() {
    if (!readable) {
      return;
    }
    try {
      accounts = accounts.or(() -> size(RunObjects.ACCOUNTS));
      due = due.or(this::due);
      if (due.isPresent()) {
        tell("worked on", "act/", due.get(), "in which something is due");
      } else if (accounts.isPresent()) {
        tell("looked at", "survey/", accounts.get(), "");
      }
    } catch (PortFailure failure) {
      readable = false;
      lines.say("The progress cannot be read, and the run continues: " + failure.message());
    }
  }

  private Optional<Integer> size(String name) {
    return objects.find(name, tree -> tree).map(List::size);
  }

  /** The accounts of both rings, once they are shared out. */
  private Optional<Integer> due() {
    return size("ring-2.json").map(second -> second + size("ring-1.json").orElse(0));
  }

  private void tell(String what, String folder, int all, String which) {
    int done = objects.names(folder).size();
    String line =
        Stream.of(what, done + " of " + all + " accounts", which)
            .reduce((one, other) -> (one + " " + other).strip())
            .orElseThrow();
    if (interactive) {
      lines.show(line);
    } else if (all >= MANY) {
      String tenth = what + done * TENTHS / all;
      if (!tenth.equals(said)) {
        lines.say(line);
      }
      said = tenth;
    }
  }

  void say(String line) {
    lines.say(line);
  }

  /** Clears the line that is overwritten. */
  void clear() {
    lines.show("");
  }
}
