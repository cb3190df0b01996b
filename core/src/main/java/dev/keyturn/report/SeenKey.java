package dev.keyturn.report;

import dev.keyturn.facts.UserName;

/**
 * An active key, as far as a run has seen it.
 *
 * @param id empty where only the credential report tells of it, which names no ids
 * @param ageDays in whole UTC days
 * @param atLeast whether it may be older: the report tells when a key was created or last changed
 */
public record SeenKey(UserName user, String id, long ageDays, boolean atLeast, Use use) {

  /** What is known of its last use. */
  public sealed interface Use {
    /** Nobody told. */
    record Unknown() implements Use {}

    /** IAM has no record of a use. */
    record Never() implements Use {}

    /**
     * So many whole UTC days ago.
     *
     * @param service as IAM has it, {@code N/A} where it does not know
     * @param region likewise
     */
    record Ago(long days, String service, String region) implements Use {}
  }

  /** Whether it is certain that it was not used for so many days. */
  public boolean unusedFor(int days) {
    return switch (use) {
      case Use.Unknown _ -> false;
      case Use.Never _ -> ageDays >= days;
      case Use.Ago(long ago, String _, String _) -> ago >= days;
    };
  }
}
