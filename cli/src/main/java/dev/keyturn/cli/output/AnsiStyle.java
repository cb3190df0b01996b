package dev.keyturn.cli.output;

/** The colours and weights of text on a terminal (ECMA-48, SGR). */
public enum AnsiStyle {
  PLAIN(""),
  BOLD("\u001b[1m"),
  DIM("\u001b[2m"),
  RED("\u001b[31m"),
  GREEN("\u001b[32m"),
  YELLOW("\u001b[33m"),
  BLUE("\u001b[34m"),
  MAGENTA("\u001b[35m"),
  CYAN("\u001b[36m");

  private static final String END = "\u001b[0m";

  private final String code;

  AnsiStyle(String code) {
    this.code = code;
  }

  /** The text in this style; text after it is plain. */
  public String on(String text) {
    return this == PLAIN ? text : code + text + END;
  }
}
