package dev.keyturn.run;

import dev.keyturn.policy.UserName;
import java.util.List;

/**
 * The checks before a run: a clear no ends it with nothing touched; an answer that cannot be had
 * does not.
 */
final class Preflight {
  private final Ports ports;
  private final Events events;

  Preflight(Ports ports, Events events) {
    this.ports = ports;
    this.events = events;
  }

  Account.Identity check() throws CannotBegin {
    Account.Identity identity;
    try {
      identity = ports.account().identify();
    } catch (PortFailure failure) {
      throw new CannotBegin(failure.message());
    }
    demand("bucket", ports.vault().check());
    demand("sender", ports.post().check());
    return identity;
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
                new Permits.Intent(
                    users, Lease.NAME, AuditTrail.name(ports.account().now(), runId, 1)));
    demand("permissions", answer);
    return answer instanceof Answer.Yes;
  }

  private void demand(String what, Answer answer) throws CannotBegin {
    switch (answer) {
      case Answer.Yes _ -> {}
      case Answer.No no -> throw new CannotBegin(no.why());
      case Answer.Unclear unclear -> events.on(new Event.Unchecked(what, unclear.why()));
    }
  }
}
