package dev.keyturn.aws.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.aws.client.PolicyDocument;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.FilePlace.Expiry;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Details of AWS's answers. */
class ReadingTest {

  @Test
  void readsTheDayOnWhichS3RemovesAFile() {
    assertThat(
            ExpirationHeader.read(
                "expiry-date=\"Fri, 21 Dec 2012 00:00:00 GMT\", rule-id=\"credential%20files\""))
        .isEqualTo(new Expiry.At(Instant.parse("2012-12-21T00:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "expiry-date=\"soon\"", "rule-id=\"x\""})
  void anExpiryThatCannotBeReadIsUnknown(String header) {
    assertThat(ExpirationHeader.read(header)).isEqualTo(new Expiry.Unknown());
  }

  @Test
  void aSenderIsVerifiedByItselfOrByAParentDomain() {
    assertThat(SesMailer.identities(new EmailAddress("keys@mail.corp.example")))
        .containsExactly("keys@mail.corp.example", "mail.corp.example", "corp.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\"}]}",
        "{\"Statement\":{\"Principal\":{\"AWS\":[\"1\",\"*\"]},\"Effect\":\"Allow\"}}",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\"},{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"}}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\"",
      })
  void recognizesAPublicPolicy(String policy) {
    assertThat(PolicyDocument.allowsAll(policy)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Statement\":[]}",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"}}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:SourceVpce\":\"vpce-1\"}}}]}",
      })
  void recognizesAPolicyThatIsNotPublic(String policy) {
    assertThat(PolicyDocument.allowsAll(policy)).isFalse();
  }
}
