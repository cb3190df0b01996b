package dev.keyturn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tool answers before it reads anything. */
class CommandLineTest {
  private static final OutputStream FULL = failing("No space left on device");

  private final CommandFixture fixture = new CommandFixture(Map.of());

  @Test
  void namesAllThatIsMissingAndReadsNothing() {
    assertThat(fixture.keyturn("apply", "--yes")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.out()).isEmpty();
    assertThat(fixture.err())
        .contains("nothing was read or changed")
        .contains(
            "LAMBDA_FUNCTION_NAME", "SES_EMAIL", "SES_REGION", "IAM_EMAIL_TAG_KEY", "S3_CSV_BUCKET")
        .contains("LAST_CHECK_DATE_TAG_KEY", "LAST_CHECK_OLD_KEY_TAG_KEY")
        .contains("WARNING_DAYS", "OVERDUE_DAYS", "DEACTIVATE_DAYS", "DELETION_DAYS");
  }

  /** What is set and invalid is never replaced by a usual value. */
  @Test
  void aPlanNeedsNoSettingsButRefusesInvalidOnes() {
    CommandFixture wrong = new CommandFixture(Map.of("WARNING_DAYS", "soon"));
    assertThat(wrong.keyturn("plan")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(wrong.err()).contains("WARNING_DAYS", "'soon'").doesNotContain("S3_CSV_BUCKET");
  }

  @Test
  void refusesWhatCannotBeTheNameOfAUser() {
    assertThat(fixture.keyturn("plan", "--user", "no such/user")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains("not an IAM user name: 'no such/user'");
  }

  /** What is wrong stands in the last lines, and no page of usage hides it. */
  @Test
  void anErrorComesLast() {
    assertThat(fixture.keyturn("plan", "--as-off", "tomorrow")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("keyturn: Unknown option")
        .contains("--as-off");
    assertThat(fixture.err()).endsWith("Options and examples: keyturn plan --help\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"undo --yes", "mend --yes"})
  void aUserMustBeNamedWhereKeysAreChanged(String command) {
    assertThat(fixture.keyturn(command.split(" "))).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains("name a user");
  }

  @Test
  void refusesWhatIsNoDay() {
    assertThat(fixture.keyturn("plan", "--as-of", "yesterday")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains("'yesterday' is not a date (YYYY-MM-DD)");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(fixture.keyturn("revolve")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.keyturn("plan", "--yes")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.keyturn("apply", "--as-of", "2030-01-01")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).contains("'revolve'", "'--yes'", "'--as-of'");
  }

  /** A line in a script that was meant to look must not rotate keys. */
  @ParameterizedTest
  @ValueSource(
      strings = {"apply", "rotate alice", "undo alice", "mend alice", "tag-owners owners.csv"})
  void changesNothingWithoutATerminalAndWithoutConsent(String command) {
    assertThat(fixture.keyturn(command.split(" "))).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.out()).isEmpty();
    assertThat(fixture.err())
        .contains("standard input is not a terminal", "Nothing was read or changed", "--yes")
        .doesNotContain("LAMBDA_FUNCTION_NAME");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"apply --yes", "rotate alice --yes", "undo alice --yes", "mend alice --yes"})
  void needsNoTerminalIfConsentIsGiven(String command) {
    assertThat(fixture.keyturn(command.split(" "))).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err()).doesNotContain("not a terminal").contains("LAMBDA_FUNCTION_NAME");
  }

  /** Not 1, which says that all others were done. */
  @Test
  void anErrorOfTheMachineEndsWithItsOwnStatus() {
    Machine exhausted =
        new Machine() {
          private final Machine real = new Real();

          @Override
          public Lent lend() {
            throw new OutOfMemoryError("Java heap space");
          }

          @Override
          public InstantSource clock() {
            return real.clock();
          }

          @Override
          public void awaitInterrupt() {}
        };
    assertThat(fixture.keyturn(exhausted, "plan")).isEqualTo(ExitStatus.CANNOT_BEGIN);
    assertThat(fixture.err())
        .contains("OutOfMemoryError: Java heap space", "Give it more memory")
        .doesNotContain("\tat ");
  }

  @Test
  void namesAnEndpointThatIsNoUrlOrNotSafe() {
    for (String command : List.of("plan", "apply --yes", "fetch --bucket corp", "history")) {
      CommandFixture wrong =
          new CommandFixture(
              Map.of(
                  "AWS_ENDPOINT_URL", "localhost:4566",
                  "AWS_ENDPOINT_URL_S3", "http://s3.corp.example"));
      assertThat(wrong.keyturn(command.split(" "))).as(command).isEqualTo(ExitStatus.BAD_INPUT);
      assertThat(wrong.err())
          .contains("AWS_ENDPOINT_URL is no URL", "'localhost:4566'")
          .contains("AWS_ENDPOINT_URL_S3 is plain HTTP to another machine");
    }
  }

  @Test
  void namesASettingOfAwsWithAnInvalidValue() {
    for (String command : List.of("plan", "apply --yes", "fetch --bucket corp", "history")) {
      CommandFixture wrong =
          new CommandFixture(Map.of("AWS_USE_FIPS_ENDPOINT", "maybe", "AWS_DEFAULTS_MODE", "fast"));
      assertThat(wrong.keyturn(command.split(" "))).as(command).isEqualTo(ExitStatus.BAD_INPUT);
      assertThat(wrong.err())
          .contains("AWS_USE_FIPS_ENDPOINT must be true or false, and is 'maybe'")
          .contains("AWS_DEFAULTS_MODE must be legacy, standard");
    }
  }

  @Test
  void saysWhatToDoWhereNothingIsSaid() {
    assertThat(fixture.keyturn()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(fixture.err())
        .contains(
            "demo, plan, apply, rotate, undo, mend, history, tag-owners, fetch, doctor, mails,"
                + " sandbox or help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"man", "completion", "--help", "--version", "plan --help"})
  void outputThatCannotBeWrittenIsAnError(String command) {
    StringWriter err = new StringWriter();
    Terminal full =
        new Terminal(
            Map.of(),
            new PrintWriter(FULL, false, UTF_8),
            new PrintWriter(err),
            new BufferedReader(Reader.nullReader()),
            false,
            false,
            false);
    assertThat(Keyturn.run(full, new Machine.Real(), command.split(" ")))
        .isEqualTo(ExitStatus.SOME_FAILED);
    assertThat(err)
        .hasToString(
            "keyturn: the output could not be written to standard output. Free the disk or name"
                + " another file. What was done was done: keyturn history shows it.\n");
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @Test
  void aReaderThatEndsFirstIsNoError() throws IOException {
    try (PrintWriter head =
            new PrintWriter(new Terminal.Stream(failing("Broken pipe")), false, UTF_8);
        PrintWriter disk = new PrintWriter(new Terminal.Stream(FULL), false, UTF_8)) {
      head.print("text");
      assertThat(head.checkError()).isFalse();
      disk.print("text");
      assertThat(disk.checkError()).isTrue();
    }
  }
}
