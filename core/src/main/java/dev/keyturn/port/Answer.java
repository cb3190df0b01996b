package dev.keyturn.port;

/** The answer to a check before a run: only a clear refusal ends it. */
public sealed interface Answer {
  record Yes() implements Answer {}

  /** A clear refusal, with what to do about it. */
  record No(String why) implements Answer {}

  /** The answer is missing. */
  record Unclear(String why) implements Answer {}
}
