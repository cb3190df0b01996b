package dev.keyturn.sandbox.account;

import java.time.Instant;

/** When, where and for what a key last signed a request that was served. */
public sealed interface LastUse {
  /** The key has not signed anything yet. */
  record Never() implements LastUse {}

  /** The use with its region and the service's namespace, such as {@code s3}. */
  record At(Instant time, String region, String service) implements LastUse {}
}
