package dev.keyturn.org;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.mail.Mail;
import dev.keyturn.org.Allotments.Allotment;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.throttle.RateLimiter;

/**
 * The hub's mailer for one account, which may send its part of SES's quota, at its part of SES's
 * rate: the accounts that are worked on at the same time share both. Its part of the quota holds
 * also if SES does not answer.
 */
final class AllottedMailer implements Mailer {
  private final Mailer mailer;
  private final Allotment allotment;
  private final RateLimiter limiter;

  AllottedMailer(Mailer mailer, Allotment allotment, RuntimeEnvironment runtime) {
    this.mailer = mailer;
    this.allotment = allotment;
    this.limiter = new RateLimiter(runtime, Mailer.USUAL_RATE / allotment.sharing());
  }

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
    return switch (mailer.allowance()) {
      case Allowance.Known(double perSecond, long left, boolean anyRecipient) -> {
        double part = perSecond / allotment.sharing();
        limiter.set(part);
        yield new Allowance.Known(part, Math.min(left, allotment.mails()), anyRecipient);
      }
      case Allowance.Paused paused -> paused;
      case Allowance.Unknown(String why, long left) ->
          new Allowance.Unknown(why, Math.min(left, allotment.mails()));
    };
  }

  @Override
  public void send(Mail mail) {
    limiter.take();
    mailer.send(mail);
  }
}
