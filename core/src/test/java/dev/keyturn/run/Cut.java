package dev.keyturn.run;

/** The end of a process, as by SIGKILL: nobody catches it, and nothing goes through after it. */
final class Cut extends Error {
  private static final long serialVersionUID = 1L;
}
