package dev.keyturn.demo;

import dev.keyturn.cli.Words;
import dev.keyturn.cli.output.OrganizationTable;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A day of an organization as text, and what the next day makes good. */
public final class OrganizationNarration {
  private final DemoOrganization place;
  private final Consumer<String> say;
  private final boolean colours;

  /**
   * Creates a narration.
   *
   * @param say prints a line
   */
  public OrganizationNarration(DemoOrganization place, Consumer<String> say, boolean colours) {
    this.place = place;
    this.say = say;
    this.colours = colours;
  }

  /** Tells a day on which one account denies access and the process of another one crashes. */
  public OrganizationReport tell(OrganizationDay day) throws CannotBegin {
    say.accept(
        "An organization of %s AWS accounts that run in this process on %s. Keyturn works from account %s."
            .formatted(
                place.sandbox().accounts().all().size(), place.sandbox().endpoint(), place.hub()));
    say.accept(
        "First it looks at every account, with a session that can only read: keyturn plan --org.");
    say.accept("");
    OrganizationReport plan = day.plan();
    new OrganizationTable(plan, colours).text().lines().forEach(say);
    say.accept("");
    say.accept(
        "Then it changes the accounts in which something is due, the canary account first. In %s the process ends right after it made a key."
            .formatted(place.crashing()));
    say.accept("");
    OrganizationReport applied =
        day.apply(plan, day.crashingIn(place.crashing()), place.canary()).report();
    done(plan, applied);
    say.accept("");
    say.accept("A day later, the same again: what was interrupted is finished.");
    say.accept("");
    place.passDay();
    OrganizationReport next = day.plan();
    done(next, day.apply(next, day.members(), place.canary()).report());
    return applied;
  }

  private void done(OrganizationReport plan, OrganizationReport report) {
    for (AccountResult account : report.accounts()) {
      String users =
          Arrays.stream(Verb.values())
              .filter(verb -> account.counts().of(verb) > 0)
              .map(verb -> verb.word() + " " + account.counts().of(verb))
              .collect(Collectors.joining(", "));
      // The plan above has the details of accounts that stay as planned.
      String more =
          plan.accounts().contains(account)
              ? ""
              : account.state() == AccountState.ACTED ? users : account.detail();
      say.accept(
          "%s  %-12s  %-9s  %s"
              .formatted(account.account(), account.name(), account.state().word(), more)
              .stripTrailing());
    }
    say.accept("");
    say.accept(
        "%s users warned; keys: %s replaced, %s deactivated, %s deleted; to look at: %s."
            .formatted(
                acted(report, Verb.WARN),
                acted(report, Verb.ROTATE),
                acted(report, Verb.DEACTIVATE),
                acted(report, Verb.DELETE),
                Words.count(report.bad().size(), "account")));
  }

  /** The users with this decision in accounts that were changed; others only plan it. */
  private static int acted(OrganizationReport report, Verb verb) {
    return report.accounts().stream()
        .filter(account -> account.state() == AccountState.ACTED)
        .mapToInt(account -> account.counts().of(verb))
        .sum();
  }
}
