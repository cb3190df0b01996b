package dev.keyturn.aws.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of AWS is trusted within limits; a stand-in has its own clock. */
class AwsHostsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "iam.amazonaws.com",
        "bucket.s3.eu-central-1.amazonaws.com",
        "s3.dualstack.eu-central-1.amazonaws.com",
        "sts-fips.us-east-1.amazonaws.com",
        "lambda.eu-central-1.api.aws",
        "iam.cn-north-1.amazonaws.com.cn",
        "lambda.cn-north-1.api.amazonwebservices.com.cn",
        "iam.us-iso-east-1.c2s.ic.gov",
        "sts.us-isob-east-1.sc2s.sgov.gov",
        "s3.eu-isoe-west-1.cloud.adc-e.uk",
        "s3.us-isof-south-1.csp.hci.ic.gov",
        "sts.eusc-de-east-1.amazonaws.eu",
      })
  void recognizesHostsOfAllPartitions(String host) {
    assertThat(AwsHosts.contain(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "amazonaws.com.example",
        "notamazonaws.com",
        "s3.eu-central-1.amazonaws.com.evil.example",
      })
  void recognizesOtherHosts(String host) {
    assertThat(AwsHosts.contain(host)).isFalse();
  }
}
