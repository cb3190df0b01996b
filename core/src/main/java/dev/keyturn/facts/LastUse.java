package dev.keyturn.facts;

import java.time.Instant;

/**
 * What IAM knows of the last use of a key. A read that failed is neither of these and must never
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
