package dev.keyturn.aws.client;

import java.util.Optional;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads an object up to a maximum number of bytes, so that an object that others made very large
 * does not use up the memory.
 */
public final class BoundedRead {
  private BoundedRead() {}

  /**
   * The result of a read.
   *
   * @param content empty if the object is longer than the limit
   */
  public record Content(Optional<byte[]> content, GetObjectResponse response) {}

  public static ResponseTransformer<GetObjectResponse, Content> upTo(int limit) {
    return (response, stream) -> {
      byte[] bytes = stream.readNBytes(limit + 1);
      if (bytes.length > limit) {
        stream.abort();
        return new Content(Optional.empty(), response);
      }
      return new Content(Optional.of(bytes), response);
    };
  }
}
