package dev.keyturn.state;

import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.BucketObjects.StoredText;
import dev.keyturn.port.BucketObjects.WriteResult;
import java.util.Optional;

/**
 * A text in the bucket that a run reads, and writes back unless another run did so meanwhile. Safe
 * for use by several threads.
 */
public final class StateObject {
  private final BucketObjects bucketObjects;
  private final String name;

  /** What must lie under the name when it is written. */
  private volatile Expected expected = new Expected.Nothing();

  public StateObject(BucketObjects bucketObjects, String name) {
    this.bucketObjects = bucketObjects;
    this.name = name;
  }

  /** The text, if there is one; one that cannot be read is not written over either. */
  public Optional<String> read() {
    expected = new Expected.Nothing();
    Optional<StoredText> stored = bucketObjects.read(name);
    stored.ifPresent(found -> expected = new Expected.Version(found.version()));
    return stored.map(StoredText::text);
  }

  /** Writes it; false if what lies there is not what was read or written last. */
  public boolean write(String text) {
    return switch (bucketObjects.write(name, text, expected)) {
      case WriteResult.Written(String version) -> {
        expected = new Expected.Version(version);
        yield true;
      }
      case WriteResult.Refused _ -> false;
    };
  }
}
