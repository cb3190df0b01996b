package dev.keyturn.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.mail.FilePlace.Expiry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {
  @ParameterizedTest
  @CsvSource({
    "aws, eu-west-1, eu-west-1.console.aws.amazon.com, us-east-1.console.aws.amazon.com",
    "aws-cn, cn-north-1, console.amazonaws.cn, console.amazonaws.cn",
    "aws-us-gov, us-gov-west-1, console.amazonaws-us-gov.com, console.amazonaws-us-gov.com"
  })
  void linksIntoTheConsoleOfThePartition(
      String partition, String region, String filesHost, String keysHost) {
    assertThat(Console.page(file(partition, region)))
        .contains(
            "https://%s/s3/object/bucket?region=%s&prefix=credential/a%%2Bb%%3Dc%%2Cd%%40e/f.csv"
                .formatted(filesHost, region));
    assertThat(new Console(partition).securityCredentials())
        .contains("https://" + keysHost + "/iam/home#/security_credentials");
  }

  @Test
  void hasNoLinkIntoTheConsoleOfAnUnknownPartition() {
    assertThat(Console.page(file("aws-iso", "us-iso-east-1"))).isEmpty();
    assertThat(new Console("aws-iso").securityCredentials()).isEmpty();
  }

  private static FilePlace file(String partition, String region) {
    return new FilePlace(
        "bucket", "credential/a+b=c,d@e/f.csv", region, partition, new Expiry.Unknown());
  }
}
