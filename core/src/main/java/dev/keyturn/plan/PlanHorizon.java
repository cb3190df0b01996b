package dev.keyturn.plan;

import java.time.LocalDate;

/** How far ahead a plan looks. */
public sealed interface PlanHorizon {

  /** The last day that the plan is made for. */
  LocalDate until(LocalDate today);

  /** Users that are due until a day; a past day means today. */
  record Until(LocalDate day) implements PlanHorizon {
    @Override
    public LocalDate until(LocalDate today) {
      return day.isAfter(today) ? day : today;
    }
  }

  /**
   * Users that are due within a number of days, and the credential report of all users, for a page
   * about the whole account.
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
