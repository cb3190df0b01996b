package dev.keyturn.run;

import dev.keyturn.policy.UserName;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The checks before a run: a clear no ends it with nothing touched; an answer that cannot be had
 * does not.
 */
final class Preflight {
  private final Ports ports;
  private final SteadyAccount account;
  private final Events events;

  Preflight(Ports ports, SteadyAccount account, Events events) {
    this.ports = ports;
    this.account = account;
    this.events = events;
  }

  /**
   * Who begins a run, and on which day, in UTC, by AWS's clock.
   *
   * @param bucket whether it is there, ours and not public; not a no
   * @param sender whether it is verified; not a no
   */
  record Begun(Account.Identity identity, LocalDate today, Answer bucket, Answer sender) {}

  Begun check() throws CannotBegin {
    try {
      Account.Identity identity = account.identify();
      Answer bucket = ports.vault().check();
      account.settle();
      demand("bucket", bucket);
      Answer sender = ports.post().check();
      demand("sender", sender);
      return new Begun(
          identity, LocalDate.ofInstant(account.now(), ZoneOffset.UTC), bucket, sender);
    } catch (PortFailure failure) {
      throw new CannotBegin(failure.message());
    }
  }

  /** The day alone, by one call. */
  LocalDate today() throws CannotBegin {
    try {
      account.identify();
      account.settle();
      return LocalDate.ofInstant(account.now(), ZoneOffset.UTC);
    } catch (PortFailure failure) {
      throw new CannotBegin(failure.message());
    }
  }

  /**
   * Ends the run if something of what is planned, from the first step to the last, may not be done.
   *
   * @return whether all of it is known to be permitted
   */
  boolean permissions(Plan plan, String runId) throws CannotBegin {
    List<UserName> users =
        Rows.due(plan).stream().filter(Rows::touches).map(Plan.Entry::user).toList();
    Answer answer =
        ports
            .permits()
            .toActOn(
                new Permits.Intent(users, Lease.NAME, AuditTrail.name(account.mark(), runId, 1)));
    demand("permissions", answer);
    return answer instanceof Answer.Yes;
  }

  /** Asks SES what may be sent, if the owner of anybody is to be told of anything. */
  Allowance mails(List<Plan.Entry> entries) {
    if (!Postage.needed(entries)) {
      return new Allowance.Unknown("nobody is to be told of anything");
    }
    Allowance mails = ports.post().allowance();
    if (mails instanceof Allowance.Unknown unknown) {
      events.on(new Event.Unchecked("sending quota", unknown.why()));
    }
    return mails;
  }

  /** Ends a run that could tell no owner of anything. */
  static void demandSending(Allowance mails) throws CannotBegin {
    if (mails instanceof Allowance.Paused) {
      throw new CannotBegin(
          "SES has paused sending for this account in SES_REGION, so no owner could be told. The"
              + " SES console says why.");
    }
  }

  private void demand(String what, Answer answer) throws CannotBegin {
    switch (answer) {
      case Answer.Yes _ -> {}
      case Answer.No no -> throw new CannotBegin(no.why());
      case Answer.Unclear unclear -> events.on(new Event.Unchecked(what, unclear.why()));
    }
  }
}
