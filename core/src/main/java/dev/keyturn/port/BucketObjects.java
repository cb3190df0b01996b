package dev.keyturn.port;

import java.util.List;
import java.util.Optional;

/**
 * Keyturn's own objects in the bucket, all of them text: the lease under {@code state/}, the audit
 * trail under {@code audit/}, the pages of runs under {@code reports/}. Every later read sees a
 * write (S3 is strongly consistent). All methods retry throttled calls and throw {@link
 * PortFailure}; {@link PortFailure.Kind#UNSUPPORTED} if the store has no conditional writes.
 */
public interface BucketObjects {

  /** The object with a name, if it exists. */
  Optional<StoredText> read(String name);

  /**
   * Writes an object if the present one is as expected.
   *
   * @param expected the present object
   */
  WriteResult write(String name, String text, Expected expected);

  /** The names with a prefix, in byte order. */
  List<String> names(String beginning);

  /** A text and the version of its object. */
  record StoredText(String text, String version) {}

  /** The condition of a write. */
  sealed interface Expected {
    record Nothing() implements Expected {}

    record Version(String version) implements Expected {}
  }

  /** The result of a write. */
  sealed interface WriteResult {
    record Written(String version) implements WriteResult {}

    /** Another object exists; it may be this text, from an attempt whose reply was lost. */
    record Refused() implements WriteResult {}
  }
}
