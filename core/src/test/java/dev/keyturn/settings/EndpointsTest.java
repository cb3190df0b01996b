package dev.keyturn.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where AWS is said to be. */
class EndpointsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:4566",
        "http://127.1.2.3",
        "http://localhost:4566",
        "http://LOCALHOST",
        "http://s3.localhost:4566",
        "http://[::1]:4566",
        "https://s3.corp.example",
        "https://s3.corp.example:65535",
        "https://10.0.0.1:8443/path"
      })
  void takesHttpsToAnyMachineAndHttpToThisOne(String url) {
    assertThat(Endpoints.problems(Map.of("AWS_ENDPOINT_URL", url))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1:4566",
        "http://localstack:4566",
        "http://localhost.corp.example",
        "http://127.0.0.1.corp.example",
        "HTTP://s3.corp.example",
        "http://[::2]:80",
        "http://user@s3.corp.example"
      })
  void refusesHttpToAnotherMachineUnlessItIsAllowed(String url) {
    Map<String, String> environment = Map.of("AWS_ENDPOINT_URL_S3", url);
    assertThat(Endpoints.problems(environment))
        .extracting(Problem::text)
        .singleElement()
        .asString()
        .contains("AWS_ENDPOINT_URL_S3", url, "KEYTURN_ALLOW_HTTP=true");
    assertThat(Endpoints.problems(Map.of("AWS_ENDPOINT_URL_S3", url, "KEYTURN_ALLOW_HTTP", "true")))
        .isEmpty();
    assertThat(
            Endpoints.problems(Map.of("AWS_ENDPOINT_URL_S3", url, "KEYTURN_ALLOW_HTTP", "false")))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:4566",
        "4566",
        "ftp://127.0.0.1",
        "http://",
        "http:// x",
        "nonsense",
        "https:host",
        "https://host:65536",
        "https://host:0"
      })
  void namesTheVariableThatHoldsNoUrl(String value) {
    assertThat(
            Endpoints.problems(
                Map.of("AWS_ENDPOINT_URL", value, "AWS_ENDPOINT_URL_STS", "https://sts.example")))
        .extracting(Problem::text)
        .singleElement()
        .asString()
        .startsWith("AWS_ENDPOINT_URL is no URL");
  }

  @Test
  void anEmptyVariableIsNotSetAndOthersAreNotLookedAt() {
    assertThat(Endpoints.problems(Map.of("AWS_ENDPOINT_URL", "", "OTHER_URL", "nonsense")))
        .isEmpty();
  }

  @Test
  void settingsNameItAmongAllOtherProblems() {
    assertThat(
            ((Settings.Checked.Unsound)
                    Settings.read(
                        Map.of(
                            "AWS_ENDPOINT_URL_SESV2", "nonsense", "KEYTURN_ALLOW_HTTP", "maybe")))
                .texts())
        .anyMatch(problem -> problem.startsWith("AWS_ENDPOINT_URL_SESV2 is no URL"))
        .anyMatch(problem -> problem.startsWith("KEYTURN_ALLOW_HTTP must be true or false"));
  }

  @Test
  void onlyServicesThatAreCalledAreChecked() {
    assertThat(Endpoints.problems(Map.of("AWS_ENDPOINT_URL_DYNAMODB", "nonsense"))).isEmpty();
    for (String service : Endpoints.SERVICES) {
      String variable = Endpoints.variable(service);
      assertThat(Endpoints.problems(Map.of(variable, "nonsense")))
          .extracting(Problem::variables)
          .containsExactly(List.of(variable));
    }
  }

  @Test
  void endpointsThatAreIgnoredAreNotChecked() {
    assertThat(
            Endpoints.problems(
                Map.of(
                    "AWS_ENDPOINT_URL",
                    "localhost:4566",
                    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                    "True")))
        .isEmpty();
  }
}
