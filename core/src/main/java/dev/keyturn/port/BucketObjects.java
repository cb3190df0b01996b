package dev.keyturn.port;

import java.util.List;
import java.util.Optional;

/**
 * Keyturn's own objects in the bucket, all of them text: the lease under {@code state/}, the audit
 * trail under {@code audit/}, the pages of runs under {@code reports/}. What was written is seen by
 * every later read (S3 is strongly consistent). All verbs ride out throttling and throw {@link
 * PortFailure}; {@link PortFailure.Kind#UNSUPPORTED} where the store knows no conditional writes.
 */
public interface BucketObjects {

  /** What lies under a name, if anything. */
  Optional<Paper> read(String name);

  /**
   * Writes under a name, if what lies there is as expected.
   *
   * @param expected what must lie there
   */
  Filing write(String name, String text, Expected expected);

  /** The names that begin so, in the order of their bytes. */
  List<String> names(String beginning);

  /** A text and the version of its object. */
  record Paper(String text, String version) {}

  /** What a write expects to find. */
  sealed interface Expected {
    record Nothing() implements Expected {}

    record Version(String version) implements Expected {}
  }

  /** What came of a write. */
  sealed interface Filing {
    record Written(String version) implements Filing {}

    /** Something else lay there, perhaps this very text by an attempt whose reply was lost. */
    record Refused() implements Filing {}
  }
}
