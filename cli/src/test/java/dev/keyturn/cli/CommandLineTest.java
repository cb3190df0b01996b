package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tool answers before it reads anything. */
class CommandLineTest {
  private final Desk desk = new Desk(Map.of());

  @ParameterizedTest
  @ValueSource(strings = {"demo", "plan", "apply", "undo", "mend", "history", "sandbox", "help"})
  void everyCommandHasHelp(String command) {
    assertThat(desk.keyturn("help", command)).isEqualTo(ExitStatus.DONE);
    assertThat(desk.out()).contains("Usage: keyturn " + command);
  }

  @Test
  void helpFitsIntoEightyColumns() {
    desk.keyturn("--help");
    assertThat(desk.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void namesAllThatIsMissingAndReadsNothing() {
    assertThat(desk.keyturn("plan")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.out()).isEmpty();
    assertThat(desk.err())
        .contains("nothing was read or touched")
        .contains(
            "LAMBDA_FUNCTION_NAME", "SES_EMAIL", "SES_REGION", "IAM_EMAIL_TAG_KEY", "S3_CSV_BUCKET")
        .contains("LAST_CHECK_DATE_TAG_KEY", "LAST_CHECK_OLD_KEY_TAG_KEY")
        .contains("WARNING_DAYS", "OVERDUE_DAYS", "DEACTIVATE_DAYS", "DELETION_DAYS");
  }

  @Test
  void refusesWhatCannotBeTheNameOfAUser() {
    assertThat(desk.keyturn("plan", "--user", "no such/user")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.err()).contains("not an IAM user name: 'no such/user'");
  }

  @Test
  void refusesWhatIsNoDay() {
    assertThat(desk.keyturn("plan", "--as-of", "tomorrow")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.err()).contains("'tomorrow' is no date");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(desk.keyturn("rotate")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.keyturn("plan", "--yes")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.keyturn("apply", "--as-of", "2030-01-01")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.err()).contains("'rotate'", "'--yes'", "'--as-of'");
  }

  @Test
  void saysWhatToDoWhereNothingIsSaid() {
    assertThat(desk.keyturn()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(desk.err()).contains("demo, plan, apply, undo, mend, history, sandbox or help");
  }
}
