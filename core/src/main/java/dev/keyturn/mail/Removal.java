package dev.keyturn.mail;

import dev.keyturn.facts.LastUse;
import dev.keyturn.mail.SeenKey.Sighting;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Which of two keys a mail recommends to remove. It names only one: an owner could paste two
 * commands, one below the other, together and so deactivate both keys.
 *
 * @param silent whether the reason is that the key has been unused for longer than the other
 */
public record Removal(SeenKey remove, SeenKey keep, boolean silent) {
  /** Keys count as equally in use if their last uses are at most this number of days apart. */
  private static final int DAYS_APART = 3;

  /**
   * Recommends an inactive key; otherwise the key that has been unused for longer; otherwise the
   * oldest.
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

  /**
   * The day of the last use, or the day of creation if the key was never used; empty if unknown.
   */
  private static Optional<LocalDate> lastSign(SeenKey key) {
    return switch (key.sighting()) {
      case Sighting.Unknown() -> Optional.empty();
      case Sighting.Known(LastUse.Never()) -> Optional.of(key.key().createdOn());
      case Sighting.Known(LastUse.At(var time, _, _)) ->
          Optional.of(LocalDate.ofInstant(time, ZoneOffset.UTC));
    };
  }
}
