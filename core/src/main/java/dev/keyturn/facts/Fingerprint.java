package dev.keyturn.facts;

import java.util.Optional;

/**
 * What tells one content of an object from another without reading it.
 *
 * @param length in bytes
 * @param tag S3's entity tag; empty where it is not known. Of an object that S3 encrypts with its
 *     own keys it is the MD5 of the content; of one encrypted by KMS it is S3's choice, and another
 *     for another content (Amazon S3 API reference, Object)
 */
public record Fingerprint(long length, Optional<String> tag) {
  public Fingerprint {
    if (length < 0) {
      throw new IllegalArgumentException("not a length: " + length);
    }
  }

  /** Whether an object is this one. The length alone proves nothing: it can be predicted. */
  boolean fits(Fingerprint found) {
    return tag.isPresent() && equals(found);
  }
}
