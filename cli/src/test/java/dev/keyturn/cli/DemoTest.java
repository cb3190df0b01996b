package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo, whole, over HTTP. */
class DemoTest {

  @Test
  void tellsTheWholeLifeOfAKey() {
    Desk desk = new Desk(Map.of());
    assertThat(desk.keyturn("demo", "--users", "9", "--days", "30")).isEqualTo(ExitStatus.DONE);
    assertThat(desk.err()).isEmpty();
    assertThat(desk.out().lines().filter(line -> line.contains("  alice ")).toList())
        .satisfiesExactly(
            line -> assertThat(line).contains("warned daily from now on", "58 days old"),
            line -> assertThat(line).contains("61 days old, is replaced by"),
            line -> assertThat(line).contains("· fetches the new key"),
            line -> assertThat(line).contains("72 days old, is deactivated"),
            line -> assertThat(line).contains("83 days old, is deleted"));
    assertThat(desk.out())
        .contains("the new key was never used and its file is gone")
        .contains("the new key is off and the old one is on")
        .contains("there is no address any more")
        .contains("the old key is on again, its grace starts anew")
        .containsPattern(
            "Subject:  \\[keyturn] before [\\d-]+, alice: fetch your new AWS access key")
        .contains(" 0 failures.")
        .doesNotContain("FAILED", "legacy-ftp  ");
  }

  @Test
  void refusesACompanyThatIsTooLarge() {
    Desk desk = new Desk(Map.of());
    assertThat(desk.keyturn("demo", "--users", "5001")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.err()).contains("--users goes from 1 to 5000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          demo --users 5000          | 5000 users over 100 days would take hours; --users times --days goes to 100000, such as --users 5000 --days 20
          demo --days 0              | --users goes from 1 to 5000, --days from 1 to 1000
          """)
  void refusesWhatWouldTakeHours(String line, String why) {
    Desk desk = new Desk(Map.of());
    assertThat(desk.keyturn(line.split(" ", -1))).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.err()).contains(why);
    assertThat(desk.out()).isEmpty();
  }
}
