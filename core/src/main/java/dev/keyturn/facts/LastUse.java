package dev.keyturn.facts;

import java.time.Instant;

/**
 * IAM's information about the last use of a key. A failed read is neither case and must never
 * become one.
 */
public sealed interface LastUse {
  /** IAM has no record of a use. */
  record Never() implements LastUse {}

  /**
   * The last use that IAM recorded; service and region are {@code N/A} where IAM does not know
   * them.
   */
  record At(Instant time, String service, String region) implements LastUse {}
}
