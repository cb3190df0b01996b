package dev.keyturn.mail;

import dev.keyturn.facts.LastUse;
import dev.keyturn.mail.SeenKey.Sighting;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Which of two keys a mail recommends to remove. It names one: two commands that each switch a key
 * off, one below the other, would be pasted together.
 *
 * @param silent whether it is recommended because it has been unused for longer than the other
 */
public record Removal(SeenKey remove, SeenKey keep, boolean silent) {
  /** Two keys whose last uses are no further apart count as equally in use. */
  private static final int DAYS_APART = 3;

  /**
   * An inactive key; or else the key that has been silent for days longer; or else the oldest.
   *
   * @param keys oldest first, at least two
   */
  public static Removal of(List<SeenKey> keys) {
    SeenKey oldest = keys.getFirst();
    SeenKey youngest = keys.getLast();
    if (oldest.key().active() != youngest.key().active()) {
      return youngest.key().active()
          ? new Removal(oldest, youngest, false)
          : new Removal(youngest, oldest, false);
    }
    Optional<LocalDate> old = lastSign(oldest);
    Optional<LocalDate> young = lastSign(youngest);
    if (old.isEmpty() || young.isEmpty()) {
      return new Removal(oldest, youngest, false);
    }
    long longer = ChronoUnit.DAYS.between(old.get(), young.get());
    if (longer < -DAYS_APART) {
      return new Removal(youngest, oldest, true);
    }
    return new Removal(oldest, youngest, longer > DAYS_APART);
  }

  /** The last use; of a key that was never used, the day it was made; none if it is not known. */
  private static Optional<LocalDate> lastSign(SeenKey key) {
    return switch (key.sighting()) {
      case Sighting.Unknown() -> Optional.empty();
      case Sighting.Known(LastUse.Never()) -> Optional.of(key.key().createdOn());
      case Sighting.Known(LastUse.At(var time, _, _)) ->
          Optional.of(LocalDate.ofInstant(time, ZoneOffset.UTC));
    };
  }
}
