package dev.keyturn.org;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.mail.Mail;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.Mailer;

/** The hub's mailer for one account, which may send its part of SES's quota. */
record AllottedMailer(Mailer mailer, int mails) implements Mailer {
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
      case Allowance.Known(double perSecond, long left, boolean anybody) ->
          new Allowance.Known(perSecond, Math.min(left, mails), anybody);
      case Allowance.Paused paused -> paused;
      case Allowance.Unknown unknown -> unknown;
    };
  }

  @Override
  public void send(Mail mail) {
    mailer.send(mail);
  }
}
