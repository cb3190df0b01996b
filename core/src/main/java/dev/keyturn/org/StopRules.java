package dev.keyturn.org;

import dev.keyturn.facts.AccountId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** When a run over an organization stops before it changes more accounts. */
public final class StopRules {
  /** If fewer of the accounts that the last run reached are reached, this day is not usual. */
  private static final int LEAST_REACHED_PERCENT = 90;

  private static final int HUNDRED = 100;

  private StopRules() {}

  /**
   * Why nothing may be changed at all.
   *
   * @param last the accounts that the last run reached
   * @param enrolled the accounts of this run
   * @param reached those of them that were read
   */
  public static Optional<String> beforeActing(
      Set<AccountId> last, Set<AccountId> enrolled, Set<AccountId> reached) {
    long still = last.stream().filter(enrolled::contains).count();
    long again = last.stream().filter(enrolled::contains).filter(reached::contains).count();
    return again * HUNDRED < still * LEAST_REACHED_PERCENT
        ? Optional.of(
            "Stopped before anything was changed: only %s of %s accounts that the last run reached could be read."
                .formatted(again, still))
        : Optional.empty();
  }

  /**
   * Why the accounts of the next ring may not be changed.
   *
   * @param ring the states of the accounts of the last one
   */
  public static Optional<String> afterRing(Collection<AccountState> ring, int stopPercent) {
    long bad = ring.stream().filter(AccountState::bad).count();
    return bad * HUNDRED > (long) ring.size() * stopPercent
        ? Optional.of(
            "Stopped after the first ring: %s of its %s accounts failed or were lost, more than ORG_STOP_PERCENT (%s %%)."
                .formatted(bad, ring.size(), stopPercent))
        : Optional.empty();
  }
}
