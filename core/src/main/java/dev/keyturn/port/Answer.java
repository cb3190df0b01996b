package dev.keyturn.port;

import java.util.Optional;

/** The answer to a check before a run: only a clear refusal ends it. */
public sealed interface Answer {
  record Yes() implements Answer {}

  /** A clear refusal, with what to do about it. */
  record No(String why) implements Answer {}

  /**
   * The answer is missing.
   *
   * @param failure of the call that should have given it, if there is one
   */
  record Unclear(String why, Optional<PortFailure> failure) implements Answer {
    public Unclear(String why) {
      this(why, Optional.empty());
    }

    public Unclear(PortFailure failure) {
      this(failure.message(), Optional.of(failure));
    }
  }
}
