package dev.keyturn.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.event.Report.Mode;
import dev.keyturn.facts.KeyId;
import dev.keyturn.port.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An event of AWS Health, as EventBridge delivers it to the function. */
class HealthEventTest {
  /** AWS Health user guide, "AWS Health events Amazon EventBridge schema". */
  private static final String EVENT =
      """
      {
        "version": "0",
        "id": "121345678-1234-1234-1234-123456789012",
        "detail-type": "AWS Health Event",
        "source": "aws.health",
        "account": "123456789012",
        "time": "2026-11-22T06:27:57Z",
        "region": "us-east-1",
        "resources": ["AKIAIOSFODNN7EXAMPLE"],
        "detail": {
          "eventArn": "arn:aws:health:us-east-1::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/1",
          "service": "RISK",
          "eventTypeCode": "AWS_RISK_CREDENTIALS_EXPOSED",
          "eventTypeCategory": "issue",
          "startTime": "Sun, 22 Nov 2026 05:01:10 GMT",
          "eventDescription": [{"language": "en_US", "latestDescription": "A key is public."}],
          "affectedEntities": [
            {"entityValue": "AKIAIOSFODNN7EXAMPLE", "tags": {"stage": "prod"}},
            {"entityValue": "arn:aws:iam::123456789012:user/alice"}
          ]
        }
      }
      """;

  private static InvocationRequest read(String event) throws IOException {
    return InvocationRequest.read(new ByteArrayInputStream(event.getBytes(UTF_8)));
  }

  @Test
  void namesTheExposedKeysToARunForAllUsers() throws IOException {
    assertThat(read(EVENT))
        .isEqualTo(
            new InvocationRequest(
                Mode.APPLY, new Scope.Everyone(), Set.of(new KeyId("AKIAIOSFODNN7EXAMPLE"))));
  }

  @ParameterizedTest
  @CsvSource({
    "aws.health, aws.events",
    "RISK\", IAM\"",
    "AWS_RISK_CREDENTIALS_EXPOSED\", AWS_RISK_OTHER\"",
    "entityValue, entityName"
  })
  void anyOtherEventIsAScheduleEvent(String written, String instead) throws IOException {
    assertThat(EVENT).contains(written);
    assertThat(read(EVENT.replace(written, instead)).exposed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS_RISK_CREDENTIALS_EXPOSURE_SUSPECTED",
        "AWS_RISK_CREDENTIALS_COMPROMISED",
        "AWS_RISK_CREDENTIALS_COMPROMISE_SUSPECTED",
        "AWS_RISK_IAM_QUARANTINE"
      })
  void everyKindOfExposureCounts(String code) throws IOException {
    String event = EVENT.replace("\"AWS_RISK_CREDENTIALS_EXPOSED", "\"" + code);
    assertThat(read(event).exposed()).hasSize(1);
  }

  @Test
  void anotherFormIsSkipped() throws IOException {
    assertThat(read("{\"source\": [1], \"detail\": \"RISK\"}").exposed()).isEmpty();
    assertThat(
            read("{\"detail\": {\"affectedEntities\": [[{}], {\"entityValue\": {}}]}}").exposed())
        .isEmpty();
  }

  @Test
  void isRefusedByAFunctionOfAnOrganization() {
    assertThatThrownBy(() -> StepRequest.read(EVENT))
        .isInstanceOf(NotBegun.class)
        .hasMessageContaining("ORG_ID")
        .hasMessageContaining("ExposedKeysRule");
  }
}
