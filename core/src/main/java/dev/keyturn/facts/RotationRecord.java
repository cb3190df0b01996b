package dev.keyturn.facts;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The state of a user's rotation: the two tags, read as one value. The date tag has {@code <date or
 * instant> <phase>}, or a plain date for {@code rotated}; the other tag has the old key's id
 * (design, section 4).
 */
public sealed interface RotationRecord {

  /** No rotation is under way. */
  record None() implements RotationRecord {}

  /** The tags have values that Keyturn never writes; it does not guess their meaning. */
  record Unreadable(String why) implements RotationRecord {}

  /** A rotation is under way. */
  sealed interface UnderWay extends RotationRecord {
    KeyId oldKey();

    /** The day of the last step, in UTC. */
    LocalDate day();

    /** What the date tag holds. */
    String dateTag();

    /** Whether the old key is being deactivated or deleted, or was deactivated. */
    default boolean retires() {
      return this instanceof Deactivating
          || this instanceof Deactivated
          || this instanceof Deleting;
    }
  }

  /** A new key may have been made, within a minute of this instant of AWS's clock. */
  record Rotating(Instant instant, KeyId oldKey) implements UnderWay {
    /** A key created further from the instant than this is not Keyturn's. */
    public static final Duration TOLERANCE = Duration.ofMinutes(2);

    /** Whether this rotation may have created a key. */
    public boolean fits(AccessKey key) {
      return Duration.between(instant, key.created()).abs().compareTo(TOLERANCE) <= 0;
    }

    @Override
    public LocalDate day() {
      return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    @Override
    public String dateTag() {
      return instant + " rotating";
    }
  }

  /**
   * The new key's credentials are stored; from here on no new key whose file is there is ever
   * deleted.
   */
  record Stored(Instant instant, KeyId oldKey) implements UnderWay {
    /** The record as it was before the file was stored. */
    public Rotating rotating() {
      return new Rotating(instant, oldKey);
    }

    @Override
    public LocalDate day() {
      return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    @Override
    public String dateTag() {
      return instant + " stored";
    }
  }

  /** The owner was notified on this day; both keys work until the grace period ends. */
  record Rotated(LocalDate day, KeyId oldKey) implements UnderWay {
    @Override
    public String dateTag() {
      return day + " rotated";
    }
  }

  /**
   * A plain date: {@code rotated}, or the day of the deactivation if another tool wrote these tags.
   * The keys tell which: see {@code policy.Planner}.
   */
  record Dated(LocalDate day, KeyId oldKey) implements UnderWay {
    @Override
    public String dateTag() {
      return day.toString();
    }
  }

  record Deactivating(LocalDate day, KeyId oldKey) implements UnderWay {
    @Override
    public String dateTag() {
      return day + " deactivating";
    }
  }

  /** The old key was seen inactive before this day was written. */
  record Deactivated(LocalDate day, KeyId oldKey) implements UnderWay {
    @Override
    public String dateTag() {
      return day + " deactivated";
    }
  }

  /** The day is that of the deactivation. */
  record Deleting(LocalDate day, KeyId oldKey) implements UnderWay {
    @Override
    public String dateTag() {
      return day + " deleting";
    }
  }

  /** Reads the two tags. Unknown values are {@link Unreadable}, with the reason; never throws. */
  static RotationRecord read(Optional<String> dateTag, Optional<String> oldKeyTag) {
    if (dateTag.isEmpty() && oldKeyTag.isEmpty()) {
      return new None();
    }
    if (dateTag.isEmpty()) {
      return new Unreadable("the tag with the old key's id stands without the tag with the date");
    }
    if (oldKeyTag.isEmpty()) {
      return new Unreadable("the tag with the date stands without the tag with the old key's id");
    }
    if (!KeyId.isLegal(oldKeyTag.get())) {
      return new Unreadable("'" + oldKeyTag.get() + "' cannot be the id of an access key");
    }
    return read(dateTag.get(), new KeyId(oldKeyTag.get()));
  }

  private static RotationRecord read(String dateTag, KeyId oldKey) {
    String[] words = dateTag.split(" ", -1);
    if (!DateTag.isWritten(words[0])) {
      return new Unreadable("'" + dateTag + "' holds no date");
    }
    try {
      if (words.length == 1) {
        return new Dated(LocalDate.parse(words[0]), oldKey);
      }
      return switch (words.length == 2 ? words[1] : "") {
        case "rotating" -> new Rotating(Instant.parse(words[0]), oldKey);
        case "stored" -> new Stored(Instant.parse(words[0]), oldKey);
        case "rotated" -> new Rotated(LocalDate.parse(words[0]), oldKey);
        case "deactivating" -> new Deactivating(LocalDate.parse(words[0]), oldKey);
        case "deactivated" -> new Deactivated(LocalDate.parse(words[0]), oldKey);
        case "deleting" -> new Deleting(LocalDate.parse(words[0]), oldKey);
        default -> new Unreadable("'" + dateTag + "' is no date and phase of a rotation");
      };
    } catch (DateTimeException e) {
      return new Unreadable("'" + dateTag + "' holds no date");
    }
  }
}
