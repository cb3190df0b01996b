package dev.keyturn.port;

/** The answer to a check before a run: only a clear no ends it. */
public sealed interface Answer {
  record Yes() implements Answer {}

  /** A clear no, with what to do about it. */
  record No(String why) implements Answer {}

  /** The answer could not be had. */
  record Unclear(String why) implements Answer {}
}
