package dev.keyturn.aws.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.aws.Server;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Encryption headers, and the meaning of an entity tag. */
class StoredObjectsTest {
  private static StoredObjects with(String key) {
    return new StoredObjects(Server.settings(Map.of("KMS_KEY_ID", key)));
  }

  @Test
  void withoutAKeyNoHeaderOverridesTheDefaultOfTheBucket() {
    PutObjectRequest put = with("").put("state/x").build();
    assertThat(put.serverSideEncryptionAsString()).isNull();
    assertThat(put.ssekmsKeyId()).isNull();
  }

  @Test
  void withAKeyEveryObjectIsEncryptedByIt() {
    PutObjectRequest put = with("alias/keyturn").put("state/x").build();
    assertThat(put.serverSideEncryptionAsString()).isEqualTo("aws:kms");
    assertThat(put.ssekmsKeyId()).isEqualTo("alias/keyturn");
  }

  @ParameterizedTest
  @CsvSource({
    "'', AES256, true",
    "'', aws:kms, false",
    "'', aws:kms:dsse, false",
    "'', '', true",
    "alias/keyturn, aws:kms, false",
  })
  void anEntityTagIsTheDigestOfTheContentUnlessKmsEncrypts(
      String key, String seen, boolean digest) {
    StoredObjects objects = with(key);
    objects.stored(
        PutObjectResponse.builder().serverSideEncryption(seen.isEmpty() ? null : seen).build());
    assertThat(objects.tagsTellContents()).isEqualTo(digest);
  }
}
