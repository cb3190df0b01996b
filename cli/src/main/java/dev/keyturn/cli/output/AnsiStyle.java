package dev.keyturn.cli.output;

/** What a part of a table is written with on a terminal that shows colours (ECMA-48, SGR). */
enum AnsiStyle {
  PLAIN(""),
  BOLD("\u001b[1m"),
  DIM("\u001b[2m"),
  RED("\u001b[31m"),
  GREEN("\u001b[32m"),
  YELLOW("\u001b[33m");

  private static final String END = "\u001b[0m";

  private final String code;

  AnsiStyle(String code) {
    this.code = code;
  }

  /** A text in this ink, after which what follows is plain again. */
  String on(String text) {
    return this == PLAIN ? text : code + text + END;
  }
}
