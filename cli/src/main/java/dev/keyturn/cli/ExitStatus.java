package dev.keyturn.cli;

/** What the process tells whoever started it (design, section 6). */
final class ExitStatus {
  static final int DONE = 0;

  /** At least one user failed; the others were done. */
  static final int SOME_FAILED = 1;

  /** Bad command line or settings; nothing was read or touched. */
  static final int BAD_INPUT = 2;

  /** The run could not begin; nothing was touched. */
  static final int CANNOT_BEGIN = 3;

  /** A defect of Keyturn itself, as in sysexits.h, EX_SOFTWARE. */
  static final int OUR_MISTAKE = 70;

  private ExitStatus() {}
}
