package dev.keyturn.run;

/** The end of a process, as by SIGKILL: no code catches it, and no call succeeds after it. */
final class Cut extends Error {
  private static final long serialVersionUID = 1L;
}
