package dev.keyturn.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AWS's own settings with a few legal values. */
class AwsSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "AWS_USE_FIPS_ENDPOINT, true, yes",
    "AWS_USE_DUALSTACK_ENDPOINT, False, 1",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS, true, on",
    "AWS_DISABLE_REQUEST_COMPRESSION, false, ' true'",
    "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES, 10240, -1",
    "AWS_REQUEST_CHECKSUM_CALCULATION, when_required, never",
    "AWS_RESPONSE_CHECKSUM_VALIDATION, WHEN_SUPPORTED, when required",
    "AWS_DEFAULTS_MODE, in-region, fast",
  })
  void takesLegalValuesAndNamesTheVariableOfAnother(String variable, String legal, String other) {
    assertThat(AwsSettings.problems(Map.of(variable, legal))).isEmpty();
    assertThat(AwsSettings.problems(Map.of(variable, other)))
        .extracting(Problem::text)
        .singleElement()
        .asString()
        .startsWith(variable + " must be ")
        .endsWith(", and is '" + other + "'");
  }

  @Test
  void anEmptyValueCountsAsUnset() {
    Map<String, String> environment = new HashMap<>();
    AwsSettings.variables().forEach(variable -> environment.put(variable, ""));
    assertThat(environment).hasSize(8);
    assertThat(AwsSettings.problems(environment)).isEmpty();
  }

  @Test
  void endpointsAreAmongTheProblems() {
    assertThat(
            AwsSettings.problems(
                Map.of("AWS_ENDPOINT_URL_S3", "nonsense", "AWS_USE_FIPS_ENDPOINT", "maybe")))
        .hasSize(2);
  }

  @Test
  void aVariableThatIsNotKnownHasNoProblem() {
    assertThat(AwsSettings.problem("AWS_REGION", "AWS_REGION", "nowhere")).isEmpty();
  }

  @Test
  void aProfileHasTheSameSettingsInLowerCase() {
    assertThat(AwsSettings.inProfile("AWS_USE_FIPS_ENDPOINT")).isEqualTo("use_fips_endpoint");
  }

  @Test
  void aFileOfPartitionsHasToExist(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("partitions.json"), "{}");
    assertThat(AwsSettings.problems(Map.of("AWS_PARTITIONS_FILE", file.toString()))).isEmpty();
    for (String other : List.of("", folder.toString(), folder.resolve("gone").toString())) {
      assertThat(AwsSettings.problems(Map.of("AWS_PARTITIONS_FILE", other)))
          .containsExactly(
              new Problem(
                  List.of("AWS_PARTITIONS_FILE"),
                  "AWS_PARTITIONS_FILE must be unset or name a readable file, and is '%s'"
                      .formatted(other)));
    }
  }
}
