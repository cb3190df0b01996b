package dev.keyturn.proof.simulation;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Pattern;

/** The rotation record as the judge reads it, without Keyturn's code. */
record TagRecord(Phase phase, String oldKey, Instant instant, LocalDate day) {
  private static final Pattern KEY = Pattern.compile("\\w{16,128}");
  private static final TagRecord NONE = of(Phase.NONE);

  /** The content of the two tags. */
  enum Phase {
    NONE,
    UNREADABLE,
    ROTATING,
    STORED,
    /** A plain date, or one with the word. */
    ROTATED,
    DEACTIVATING,
    DEACTIVATED,
    DELETING;

    /** Whether a run is about to deactivate or delete the old key, or has. */
    boolean retires() {
      return this == DEACTIVATING || this == DEACTIVATED || this == DELETING;
    }
  }

  private static TagRecord of(Phase phase) {
    return new TagRecord(phase, "", Instant.EPOCH, LocalDate.EPOCH);
  }

  /** Reads tags with lower-case keys. */
  static TagRecord read(Map<String, String> tags, String dateTag, String oldKeyTag) {
    String date = tags.getOrDefault(dateTag, "");
    String oldKey = tags.getOrDefault(oldKeyTag, "");
    if (!tags.containsKey(dateTag) && !tags.containsKey(oldKeyTag)) {
      return NONE;
    }
    if (!KEY.matcher(oldKey).matches()) {
      return of(Phase.UNREADABLE);
    }
    try {
      int space = date.indexOf(' ');
      String word = space < 0 ? "rotated" : date.substring(space + 1);
      String when = space < 0 ? date : date.substring(0, space);
      if (word.equals("rotating") || word.equals("stored")) {
        Instant instant = Instant.parse(when);
        return new TagRecord(
            word.equals("stored") ? Phase.STORED : Phase.ROTATING,
            oldKey,
            instant,
            LocalDate.ofInstant(instant, ZoneOffset.UTC));
      }
      Phase phase =
          switch (word) {
            case "rotated" -> Phase.ROTATED;
            case "deactivating" -> Phase.DEACTIVATING;
            case "deactivated" -> Phase.DEACTIVATED;
            case "deleting" -> Phase.DELETING;
            default -> Phase.UNREADABLE;
          };
      return new TagRecord(phase, oldKey, Instant.EPOCH, LocalDate.parse(when));
    } catch (DateTimeException _) {
      return of(Phase.UNREADABLE);
    }
  }

  /** Whether this is a readable rotation in progress. */
  boolean underWay() {
    return phase != Phase.NONE && phase != Phase.UNREADABLE;
  }

  /** Whether this says what another did; a plain date may be that of a deactivation. */
  boolean isAsGoodAs(TagRecord other) {
    return equals(other)
        || (phase == Phase.DEACTIVATED
            && other.phase == Phase.ROTATED
            && oldKey.equals(other.oldKey)
            && day.equals(other.day));
  }

  /** Whether a key that was made then may be the one that this record is about to have made. */
  boolean fits(Instant created) {
    return phase == Phase.ROTATING && hasMade(created);
  }

  /** Whether a key that was made then may be the one of this record, whose file may be stored. */
  boolean hasMade(Instant created) {
    return (phase == Phase.ROTATING || phase == Phase.STORED)
        && Duration.between(instant, created).abs().compareTo(Duration.ofMinutes(2)) <= 0;
  }
}
