package dev.keyturn.sandbox.trouble;

import java.time.InstantSource;

/** What can befall a call besides its own answer, and the log of what did. */
public record Trouble(Faults faults, RateLimits rateLimits, CallLog calls) {
  public static Trouble none(InstantSource clock) {
    return new Trouble(new Faults(), new RateLimits(clock), new CallLog());
  }
}
