package dev.keyturn.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.report.Controls.Result;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrendTest {
  private static final String ACCOUNT = "123456789012";
  private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

  private static String page(String content) {
    return "<head><meta name=\"keyturn-controls\" content=\"" + content + "\"></head>";
  }

  @Test
  void isReadAsItWasWritten() {
    Trend trend =
        Trend.none(ACCOUNT)
            .with(DAY.minusDays(7), Map.of(Check.OLD, new Result(3, 9)))
            .with(DAY, Map.of(Check.OLD, new Result(2, 8), Check.ROOT_MFA, new Result(0, 1)));
    assertThat(trend.text())
        .isEqualTo("123456789012; 2026-11-15 old 3/9; 2026-11-22 old 2/8 root_mfa 0/1");
    assertThat(Trend.in(page(trend.text()), ACCOUNT)).isEqualTo(trend);
  }

  @Test
  void comparesWithTheLatestEarlierDayThatHasTheCheck() {
    Trend trend =
        Trend.none(ACCOUNT)
            .with(DAY.minusDays(9), Map.of(Check.OLD, new Result(5, 9)))
            .with(DAY.minusDays(7), Map.of(Check.OLD, new Result(3, 9)))
            .with(DAY.minusDays(1), Map.of(Check.SEVERAL, new Result(0, 9)))
            .with(DAY, Map.of(Check.OLD, new Result(2, 8)));
    assertThat(trend.before(DAY, Check.OLD))
        .contains(new Trend.Earlier(DAY.minusDays(7), new Result(3, 9)));
    assertThat(trend.before(DAY, Check.UNUSED)).isEmpty();
  }

  @Test
  void forgetsTheOldestOfTooManyDays() {
    Trend trend = Trend.none(ACCOUNT);
    for (int day = 0; day < 100; day++) {
      trend = trend.with(DAY.plusDays(day), Map.of());
    }
    assertThat(trend.days()).hasSize(60).doesNotContainKey(DAY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "999999999999; 2026-11-15 old 3/9",
        "123456789012; yesterday old 3/9",
        "123456789012; 2026-11-15 other 3/9",
        "123456789012; 2026-11-15 old 10/9",
      })
  void isEmptyIfAPageHasNoValidTrendOfThisAccount(String content) {
    assertThat(Trend.in(page(content), ACCOUNT)).isEqualTo(Trend.none(ACCOUNT));
    assertThat(Trend.in(content, ACCOUNT)).isEqualTo(Trend.none(ACCOUNT));
  }
}
