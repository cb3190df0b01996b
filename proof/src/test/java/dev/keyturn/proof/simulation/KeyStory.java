package dev.keyturn.proof.simulation;

import java.time.Instant;
import java.time.LocalDate;

/** What the judge knows of one key. */
final class KeyStory {
  /** A day that never came. */
  static final LocalDate NEVER = LocalDate.MAX;

  /** Whose hand took it away. */
  enum Gone {
    NO,
    BY_ITS_OWNER,
    BY_A_RUN
  }

  final String id;
  final String user;

  /** Whether a run made it. */
  final boolean ours;

  /** The run that made it, if one did. */
  String maker = "";

  final Instant created;

  /** Whether its owner has its secret. */
  boolean known;

  /** Whether its credentials were stored, at some time. */
  boolean stored;

  /** Whether an owner interfered between its making and its announcement. */
  boolean forsaken;

  Gone gone = Gone.NO;

  /** The day of the first mail that announced it as the new one. */
  LocalDate announced = NEVER;

  String inPlaceOf = "";

  /** The day on which it truly went off, of those times the last. */
  LocalDate wentOff = NEVER;

  /** Since which day runs were shown it as inactive, with none that was shown it as active. */
  LocalDate seenOff = NEVER;

  /** The day in a record that names this key and that no run wrote, until a run begins anew. */
  LocalDate forged = NEVER;

  /** Since when the record says that it is off, of those times the last. */
  LocalDate offSince = NEVER;

  /** The day on which its owner was told that its grace starts anew. */
  LocalDate graceAnew = NEVER;

  KeyStory(String id, String user, boolean ours, Instant created) {
    this.id = id;
    this.user = user;
    this.ours = ours;
    this.created = created;
    this.known = !ours;
  }

  @Override
  public String toString() {
    return (ours ? "our " : "the owner's ") + id;
  }
}
