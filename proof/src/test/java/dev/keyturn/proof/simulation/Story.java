package dev.keyturn.proof.simulation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** The last things that happened, to be told if it ends badly. */
sealed interface Story {
  void tell(Instant at, Supplier<String> what);

  /** For a first time: who would listen? */
  record Untold() implements Story {
    @Override
    public void tell(Instant at, Supplier<String> what) {}
  }

  /** For the second time, when it is known to end badly. */
  record Told(Deque<String> lines, int most) implements Story {
    Told(int most) {
      this(new ArrayDeque<>(), most);
    }

    @Override
    public void tell(Instant at, Supplier<String> what) {
      lines.add(at + " " + what.get());
      if (lines.size() > most) {
        lines.removeFirst();
      }
    }

    String text() {
      return String.join("\n", lines);
    }
  }
}
