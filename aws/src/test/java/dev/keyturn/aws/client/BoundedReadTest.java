package dev.keyturn.aws.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** A read never takes more memory than the limit. */
class BoundedReadTest {
  private static final GetObjectResponse RESPONSE = GetObjectResponse.builder().build();

  /** Has more bytes as long as it is read. */
  @SuppressWarnings("InputStreamSlowMultibyteRead") // it counts each byte
  private static final class Endless extends InputStream {
    private final long length;
    private long read;

    Endless(long length) {
      this.length = length;
    }

    @Override
    public int read() {
      return read++ < length ? 'x' : -1;
    }
  }

  private static BoundedRead.Content read(Endless object, int limit) throws Exception {
    return BoundedRead.upTo(limit).transform(RESPONSE, AbortableInputStream.create(object));
  }

  @Test
  void anObjectOfTheMaximumLengthIsReadCompletely() throws Exception {
    assertThat(read(new Endless(100), 100).content().orElseThrow()).hasSize(100);
    assertThat(read(new Endless(0), 100).content().orElseThrow()).isEmpty();
  }

  @Test
  void aLongerObjectIsNotReadToItsEnd() throws Exception {
    Endless object = new Endless(Long.MAX_VALUE);
    assertThat(read(object, 100).content()).isEmpty();
    assertThat(object.read).isEqualTo(101);
  }
}
