package dev.keyturn.cli;

/** The exit status of the process (design, section 6). */
public final class ExitStatus {
  public static final int DONE = 0;

  /** At least one user failed; the others were done. */
  public static final int SOME_FAILED = 1;

  /** Bad command line or settings; nothing was read or changed. */
  public static final int BAD_INPUT = 2;

  /** The run could not begin; nothing was changed. */
  public static final int CANNOT_BEGIN = 3;

  /** Ended by Ctrl-C; as in shells, 128 plus the number of the signal. */
  public static final int INTERRUPTED = 130;

  /** A defect of Keyturn itself, as in sysexits.h, EX_SOFTWARE. */
  public static final int OUR_MISTAKE = 70;

  private ExitStatus() {}
}
