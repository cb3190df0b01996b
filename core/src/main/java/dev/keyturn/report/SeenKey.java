package dev.keyturn.report;

import dev.keyturn.facts.UserName;

/**
 * An active key, as a run has seen it.
 *
 * @param id empty if the key is known only from the credential report, which has no ids
 * @param ageDays in whole UTC days
 * @param atLeast whether the key may be older: the report has the time when a key was created or
 *     last changed
 */
public record SeenKey(UserName user, String id, long ageDays, boolean atLeast, Use use) {

  /** What is known of the last use. */
  public sealed interface Use {
    /** The last use is unknown. */
    record Unknown() implements Use {}

    /** IAM has no record of a use. */
    record Never() implements Use {}

    /**
     * The number of whole UTC days since the last use.
     *
     * @param service as IAM names it, {@code N/A} if IAM does not know it
     * @param region likewise
     */
    record Ago(long days, String service, String region) implements Use {}
  }

  /** Whether the key is known to be unused for this number of days. */
  public boolean unusedFor(int days) {
    return switch (use) {
      case Use.Unknown _ -> false;
      case Use.Never _ -> ageDays >= days;
      case Use.Ago(long ago, String _, String _) -> ago >= days;
    };
  }
}
