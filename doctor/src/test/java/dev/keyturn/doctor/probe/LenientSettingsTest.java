package dev.keyturn.doctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
