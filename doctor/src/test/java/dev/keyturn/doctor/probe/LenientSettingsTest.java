package dev.keyturn.doctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LenientSettingsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_0-9]+)` \\|");

  @Test
  void knowsEverySettingThatStandsInTheReference() throws IOException {
    List<String> settings =
        ROW.matcher(Files.readString(Path.of("../docs/settings.md")))
            .results()
            .map(row -> row.group(1))
            .toList();
    assertThat(settings).hasSizeGreaterThan(11);
    assertThat(
            Stream.concat(
                LenientSettings.STAND_INS.keySet().stream(), LenientSettings.OPTIONAL.stream()))
        .containsExactlyInAnyOrderElementsOf(settings);
  }

  @Test
  void blamesNoVariableThatOnlyAValueNames() {
    LenientSettings read =
        LenientSettings.of(Map.of("EVENT_BUS", "it's not WARNING_DAYS", "ORG_UNITS", "ou-ab12"));
    assertThat(read.problems())
        .filteredOn(
            problem -> !LenientSettings.STAND_INS.containsKey(problem.variables().getFirst()))
        .extracting(Problem::variables)
        .containsExactlyInAnyOrder(List.of("EVENT_BUS"), List.of("ORG_UNITS"));
  }

  @Test
  void blamesBothVariablesOfAContradiction() {
    Map<String, String> environment = new TreeMap<>(LenientSettings.STAND_INS);
    environment.put("OVERDUE_DAYS", "20");
    LenientSettings read = LenientSettings.of(environment);
    assertThat(read.bad()).containsExactlyInAnyOrder("OVERDUE_DAYS", "WARNING_DAYS");
    assertThat(read.settings().policy().overdueDays()).isEqualTo(60);
  }
}
