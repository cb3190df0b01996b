package dev.keyturn.sandbox.objects;

import dev.keyturn.sandbox.http.Bytes;
import java.time.Instant;
import java.util.Map;

/**
 * An object as stored. {@code headers} are those that a read gives back: content type, encryption,
 * user metadata. {@code eTag} comes with its quotes, as on the wire.
 */
public record StoredObject(
    String key, Bytes content, String eTag, Instant modified, Map<String, String> headers) {
  public StoredObject {
    headers = Map.copyOf(headers);
  }
}
