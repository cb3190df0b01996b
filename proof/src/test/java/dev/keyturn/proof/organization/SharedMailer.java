package dev.keyturn.proof.organization;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.mail.Mail;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.proof.simulation.MemberCompany;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The hub's SES. Mails about each account lie in a mailroom of its own, for its judge; they share
 * one quota.
 */
final class SharedMailer {
  private final String region;
  private final List<MemberCompany> companies = new ArrayList<>();

  /** The most mails in 24 hours. */
  long perDay;

  /** Whether a step about a company hears what may be sent. */
  Predicate<MemberCompany> hears = _ -> true;

  SharedMailer(String region, long perDay) {
    this.region = region;
    this.perDay = perDay;
  }

  void add(MemberCompany company) {
    companies.add(company);
  }

  private long left() {
    long sent =
        companies.stream()
            .mapToLong(
                company -> company.account().mailroom(region).acceptedSince(Duration.ofDays(1)))
            .sum();
    return Math.max(0, perDay - sent);
  }

  /**
   * SES for mails about a company.
   *
   * @param refused called where the quota is used up
   */
  Mailer of(MemberCompany company, Runnable refused) {
    Mailer mailer = company.model().mailer();
    return new Mailer() {
      @Override
      public Answer check() {
        return mailer.check();
      }

      @Override
      public Mailbox mailbox(EmailAddress address) {
        return mailer.mailbox(address);
      }

      @Override
      public Allowance allowance() {
        if (!hears.test(company)) {
          return new Allowance.Unknown("SES GetAccount: throttled");
        }
        return switch (mailer.allowance()) {
          case Allowance.Known(double perSecond, long _, boolean anyRecipient) ->
              new Allowance.Known(perSecond, left(), anyRecipient);
          case Allowance.Paused paused -> paused;
          case Allowance.Unknown unknown -> unknown;
        };
      }

      @Override
      public void send(Mail mail) {
        if (left() == 0) {
          refused.run();
          throw PortFailure.ofAll(Kind.REFUSED, "the quota of 24 hours is used up");
        }
        mailer.send(mail);
      }
    };
  }
}
