package dev.keyturn.sandbox.objects;

import dev.keyturn.sandbox.account.AwsRefusal;
import java.util.Optional;

/**
 * What must hold for a put (docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
 */
public sealed interface Condition {
  record None() implements Condition {}

  /** {@code If-None-Match: *}. */
  record Absent() implements Condition {}

  /** {@code If-Match} with an entity tag. */
  record Is(String eTag) implements Condition {}

  /** Throws the refusal that S3 answers with where the condition does not hold. */
  default void check(Optional<StoredObject> present) {
    switch (this) {
      case None _ -> {}
      case Absent _ -> {
        if (present.isPresent()) {
          throw failed();
        }
      }
      case Is(String eTag) -> {
        if (present.isEmpty()) {
          throw Buckets.noSuchKey();
        }
        if (!present.get().eTag().equals(eTag)) {
          throw failed();
        }
      }
    }
  }

  private static AwsRefusal failed() {
    return new AwsRefusal(
        412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  }
}
