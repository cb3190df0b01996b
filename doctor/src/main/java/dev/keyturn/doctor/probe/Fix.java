package dev.keyturn.doctor.probe;

/** One step of what mends a finding. */
public sealed interface Fix {
  /** What to type or to do. */
  String text();

  /** A line for a shell; words in capitals stand for what only the reader knows. */
  record Command(String text) implements Fix {}

  /** What no command does. */
  record Advice(String text) implements Fix {}
}
