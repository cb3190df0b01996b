package dev.keyturn.facts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * One access key of a user, without its secret.
 *
 * @param created when IAM made it; IAM never changes this
 */
public record AccessKey(KeyId id, KeyStatus status, Instant created) {

  public boolean active() {
    return status == KeyStatus.ACTIVE;
  }

  /** The day, in UTC, on which it was made. */
  public LocalDate createdOn() {
    return LocalDate.ofInstant(created, ZoneOffset.UTC);
  }

  /** Its age in whole UTC calendar days; negative for a key from the future. */
  public long ageDays(LocalDate today) {
    return ChronoUnit.DAYS.between(createdOn(), today);
  }

  /** Whether it is older than a number of days: {@code today - created > days}. */
  public boolean olderThan(int days, LocalDate today) {
    return ageDays(today) > days;
  }
}
