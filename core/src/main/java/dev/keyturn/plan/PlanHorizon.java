package dev.keyturn.plan;

import java.time.LocalDate;

/** How much of an account a plan takes in. */
public sealed interface PlanHorizon {

  /** The last day that the plan is made for. */
  LocalDate until(LocalDate today);

  /** Whoever is due until a day; one that is past means today. */
  record Until(LocalDate day) implements PlanHorizon {
    @Override
    public LocalDate until(LocalDate today) {
      return day.isAfter(today) ? day : today;
    }
  }

  /**
   * Whoever is due within so many days, and what the credential report tells of everybody, for a
   * page about the whole account.
   */
  record Survey(int days) implements PlanHorizon {
    public Survey {
      if (days < 1) {
        throw new IllegalArgumentException("not a number of days: " + days);
      }
    }

    @Override
    public LocalDate until(LocalDate today) {
      return today.plusDays(days);
    }
  }

  /** What is due today. */
  static PlanHorizon today() {
    return new Until(LocalDate.MIN);
  }
}
