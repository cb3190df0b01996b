package dev.keyturn.plan;

import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.Account;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.PortFailure;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What a run would do.
 *
 * @param today the day by AWS's clock, in UTC
 * @param began by this machine's clock
 * @param until the last day for which it can be forecast: who is quiet is so until then
 * @param users how many there are in the account, or were asked for
 * @param entries those looked after, by name
 * @param withoutAddress the others, by name: they are only known
 * @param outlook what bounds the whole run
 */
public record Plan(
    String runId,
    Account.Identity identity,
    LocalDate today,
    Instant began,
    LocalDate until,
    int users,
    List<Entry> entries,
    List<UserName> withoutAddress,
    Outlook outlook) {
  public Plan {
    entries = List.copyOf(entries);
    withoutAddress = List.copyOf(withoutAddress);
  }

  /**
   * What bounds the whole run, as it was when this was planned.
   *
   * @param mails what SES lets the account send
   */
  public record Outlook(Allowance mails, NewKeys newKeys) {}

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

  /**
   * A user for whom nothing is due whatever their keys are, which were not looked at.
   *
   * @param why nothing is
   */
  public record Quiet(UserName user, Owner owner, Reason why) implements Entry {}

  /** A user who could not be read. */
  public record Unread(UserName user, Owner owner, PortFailure failure) implements Entry {}

  /** How many of them have an address. */
  public int lookedAfter() {
    return (int) entries.stream().filter(entry -> entry.owner() instanceof Owner.At).count();
  }
}
