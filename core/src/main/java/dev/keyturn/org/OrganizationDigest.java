package dev.keyturn.org;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.Mail;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.page.Html;
import dev.keyturn.report.page.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One mail to the administrators about all accounts of a run, the most urgent first. */
public final class OrganizationDigest {
  /** A mail lists at most this number of accounts of a kind. */
  private static final int MOST = 20;

  private OrganizationDigest() {}

  /** Whether there is something to tell. */
  public static boolean needed(OrganizationReport report, Optional<String> stopped) {
    return stopped.isPresent() || report.accounts().stream().anyMatch(OrganizationDigest::needed);
  }

  /**
   * The mail.
   *
   * @param page where the page of the run is, if there is one
   */
  public static Mail of(
      EmailAddress to, OrganizationReport report, Optional<String> stopped, Optional<String> page) {
    List<String> lines = new ArrayList<>();
    stopped.ifPresent(lines::add);
    report.remark().ifPresent(lines::add);
    listed(report, lines, "Lost (no result)", AccountState.LOST);
    listed(report, lines, "Denied by AWS", AccountState.DENIED);
    listed(report, lines, "Failed", AccountState.FAILED);
    listed(report, lines, "Changed", AccountState.ACTED);
    lines.add(
        "%s accounts: warned %s, rotated %s, deactivated %s, deleted %s, left for a later run %s."
            .formatted(
                report.accounts().size(),
                report.users(Verb.WARN),
                report.users(Verb.ROTATE),
                report.users(Verb.DEACTIVATE),
                report.users(Verb.DELETE),
                report.deferred()));
    page.ifPresent(name -> lines.add("Every account: " + name));
    int bad = report.bad().size();
    String subject =
        stopped.isPresent()
            ? "Keyturn stopped in organization %s on %s".formatted(report.id(), report.date())
            : "Keyturn in organization %s on %s: %s %s attention"
                .formatted(
                    report.id(),
                    report.date(),
                    Words.count(bad, "account"),
                    bad == 1 ? "needs" : "need");
    return mail(to, subject, lines);
  }

  /** Whether those who get mails about an account get one: it needs a person, or was changed. */
  public static boolean needed(AccountResult account) {
    return account.state().bad() || account.state() == AccountState.ACTED;
  }

  /** The mail about one account. */
  public static Mail of(EmailAddress to, OrganizationReport report, AccountResult account) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Keyturn rotates the access keys of IAM users in AWS account %s (%s), organization %s."
            .formatted(account.account(), account.name(), report.id()));
    if (account.state() == AccountState.ACTED) {
      lines.add(
          "Today it warned %s, rotated %s, deactivated %s and deleted %s; left for a later run: %s."
              .formatted(
                  Words.count(account.counts().of(Verb.WARN), "user"),
                  account.counts().of(Verb.ROTATE),
                  account.counts().of(Verb.DEACTIVATE),
                  account.counts().of(Verb.DELETE),
                  account.counts().deferred()));
    } else {
      lines.add(
          "Today the account is %s. %s"
              .formatted(account.state().word(), account.detail())
              .strip());
      lines.add("The next run tries this account again.");
    }
    lines.add(
        "You get this mail because the account has the tag keyturn-contact with this address.");
    String subject =
        "Keyturn in AWS account %s (%s) on %s: %s"
            .formatted(account.account(), account.name(), report.date(), account.state().word());
    return mail(to, subject, lines);
  }

  private static Mail mail(EmailAddress to, String subject, List<String> paragraphs) {
    String text = String.join("\n\n", paragraphs) + "\n";
    return new Mail(to, subject, text, "<pre>" + Html.escaped(text) + "</pre>");
  }

  private static void listed(
      OrganizationReport report, List<String> lines, String title, AccountState state) {
    List<AccountResult> accounts =
        report.accounts().stream().filter(one -> one.state() == state).toList();
    if (accounts.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder(title + ": " + accounts.size());
    for (AccountResult account : accounts.subList(0, Math.min(MOST, accounts.size()))) {
      text.append("\n- ").append(account.account()).append(' ').append(account.name());
      if (!account.detail().isEmpty()) {
        text.append(": ").append(account.detail());
      }
    }
    lines.add(text.toString());
  }
}
