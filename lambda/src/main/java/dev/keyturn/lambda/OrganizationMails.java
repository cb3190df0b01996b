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
import dev.keyturn.run.DigestSender.Sent;
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

  OrganizationMails(Settings settings, Mailer mailer) {
    this.settings = settings;
    this.mailer = mailer;
  }

  /**
   * Tells the administrators, if there is something to tell.
   *
   * @param page the key of the run's page, if there is one
   */
  Sent digest(OrganizationReport report, Optional<String> stopped, Optional<String> page) {
    if (!(settings.options().contact() instanceof Contact.Known known)
        || !OrganizationDigest.needed(report, stopped)) {
      return new Sent.Nothing();
    }
    Optional<String> place = page.map(key -> "s3://%s/%s".formatted(settings.bucket(), key));
    try {
      if (sendable(1, 0) == 0) {
        return new Sent.Not(
            "SES's quota is used up, or sending is paused; see SES's console in SES_REGION");
      }
      mailer.send(OrganizationDigest.of(known.address(), report, stopped, place));
      return new Sent.To(known.address());
    } catch (PortFailure failure) {
      return new Sent.Not(failure.message());
    }
  }

  /**
   * Mails the results of accounts to their contacts, those that need a person first. The next run
   * may begin before SES's quota has room again, so these mails leave room in it for the owners.
   *
   * @param contacts the values of the accounts' tags
   * @param owners the mails to owners that were due in this run; the same number is left in SES's
   *     quota
   */
  Sent contacts(OrganizationReport report, Function<AccountId, String> contacts, int owners) {
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
      return new Sent.Nothing();
    }
    return send(mails.subList(0, sendable(mails.size(), owners)))
        .<Sent>map(
            failure ->
                new Sent.Not(
                    "Not all contacts of accounts could be notified: " + failure.message()))
        .orElseGet(Sent.Nothing::new);
  }

  /** Sends mails up to the first failure that is not about one recipient; returns the first. */
  private Optional<PortFailure> send(List<Mail> mails) {
    Optional<PortFailure> first = Optional.empty();
    for (Mail mail : mails) {
      try {
        mailer.send(mail);
      } catch (PortFailure failure) {
        first = first.or(() -> Optional.of(failure));
        if (failure.general() || failure.kind() != PortFailure.Kind.REFUSED) {
          break;
        }
      }
    }
    return first;
  }

  /** Of this number of mails, those that SES's quota has room for beside the ones kept back. */
  private int sendable(int mails, int kept) {
    return switch (mailer.allowance()) {
      case Allowance.Known known -> Math.clamp(known.left() - kept, 0, mails);
      case Allowance.Paused _ -> 0;
      case Allowance.Unknown unknown -> (int) Math.min(mails, unknown.left());
    };
  }
}
