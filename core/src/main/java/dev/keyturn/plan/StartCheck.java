package dev.keyturn.plan;

import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.inventory.ClockGuard;
import dev.keyturn.port.Account;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The checks before an account is read: a clear refusal ends the run with nothing changed; a
 * missing answer does not.
 */
public final class StartCheck {
  private final Ports ports;
  private final ClockGuard account;
  private final Events events;

  public StartCheck(Ports ports, ClockGuard account, Events events) {
    this.ports = ports;
    this.account = account;
    this.events = events;
  }

  /**
   * The identity that begins a run, and when it begins.
   *
   * @param at the time by AWS's clock, which is settled now
   * @param bucket whether it exists, belongs to this account and is not public; not a refusal
   * @param sender whether it is verified; not a refusal
   */
  public record Started(Account.Identity identity, Instant at, Answer bucket, Answer sender) {
    /** The day, in UTC. */
    public LocalDate today() {
      return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
  }

  public Started check() throws CannotBegin {
    try {
      Account.Identity identity = account.identify();
      Answer bucket = ports.credentialStore().check();
      account.settle();
      demand("bucket", bucket);
      Answer sender = ports.mailer().check();
      demand("sender", sender);
      return new Started(identity, account.now(), bucket, sender);
    } catch (PortFailure failure) {
      throw new CannotBegin(failure.message(), failure);
    }
  }

  /** Only the day; one call. */
  public LocalDate today() throws CannotBegin {
    try {
      account.identify();
      account.settle();
      return LocalDate.ofInstant(account.now(), ZoneOffset.UTC);
    } catch (PortFailure failure) {
      throw new CannotBegin(failure.message(), failure);
    }
  }

  /** Asks SES what may be sent, if any owner gets a mail. */
  public Allowance mails(List<UserDecision> decisions) {
    if (!MailQuota.needed(decisions)) {
      return new Allowance.Unknown("no owner gets a mail");
    }
    Allowance mails = ports.mailer().allowance();
    if (mails instanceof Allowance.Unknown unknown) {
      events.on(new Event.Unchecked("sending quota", unknown.why()));
    }
    return mails;
  }

  /**
   * Ends the run on a clear no, and reports a missing answer.
   *
   * @param what was asked, as the report of a missing answer names it
   * @throws CannotBegin if the answer is no
   */
  public void demand(String what, Answer answer) throws CannotBegin {
    switch (answer) {
      case Answer.Yes _ -> {}
      case Answer.No no -> throw new CannotBegin(no.why());
      case Answer.Unclear unclear -> events.on(new Event.Unchecked(what, unclear.why()));
    }
  }
}
