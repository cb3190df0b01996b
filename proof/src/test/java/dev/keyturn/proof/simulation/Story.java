package dev.keyturn.proof.simulation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** The last events, to be printed on a failure. */
public sealed interface Story {
  void tell(Instant at, Supplier<String> what);

  /** Records nothing, for the first run of a seed. */
  record Untold() implements Story {
    @Override
    public void tell(Instant at, Supplier<String> what) {}
  }

  /** Records events, for repeating a failed seed. */
  record Told(Deque<String> lines, int most) implements Story {
    public Told(int most) {
      this(new ArrayDeque<>(), most);
    }

    @Override
    public void tell(Instant at, Supplier<String> what) {
      lines.add(at + " " + what.get());
      if (lines.size() > most) {
        lines.removeFirst();
      }
    }

    public String text() {
      return String.join("\n", lines);
    }
  }
}
