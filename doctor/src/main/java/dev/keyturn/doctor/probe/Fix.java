package dev.keyturn.doctor.probe;

/** One step to fix a finding. */
public sealed interface Fix {
  /** The command or the instruction. */
  String text();

  /** A line for a shell; words in capitals are placeholders for the reader's values. */
  record Command(String text) implements Fix {}

  /** An instruction without a command. */
  record Advice(String text) implements Fix {}
}
