package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.output.AnsiStyle;
import dev.keyturn.cli.output.TableReport;
import dev.keyturn.event.Report;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Exposure;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The table as a person sees it. */
class TableReportTest {
  private static final KeyId OLD = new KeyId("AKIAIOSFODNN7EXAMPLE");
  private static final KeyId NEW = new KeyId("AKIAI44QH8DHBEXAMPLE");

  private static AccessKey key(KeyId id, KeyStatus status, String day) {
    return new AccessKey(id, status, Instant.parse(day + "T08:00:00Z"));
  }

  private static Row rotated(Outcome outcome) {
    return new Row(
        new UserName("alice"),
        new Owner.At(new EmailAddress("alice@corp.example")),
        List.of(key(OLD, KeyStatus.ACTIVE, "2026-09-22")),
        new Decision.Rotate(Reason.Rotate.OVERDUE, OLD, new Decision.Stage.Begin()),
        outcome);
  }

  private static Row held() {
    return new Row(
        new UserName("bob"),
        new Owner.None(),
        List.of(
            key(OLD, KeyStatus.INACTIVE, "2026-09-22"), key(NEW, KeyStatus.ACTIVE, "2026-11-12")),
        new Decision.Hold(Reason.Hold.ADDRESS_GONE, "the user has no address tag"),
        new Outcome.Done());
  }

  @Test
  void decisionsHaveColoursOnATerminalAlone() {
    Row[] rows = {rotated(new Outcome.Planned()), held(), rotated(new Outcome.Failed("denied"))};
    assertThat(table(Mode.PLAN, true, rows))
        .contains(
            AnsiStyle.GREEN.on("rotate"), AnsiStyle.YELLOW.on("hold"), AnsiStyle.RED.on("rotate"));
    assertThat(table(Mode.PLAN, false, rows)).doesNotContain("\u001b");
  }

  private static String table(Mode mode, Row... rows) {
    return table(mode, false, rows);
  }

  private static String table(Mode mode, boolean colours, Row... rows) {
    return new TableReport(
            new Report(
                "keyturn",
                mode,
                "123456789012",
                LocalDate.of(2026, 11, 22),
                "run",
                5000,
                4100,
                131,
                Duration.ofMillis(9400),
                List.of(rows),
                List.of()),
            mode == Mode.PLAN ? "Nothing was changed." : "",
            colours)
        .text();
  }

  @Test
  void showsWhatWasDone() {
    assertThat(table(Mode.APPLY, rotated(new Outcome.Rotated(NEW)), held()))
        .isEqualTo(
            """
            keyturn apply, account 123456789012, 2026-11-22

            USER   DECISION  REASON        KEYS                                                           OUTCOME                         OWNER
            alice  rotate    OVERDUE       AKIAIOSFODNN7EXAMPLE 61 d                                      done, new AKIAI44QH8DHBEXAMPLE  alice@corp.example
            bob    hold      ADDRESS_GONE  AKIAIOSFODNN7EXAMPLE 61 d inactive, AKIAI44QH8DHBEXAMPLE 10 d  done                            -
                the user has no address tag

            OVERDUE       the key is past the age at which it is replaced
            ADDRESS_GONE  a rotation is half done and there is no address any more

            5000 users, 4100 managed: warned 0, rotated 1, deactivated 0, deleted 0, cleared 0, held 1, failed 0.
            131 calls in 9.4 s.
            """);
  }

  @Test
  void showsTheCommandsForAnExposedKeyBelowItsUser() {
    Exposure exposure =
        new Exposure(
            Optional.of(
                new Remedy.RunByHand(
                    "Deactivate it:", "aws iam update-access-key --user-name bob", "Then:")));
    assertThat(table(Mode.PLAN, held().exposed(exposure)))
        .contains(
            """
                the user has no address tag
                Deactivate it:
                  aws iam update-access-key --user-name bob
                Then:
            """);
  }

  @Test
  void showsAFailureBelowItsUserAndCountsItAsNothingElse() {
    assertThat(table(Mode.APPLY, rotated(new Outcome.Failed("IAM TagUser for alice was denied"))))
        .contains("failed", "    IAM TagUser for alice was denied")
        .contains("rotated 0", "failed 1");
  }

  @Test
  void anEmptyPlanIsItsSum() {
    assertThat(table(Mode.PLAN))
        .isEqualTo(
            """
            keyturn plan, account 123456789012, 2026-11-22

            5000 users, 4100 managed: warn 0, rotate 0, deactivate 0, delete 0, clear 0, hold 0, failed 0.
            131 calls in 9.4 s. Nothing was changed.
            """);
  }
}
