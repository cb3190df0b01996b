package dev.keyturn.plan;

import dev.keyturn.event.Row.Outcome;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remark;
import dev.keyturn.port.Deadline;
import java.time.LocalDate;
import java.util.List;

/** Why something that is due is left for a later run. */
public sealed interface Deferral {
  /** What the user's row says. */
  Outcome.Deferred outcome();

  /** {@code MAX_ACTIONS_PER_RUN}. */
  record ByLimit(int actions) implements Deferral {
    @Override
    public Outcome.Deferred outcome() {
      return new Outcome.Deferred(
          "not begun: MAX_ACTIONS_PER_RUN is %s; the next run does it".formatted(actions));
    }
  }

  /**
   * The part of this account of {@code MAX_ACTIONS_PER_RUN}, which the accounts of an organization
   * share.
   */
  record ByAllotment(int actions) implements Deferral {
    @Override
    public Outcome.Deferred outcome() {
      return new Outcome.Deferred(
          "not begun: of MAX_ACTIONS_PER_RUN, which accounts share, this one has %s today; a later run does it"
              .formatted(actions));
    }
  }

  /**
   * SES's daily quota.
   *
   * @param left the number of mails that SES still accepts
   */
  record ByMailQuota(long left) implements Deferral {
    @Override
    public Outcome.Deferred outcome() {
      return new Outcome.Deferred(
          "not begun: SES lets this account send %s more mails in these 24 hours; the next run does it"
              .formatted(left));
    }
  }

  /**
   * {@code NO_ACTION_ON}.
   *
   * @param entry of the setting, as it is written
   * @param until the first day, in UTC, on which a run does it
   */
  record ByCalendar(String entry, LocalDate until) implements Deferral {
    @Override
    public Outcome.Deferred outcome() {
      String when = "NO_ACTION_ON has %s; the run of %s does it".formatted(entry, until);
      return new Outcome.Deferred(
          "not begun: " + when, List.of(new Remark(Reason.Remark.NO_ACTION_DAY, when)));
    }
  }

  /**
   * The run has to end.
   *
   * @param why as {@link Deadline#why} says it
   */
  record ByDeadline(String why) implements Deferral {
    @Override
    public Outcome.Deferred outcome() {
      return new Outcome.Deferred("not begun: %s; the next run does it".formatted(why));
    }
  }
}
