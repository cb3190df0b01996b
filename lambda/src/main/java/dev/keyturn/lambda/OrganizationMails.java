package dev.keyturn.lambda;

import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.Mail;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.OrganizationDigest;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.PortFailure;
import dev.keyturn.settings.Options.Contact;
import dev.keyturn.settings.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The mails at the end of a run over an organization. A failure of SES changes nothing. */
final class OrganizationMails {
  private final Settings settings;
  private final Mailer mailer;
  private final LogLines log;

  OrganizationMails(Settings settings, Mailer mailer, LogLines log) {
    this.settings = settings;
    this.mailer = mailer;
    this.log = log;
  }

  /**
   * Tells the administrators, if there is something to tell.
   *
   * @param page the key of the run's page, if there is one
   */
  void digest(OrganizationReport report, Optional<String> stopped, Optional<String> page) {
    if (!(settings.options().contact() instanceof Contact.Known known)
        || !OrganizationDigest.needed(report, stopped)) {
      return;
    }
    Optional<String> place = page.map(key -> "s3://%s/%s".formatted(settings.bucket(), key));
    try {
      if (sendable(1) == 0) {
        log.digestNotSent("SES's quota is used up, or sending is paused");
        return;
      }
      mailer.send(OrganizationDigest.of(known.address(), report, stopped, place));
    } catch (PortFailure failure) {
      log.digestNotSent(failure.message());
    }
  }

  /**
   * Mails the results of accounts to their contacts, those that need a person first, as far as
   * SES's quota goes: owners' mails of a later run matter more.
   *
   * @param contacts the values of the accounts' tags
   */
  void contacts(OrganizationReport report, Function<AccountId, String> contacts) {
    List<Mail> mails =
        report.accounts().stream()
            .filter(OrganizationDigest::needed)
            .sorted(Comparator.comparing((AccountResult account) -> !account.state().bad()))
            .flatMap(
                account ->
                    EmailAddress.of(contacts.apply(account.account()))
                        .filter(to -> !settings.policy().limits().foreign(to))
                        .map(to -> OrganizationDigest.of(to, report, account))
                        .stream())
            .toList();
    if (mails.isEmpty()) {
      return;
    }
    try {
      mails.subList(0, sendable(mails.size())).forEach(mailer::send);
    } catch (PortFailure failure) {
      log.digestNotSent("Not all contacts of accounts could be notified: " + failure.message());
    }
  }

  /** Of this number of mails, those that SES's quota has room for. */
  private int sendable(int mails) {
    return switch (mailer.allowance()) {
      case Allowance.Known known -> (int) Math.min(mails, known.left());
      case Allowance.Paused _ -> 0;
      case Allowance.Unknown unknown -> (int) Math.min(mails, unknown.left());
    };
  }
}
