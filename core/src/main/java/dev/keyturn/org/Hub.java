package dev.keyturn.org;

import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.run.LocalText;
import dev.keyturn.run.ReadOnlyPorts.HubChecks;
import dev.keyturn.settings.Options.Contact;
import java.time.Instant;
import java.util.List;

/**
 * What is the same for all accounts, and asked for once.
 *
 * @param ports those of the hub's own credentials
 * @param ledger the ledgers of plans on this machine
 */
public record Hub(Ports ports, LocalText ledger) {
  /** Keeps no ledger on this machine. */
  public Hub(Ports ports) {
    this(ports, LocalText.NONE);
  }

  /**
   * The time by AWS's clock, once the credentials are known to work.
   *
   * @throws CannotBegin if they do not
   */
  public Instant begin() throws CannotBegin {
    try {
      ports.account().identify();
      return ports.account().now();
    } catch (PortFailure failure) {
      throw new CannotBegin(failure.message());
    }
  }

  /**
   * Checks the bucket and the sender.
   *
   * @throws CannotBegin if one of them is a clear no
   */
  public HubChecks checks() throws CannotBegin {
    HubChecks checks =
        new HubChecks(ports.credentialStore().check(), ports.mailer().check(), ledger);
    for (Answer answer : List.of(checks.bucket(), checks.sender())) {
      if (answer instanceof Answer.No no) {
        throw new CannotBegin(no.why());
      }
    }
    return checks;
  }

  /**
   * Asks SES what may be sent to owners, if any owner gets a mail. One mail is kept for the digest
   * of the run.
   *
   * @param contact who gets the digest
   */
  public Allowance mails(List<Survey> surveys, Contact contact) {
    boolean needed =
        surveys.stream()
            .flatMap(survey -> survey.shared().stream())
            .anyMatch(claim -> claim.mails() > 0);
    if (!needed) {
      return new Allowance.Unknown("no owner gets a mail");
    }
    return switch (ports.mailer().allowance()) {
      case Allowance.Known(double perSecond, long left, boolean anyRecipient)
          when contact instanceof Contact.Known && left > 0 ->
          new Allowance.Known(perSecond, left - 1, anyRecipient);
      case Allowance other -> other;
    };
  }
}
