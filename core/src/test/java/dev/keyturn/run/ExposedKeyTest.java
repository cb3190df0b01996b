package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Digest;
import dev.keyturn.mail.Mail;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Scope;
import dev.keyturn.report.AccountView;
import dev.keyturn.report.Cells;
import dev.keyturn.report.SecurityFindings;
import dev.keyturn.report.Trend;
import dev.keyturn.report.page.ReportPage;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code ON_EXPOSED=rotate}: AWS has found the only key of a user in public. */
class ExposedKeyTest {
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId NEW = new KeyId("AKIA000000000002");
  private static final Map<KeyId, KeyStatus> SHUT_OUT =
      Map.of(OLD, KeyStatus.INACTIVE, NEW, KeyStatus.ACTIVE);

  private static AccountFixture exposed() {
    AccountFixture account = new AccountFixture().alice().replacingExposed();
    account.key(ALICE, KeyStatus.ACTIVE, 3);
    account.aws.quarantined.add(ALICE);
    return account;
  }

  private static Map<KeyId, KeyStatus> keys(AccountFixture account) {
    return account.aws.now(ALICE).keys().stream()
        .collect(Collectors.toMap(AccessKey::id, AccessKey::status));
  }

  @Test
  void isReplacedAndShutOutByTheSameRunThoughItIsYoung() {
    AccountFixture account = exposed();
    AccountFixture.Done done = account.apply();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Rotate.COMPROMISED);
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Rotated(NEW, true));
    assertThat(Stream.of(Verb.values()).filter(verb -> done.report().count(verb) > 0))
        .containsExactlyInAnyOrder(Verb.ROTATE, Verb.DEACTIVATE);
    assertThat(keys(account)).isEqualTo(SHUT_OUT);
    assertThat(account.aws.mails)
        .extracting(Mail::subject)
        .containsExactly("Compromised", "ShutOut");
    assertThat(account.aws.objects)
        .containsOnlyKeys("credential/!administrators/alice_" + NEW + ".csv");
  }

  private static Run.Applied applied(AccountFixture account) throws CannotBegin {
    return account
        .run(new Connection(account.aws, Weather.fine(), account.runtime()), account.runtime())
        .planAndApply(RunRequest.of(new Scope.Everyone()));
  }

  @Test
  void theNewKeyOfAnOrdinaryRotationIsTheOwnersToFetch() throws CannotBegin {
    Run.Applied applied = applied(AccountFixture.rotationDue());
    assertThat(applied.report().rows().getFirst().outcome()).isInstanceOf(Outcome.Rotated.class);
    assertThat(FilesToHandOver.of(applied)).isEmpty();
  }

  @Test
  void theAdministratorIsToldWhatToHandOver() throws CannotBegin {
    Run.Applied applied = applied(exposed());
    String command =
        "aws s3 cp 's3://%s/credential/!administrators/alice_%s.csv' ."
            .formatted(applied.plan().setup().bucket(), NEW);
    assertThat(FilesToHandOver.of(applied)).isEqualTo(Map.of(ALICE, command));
    assertThat(DigestBuilder.of(applied, new Digest.Page.None()).replaced().shown())
        .containsExactly(
            new Digest.Deed(
                ALICE,
                "new key %s for %s, which is compromised. For you to hand over: credential/!administrators/alice_%s.csv"
                    .formatted(NEW, OLD, NEW),
                Optional.of(command)));
  }

  @Test
  void isWhatThePageBeginsWithAndACriticalFinding() throws CannotBegin {
    AccountFixture held = new AccountFixture().alice();
    held.key(ALICE, KeyStatus.ACTIVE, 3);
    held.aws.quarantined.add(ALICE);
    Map<AccountFixture, String> parts = Map.of(exposed(), "#today", held, "#person");
    for (Map.Entry<AccountFixture, String> part : parts.entrySet()) {
      AccountView view = view(applied(part.getKey()));
      assertThat(ReportPage.of(view, Trend.none(AccountFixture.ACCOUNT)))
          .containsSubsequence(
              "A key of <a href=\"%s\">alice</a> may be in other hands.".formatted(part.getValue()),
              "older than 60 days.");
      assertThat(SecurityFindings.of(view))
          .containsOnlyOnce("\"Id\":\"keyturn/exposed/%s/alice\"".formatted(AccountFixture.ACCOUNT))
          .contains("\"Severity\":{\"Label\":\"CRITICAL\"}");
    }
    AccountView calm = view(applied(AccountFixture.rotationDue()));
    assertThat(ReportPage.of(calm, Trend.none(AccountFixture.ACCOUNT)))
        .doesNotContain("in other hands");
    assertThat(SecurityFindings.of(calm)).doesNotContain("keyturn/exposed");
  }

  private static AccountView view(Run.Applied applied) {
    return AccountView.of(applied.plan(), applied.report());
  }

  @Test
  void comesBeforeOtherUsersWhateverIsDue() throws CannotBegin {
    AccountFixture account = new AccountFixture().alice().replacingExposed();
    account.key(ALICE, KeyStatus.ACTIVE, 61);
    UserName zoe = new UserName("zoe");
    account.user(zoe, Map.of("email", "zoe@corp.example"));
    account.key(zoe, KeyStatus.ACTIVE, 3);
    account.aws.quarantined.add(zoe);
    Run.Applied applied = applied(account);
    assertThat(applied.report().rows()).extracting(Row::user).containsExactly(zoe, ALICE);
    assertThat(Cells.advice(applied.report().rows().getFirst())).isEmpty();
    assertThat(DigestBuilder.of(applied, new Digest.Page.None()).exposed().shown())
        .containsExactly(new Digest.Deed(zoe, "rotate: " + Reason.Rotate.COMPROMISED.meaning()));
  }

  @Test
  void hasItsCommandsBesideADecisionThatDoesNotChangeIt() {
    AccountFixture account = AccountFixture.deactivationDue();
    account.aws.delete(ALICE, OLD);
    account.aws.quarantined.add(ALICE);
    Row row = account.apply().row();
    assertThat(row.decision().reason()).isEqualTo(Reason.Clear.OLD_KEY_GONE);
    assertThat(Cells.advice(row).orElseThrow().text())
        .contains("aws iam update-access-key --user-name alice --access-key-id " + NEW)
        .contains("aws iam detach-user-policy --user-name alice");
  }

  @Test
  void itsSuccessorIsNotToBeDeactivatedAndThePolicyIsWhatIsLeft() {
    AccountFixture account = exposed();
    account.apply();
    for (int day = 0; day < 10; day++) {
      Row row = account.later(Duration.ofDays(1)).apply().row();
      assertThat(Cells.advice(row).orElseThrow().text())
          .as("day %d: %s", day, row)
          .startsWith(
              keys(account).containsKey(OLD) || row.decision() instanceof Decision.Delete
                  ? "%s was replaced by %s and is inactive. When the support case says so"
                      .formatted(OLD, NEW)
                  : "The exposed key was replaced by %s and deleted. When".formatted(NEW))
          .contains("aws iam detach-user-policy --user-name alice")
          .doesNotContain("update-access-key", "keyturn rotate");
    }
    assertThat(keys(account)).isEqualTo(Map.of(NEW, KeyStatus.ACTIVE));
  }

  @Test
  void itsSuccessorIsToBeDeactivatedIfAwsHealthReportsThatOneToo() {
    AccountFixture account = exposed();
    account.apply();
    account.note(account.notes().exposed(NEW, new Notes.Exposed(ALICE, account.today())));
    Row row = account.later(Duration.ofDays(1)).apply().row();
    assertThat(Cells.advice(row).orElseThrow().text())
        .contains("--access-key-id " + NEW + " --status Inactive");
  }

  @Test
  void isCountedAsReplacedAndAsDeactivated() throws CannotBegin {
    Report report = applied(exposed()).report();
    assertThat(report.count(Verb.ROTATE)).isOne();
    assertThat(report.count(Verb.DEACTIVATE)).isOne();
    assertThat(applied(AccountFixture.rotationDue()).report().count(Verb.DEACTIVATE)).isZero();
  }

  @Test
  void isPlannedAndNothingIsWrittenByAPlan() {
    AccountFixture account = exposed();
    assertThat(account.planned(Weather.fine()).due())
        .extracting(due -> due.decision().reason())
        .isEqualTo(List.of(Reason.Rotate.COMPROMISED));
    assertThat(account.notes().orders()).isEmpty();
    assertThat(account.effects()).isEmpty();
  }

  @Test
  void isReplacedToTheEndIfARunIsCutOffAndAwsEndsTheQuarantine() {
    for (Fate fate : List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER)) {
      for (String call : List.of("create", "store", "mail", "deactivate")) {
        AccountFixture account = exposed();
        assertThat(account.cut(Weather.once(call, fate))).as(call).isTrue();
        account.aws.quarantined.clear();
        account.later(Duration.ofMinutes(30)).apply();
        account.later(Duration.ofMinutes(30)).apply();
        assertThat(keys(account).values())
            .as("%s %s", fate, call)
            .containsExactlyInAnyOrder(KeyStatus.INACTIVE, KeyStatus.ACTIVE);
        assertThat(keys(account)).containsEntry(OLD, KeyStatus.INACTIVE);
      }
    }
  }

  @Test
  void itsSuccessorIsKeptHoweverLongTheQuarantineLasts() {
    AccountFixture account = exposed();
    account.apply();
    for (int days = 0; days < 50; days++) {
      account.later(Duration.ofDays(5)).apply();
    }
    assertThat(keys(account)).isEqualTo(Map.of(NEW, KeyStatus.ACTIVE));
    assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Hold.QUARANTINED);
  }

  @Test
  void isKeptIfTheOrderCannotBeNoted() {
    AccountFixture account = exposed();
    AccountFixture.Done done = account.apply(Weather.on("write the notes", Fate.DENIED));
    assertThat(keys(account)).isEqualTo(Map.of(OLD, KeyStatus.ACTIVE));
    assertThat(done.row().outcome()).isNotInstanceOf(Outcome.Rotated.class);
  }
}
