package dev.keyturn.policy;

import dev.keyturn.facts.EmailAddress;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an installation accepts of tags, which many can write.
 *
 * @param exemptionDays an exemption may end so many days from today at most; nothing if at any time
 * @param domains in lower case; owners have their addresses there and nowhere else, unless empty
 */
public record Limits(Optional<Integer> exemptionDays, Set<String> domains) {
  private static final Limits NONE = new Limits(Optional.empty(), Set.of());

  public Limits {
    domains = Set.copyOf(domains);
  }

  /** Whatever tags say is accepted. */
  public static Limits none() {
    return NONE;
  }

  boolean tooLong(LocalDate end, LocalDate today) {
    return exemptionDays.map(days -> end.isAfter(today.plusDays(days))).orElse(false);
  }

  boolean foreign(EmailAddress address) {
    return !domains.isEmpty() && !domains.contains(address.domain().toLowerCase(Locale.ROOT));
  }
}
