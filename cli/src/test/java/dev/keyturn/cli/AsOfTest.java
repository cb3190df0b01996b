package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class AsOfTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 12, 31);

  private final AsOf.Converter converter = new AsOf.Converter();

  @ParameterizedTest
  @CsvSource({
    "tomorrow, 2027-01-01",
    "+1, 2027-01-01",
    "+30, 2027-01-30",
    "+400, 2028-02-04",
    "2027-01-31, 2027-01-31",
    "2026-12-31, 2026-12-31",
  })
  void countsFromTodayWhatIsNoDate(String given, LocalDate day) {
    assertThat(converter.convert(given).from(TODAY)).isEqualTo(day);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "Tomorrow",
        "30",
        "-1",
        "+",
        "+0",
        "+401",
        "+ 1",
        "+1.5",
        "+9999999",
        "2027-02-29",
        "2027-1-31",
        "31.1.2027"
      })
  void refusesWhatNamesNoDay(String given) {
    assertThatThrownBy(() -> converter.convert(given))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining(
            "'" + given + "' is not a date (YYYY-MM-DD), not 'tomorrow', and not a number");
  }
}
