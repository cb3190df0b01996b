package dev.keyturn.policy;

import dev.keyturn.facts.EmailAddress;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The limits on what tags may say: many people can write tags.
 *
 * @param exemptionDays the maximum number of days from today until an exemption ends; empty for no
 *     limit
 * @param domains the only domains, in lower case, of owners' addresses; empty for any domain
 * @param overdueDays the maximum that a user's tag may set for {@code OVERDUE_DAYS}; empty if tags
 *     change no thresholds
 */
public record Limits(
    Optional<Integer> exemptionDays, Set<String> domains, Optional<Integer> overdueDays) {
  private static final Limits NONE = new Limits(Optional.empty(), Set.of());

  /** Limits where tags change no thresholds. */
  public Limits(Optional<Integer> exemptionDays, Set<String> domains) {
    this(exemptionDays, domains, Optional.empty());
  }

  public Limits {
    domains = Set.copyOf(domains);
  }

  /** No limits. */
  public static Limits none() {
    return NONE;
  }

  boolean tooLong(LocalDate end, LocalDate today) {
    return exemptionDays.map(days -> end.isAfter(today.plusDays(days))).orElse(false);
  }

  /** Whether an address is in another domain than the only ones. */
  public boolean foreign(EmailAddress address) {
    return !domains.isEmpty() && !domains.contains(address.domain().toLowerCase(Locale.ROOT));
  }
}
