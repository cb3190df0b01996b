package dev.keyturn.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellTest {
  @Test
  void aValueThatBeginsWithADashIsNotTakenForAnOption() {
    assertThat(Shell.aws("iam tag-user", "--user-name", "-ci", "--tags", "Key=a b,Value=c").text())
        .isEqualTo("aws iam tag-user --user-name=-ci --tags 'Key=a b,Value=c'");
    assertThat(Shell.aws("s3api get-object", "--quiet", "--bucket", "b").text())
        .isEqualTo("aws s3api get-object --quiet --bucket b");
  }
}
