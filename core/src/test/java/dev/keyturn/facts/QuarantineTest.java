package dev.keyturn.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine",
        "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2",
        "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3",
        "arn:aws-us-gov:iam::aws:policy/AWSCompromisedKeyQuarantineV10",
      })
  void everyVersionOfAwssPolicyIsFoundAmongOthers(String arn) {
    assertThat(Quarantine.among(List.of("arn:aws:iam::aws:policy/ReadOnlyAccess", arn)))
        .contains(new Quarantine(arn));
    assertThat(new Quarantine(arn).policy()).startsWith("AWSCompromisedKeyQuarantine");
  }

  @Test
  void theLatestVersionIsNamed() {
    String latest = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV10";
    assertThat(
            Quarantine.among(
                List.of(
                    "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3",
                    latest,
                    "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine")))
        .contains(new Quarantine(latest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::123456789012:policy/AWSCompromisedKeyQuarantineV3",
        "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3Exemption",
        "arn:aws:iam::aws:policy/NotAWSCompromisedKeyQuarantineV3",
        "AWSCompromisedKeyQuarantineV3",
      })
  void noOtherPolicyIsOne(String arn) {
    assertThat(Quarantine.among(List.of(arn))).isEmpty();
  }
}
