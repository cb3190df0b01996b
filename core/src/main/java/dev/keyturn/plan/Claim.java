package dev.keyturn.plan;

import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Verb;
import java.time.Instant;
import java.util.Comparator;

/**
 * What a user who is due takes of the limits that accounts share.
 *
 * @param begun whether an earlier run did a part of it
 * @param ordered whether an administrator ordered it
 * @param action whether it counts towards {@code MAX_ACTIONS_PER_RUN}
 * @param mails the number of mails to the owner
 */
public record Claim(
    UserName user,
    Verb verb,
    Instant oldestKey,
    boolean begun,
    boolean ordered,
    boolean action,
    int mails) {
  /** The order of {@link Quota}, for users of several accounts. */
  public static final Comparator<Claim> ORDER =
      Comparator.comparing((Claim claim) -> !claim.begun())
          .thenComparing(claim -> !claim.action())
          .thenComparing(claim -> !claim.ordered())
          .thenComparing(Claim::oldestKey)
          .thenComparing(Claim::user);

  /** The claim of a user who is due. */
  public static Claim of(Plan.Due due) {
    return new Claim(
        due.user(),
        due.decision().verb(),
        Quota.oldestKey(due),
        Quota.resumes(due),
        Quota.ordered(due),
        Quota.counts(due),
        MailQuota.mails(due));
  }
}
