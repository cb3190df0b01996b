package dev.keyturn.facts;

import java.util.List;
import java.util.Optional;

/**
 * The thresholds that a user's tags ask for, as they are written; the installation's limits decide
 * what counts.
 *
 * @param warning what the tag {@code keyturn-warning-days} holds
 * @param overdue what the tag {@code keyturn-overdue-days} holds
 */
public record Thresholds(Optional<String> warning, Optional<String> overdue) {
  /** The keys of the tags, the same in every installation. */
  public static final String WARNING_TAG = "keyturn-warning-days";

  public static final String OVERDUE_TAG = "keyturn-overdue-days";

  /** Both keys. */
  public static final List<String> TAGS = List.of(WARNING_TAG, OVERDUE_TAG);

  private static final Thresholds NONE = new Thresholds(Optional.empty(), Optional.empty());

  /** The tags ask for nothing. */
  public static Thresholds none() {
    return NONE;
  }

  /** Reads the tags; never throws. */
  public static Thresholds read(Tags tags) {
    Optional<String> warning = tags.get(WARNING_TAG);
    Optional<String> overdue = tags.get(OVERDUE_TAG);
    return warning.isEmpty() && overdue.isEmpty() ? NONE : new Thresholds(warning, overdue);
  }
}
