package dev.keyturn.demo;

import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.run.FilesToHandOver;
import dev.keyturn.run.Run;
import dev.keyturn.run.Workplace;
import java.util.List;

/** The run of a day, and the digest to the administrators if they have a key to hand over. */
public record DayRun(Workplace place) {

  /**
   * What one of a run's results says of a user or a key.
   *
   * @param kind such as {@code plan}, {@code digest} or {@code event}
   */
  public record Said(String kind, String user, String text) {}

  /**
   * Plans and applies.
   *
   * @throws CannotBegin if the run could not begin; nothing was changed
   */
  public Run.Applied apply() throws CannotBegin {
    Run.Applied applied = place.run().planAndApply(RunRequest.everyone());
    if (!FilesToHandOver.of(applied).isEmpty()) {
      place.afterRun().of(applied, false, Deadline.none());
    }
    return applied;
  }

  /** What the plan of the run says of exposed keys. */
  public static List<Said> planned(Run.Applied applied) {
    return applied.plan().due().stream()
        .filter(due -> due.decision().reason() == Reason.Rotate.COMPROMISED)
        .map(
            due ->
                new Said(
                    "plan",
                    due.user().value(),
                    "keyturn plan says: rotate, COMPROMISED: "
                        + Reason.Rotate.COMPROMISED.meaning()))
        .toList();
  }

  /** What the digest of the run says of new keys that an administrator hands over. */
  public static List<Said> handedOver(Run.Applied applied) {
    return FilesToHandOver.of(applied).entrySet().stream()
        .map(
            file ->
                new Said(
                    "digest",
                    file.getKey().value(),
                    "the digest asks the administrators to hand the new key over: "
                        + file.getValue()))
        .toList();
  }
}
