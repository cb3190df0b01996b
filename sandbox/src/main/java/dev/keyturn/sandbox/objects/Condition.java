package dev.keyturn.sandbox.objects;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.util.Optional;

/**
 * What must hold for a put or a deletion
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html, conditional-deletes.html
 * there).
 */
public sealed interface Condition {
  record None() implements Condition {}

  /** {@code If-None-Match: *}. */
  record Absent() implements Condition {}

  /** {@code If-Match} with an entity tag. */
  record Is(String eTag) implements Condition {}

  /** {@code If-Match: *}. */
  record Present() implements Condition {}

  /** The condition of an {@code If-Match} header; the tag may stand without its quotes. */
  static Condition matching(String header) {
    return header.equals("*") ? new Present() : new Is("\"" + header.replace("\"", "") + "\"");
  }

  /** Throws the refusal that S3 answers with where the condition does not hold. */
  default void check(Optional<StoredObject> present) {
    switch (this) {
      case None _ -> {}
      case Absent _ -> {
        if (present.isPresent()) {
          throw failed();
        }
      }
      case Present _ -> {
        if (present.isEmpty()) {
          throw Buckets.noSuchKey();
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
