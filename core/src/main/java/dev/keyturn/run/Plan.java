package dev.keyturn.run;

import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Facts;
import dev.keyturn.policy.Owner;
import dev.keyturn.policy.UserName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What a run would do.
 *
 * @param today the day by AWS's clock, in UTC
 * @param began by this machine's clock
 * @param users how many there are in the account, or were asked for
 * @param entries those looked after, by name
 */
public record Plan(
    String runId,
    Account.Identity identity,
    LocalDate today,
    Instant began,
    int users,
    List<Entry> entries) {
  public Plan {
    entries = List.copyOf(entries);
  }

  /** One user. */
  public sealed interface Entry {
    UserName user();

    Owner owner();
  }

  /** A user and what is to happen to them. */
  public record Decided(Facts facts, Decision decision) implements Entry {
    @Override
    public UserName user() {
      return facts.user();
    }

    @Override
    public Owner owner() {
      return facts.owner();
    }
  }

  /** A user who could not be read. */
  public record Unread(UserName user, Owner owner, PortFailure failure) implements Entry {}

  /** How many of them have an address. */
  public int lookedAfter() {
    return (int) entries.stream().filter(entry -> entry.owner() instanceof Owner.At).count();
  }
}
