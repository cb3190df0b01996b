package dev.keyturn.proof.simulation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The judge's facts about one key. */
final class KeyStory {
  /** A day that never came. */
  static final LocalDate NEVER = LocalDate.MAX;

  /** The actor that deactivated or deleted it. */
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

  /** Whether its credentials were ever stored. */
  boolean stored;

  /** Whether its file is for an administrator to hand over. */
  boolean forAdministrator;

  /** Whether an owner interfered between its creation and its announcement. */
  boolean forsaken;

  Gone gone = Gone.NO;

  /** The day of the first mail that announced it as the new one. */
  LocalDate announced = NEVER;

  String inPlaceOf = "";

  /** The key that its owner had when a run made it. */
  String madeFor = "";

  /** The runs that sent a mail about it, unless they know that SES did not accept it. */
  final Set<String> mailedBy = new HashSet<>();

  /** The day of its last actual deactivation. */
  LocalDate wentOff = NEVER;

  /** The day since which every run saw it inactive. */
  LocalDate seenOff = NEVER;

  /** The time of the read or call of {@link #seenOff}. */
  Instant seenOffAt = Instant.MIN;

  /**
   * The first day in records of this key that no run wrote, or that a run wrote because notes were
   * deleted, until a run begins a new rotation.
   */
  LocalDate forged = NEVER;

  /** The last day since which the record says that it is inactive. */
  LocalDate offSince = NEVER;

  /** The day on which its owner was told that its grace period restarts. */
  LocalDate graceRestarted = NEVER;

  /** The day of the first mail to an address that said that it will be replaced. */
  final Map<String, LocalDate> noticed = new HashMap<>();

  /** The day of the first mail that still says that it is unused, and its address. */
  LocalDate unusedSince = NEVER;

  String unusedTo = "";

  /** Whether a run recorded, without a rotation, that it deactivates it. */
  boolean retiring;

  /** Whether a run deactivated it because it was unused. */
  boolean retired;

  /** The day on which a run was shown that it is active after that. */
  LocalDate seenOn = NEVER;

  /** The same, once the record is cleared. */
  LocalDate kept = NEVER;

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
