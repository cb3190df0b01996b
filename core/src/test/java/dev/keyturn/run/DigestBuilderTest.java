package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.NeverRotated;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.Digest;
import dev.keyturn.mail.Digest.Deed;
import dev.keyturn.mail.Digest.Deferred;
import dev.keyturn.mail.Digest.Failed;
import dev.keyturn.mail.Digest.Part;
import dev.keyturn.mail.Digest.Relief;
import dev.keyturn.mail.Digest.Stuck;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Exposure;
import dev.keyturn.policy.Given;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remark;
import dev.keyturn.policy.Remedy;
import dev.keyturn.run.Run.Applied;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a run has a digest, and what each part of it lists. */
class DigestBuilderTest {
  private static final UserName ALICE = new UserName("alice");
  private static final UserName BOB = new UserName("bob");
  private static final UserName CAROL = new UserName("carol");
  private static final Outcome DONE = new Outcome.Done();
  private static final Outcome ROTATED = new Outcome.Rotated(Given.NEW);
  private static final Outcome FAILED = new Outcome.Failed("denied");
  private static final Outcome PLANNED = new Outcome.Planned();
  private static final Outcome DEFERRED =
      new Outcome.Deferred(
          "later", List.of(new Remark(Reason.Remark.UNREADABLE_THRESHOLD, "not a number")));
  private static final Outcome WAITS_FOR_A_DAY =
      new Outcome.Deferred("Sunday", List.of(new Remark(Reason.Remark.NO_ACTION_DAY, "Sunday")));
  private static final Digest.Page NO_PAGE = new Digest.Page.None();
  private static final Plan.Basis BASIS =
      new AccountFixture().alice().planned(Weather.fine()).basis();

  private static final Warn WARN = new Warn(Reason.Warn.WARNING, List.of());
  private static final RestartGrace RESTART = new RestartGrace(Given.OLD);
  private static final Rotate ROTATE = rotate(Reason.Rotate.OVERDUE);
  private static final Deactivate DEACTIVATE = deactivate(Reason.Deactivate.GRACE_OVER);
  private static final Delete DELETE = delete(Reason.Delete.RETENTION_OVER);
  private static final Clear CLEAR = new Clear(Reason.Clear.OLD_KEY_GONE);
  private static final List<Decision.Due> CHANGES = List.of(ROTATE, DEACTIVATE, DELETE, CLEAR);

  private static Rotate rotate(Reason.Rotate reason) {
    return new Rotate(reason, Given.OLD, new Stage.Begin());
  }

  private static Deactivate deactivate(Reason.Deactivate reason) {
    return new Deactivate(reason, Given.OLD, DeactivationStep.DEACTIVATING);
  }

  private static Delete delete(Reason.Delete reason) {
    return new Delete(reason, new Deactivated(Given.ago(9), Given.OLD), DeletionStep.DELETING);
  }

  private static Row row(UserName user, Decision.Due decision, Outcome outcome) {
    return new Row(user, new Owner.None(), List.of(), decision, outcome);
  }

  private static Report report(List<Row> rows, NeverRotated... neverRotated) {
    return new Report(
        "keyturn",
        Report.Mode.APPLY,
        AccountFixture.ACCOUNT,
        Given.TODAY,
        "run",
        70,
        60,
        50,
        Duration.ofSeconds(40),
        rows,
        List.of(neverRotated));
  }

  private static boolean told(Decision.Due decision, Outcome outcome) {
    return DigestBuilder.worthTelling(report(List.of(row(ALICE, decision, outcome))));
  }

  private static Digest digest(Report report, Plan.Due... due) {
    Plan plan = new Plan(BASIS, List.of(due), List.of(), List.of(), List.of());
    return DigestBuilder.of(new Applied(plan, report), NO_PAGE);
  }

  private static Digest digest(Row... rows) {
    return digest(report(List.of(rows)));
  }

  /** What the digest says of a step that was done. */
  private static Digest digest(Decision.Due decision, Outcome outcome) {
    return digest(row(ALICE, decision, outcome));
  }

  /** What ends a hold, as a digest of a user with these facts says. */
  private static Stuck stuck(Given user, Hold hold) {
    Digest digest =
        digest(report(List.of(row(ALICE, hold, DONE))), new Plan.Due(user.facts(), hold));
    assertThat(digest.stuck().number()).isOne();
    return digest.stuck().shown().getFirst();
  }

  // When there is a digest

  @Test
  void everyChangeOfAKeyOrRecordHasADigest() {
    assertThat(CHANGES)
        .allMatch(change -> told(change, DONE))
        .allMatch(change -> told(change, ROTATED));
  }

  @Test
  void aWarningOrARestartedGraceHasNone() {
    assertThat(told(WARN, DONE)).isFalse();
    assertThat(told(RESTART, DONE)).isFalse();
  }

  @Test
  void whatWasOnlyPlannedHasNone() {
    assertThat(CHANGES).noneMatch(change -> told(change, PLANNED));
  }

  @Test
  void everyFailureHasADigest() {
    assertThat(Stream.of(WARN, RESTART, new Hold(Reason.Hold.EXEMPT), ROTATE))
        .allMatch(decision -> told(decision, FAILED));
  }

  @Test
  void aUserLeftForTheNextRunHasADigestUnlessItWaitsForADayWithAction() {
    assertThat(told(DEACTIVATE, new Outcome.Deferred("later"))).isTrue();
    assertThat(told(DEACTIVATE, DEFERRED)).isTrue();
    assertThat(told(DEACTIVATE, WAITS_FOR_A_DAY)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void everyHoldHasADigestUnlessItIsIntendedOrDoesNotConcernTheUser(Reason.Hold reason) {
    boolean passes = reason == Reason.Hold.EXEMPT || reason == Reason.Hold.CHANGED_MEANWHILE;
    assertThat(told(new Hold(reason), DONE)).isEqualTo(!passes);
  }

  @Test
  void oneUserIsEnoughAndNoneIsNot() {
    Row quiet = row(ALICE, WARN, DONE);
    assertThat(DigestBuilder.worthTelling(report(List.of()))).isFalse();
    assertThat(DigestBuilder.worthTelling(report(List.of(quiet, row(BOB, CLEAR, DONE))))).isTrue();
  }

  // Exposed keys

  @Test
  void exposedKeysAreListedWithWhatCameOfThem() {
    Rotate shutOut = rotate(Reason.Rotate.COMPROMISED);
    String why = "rotate: " + Reason.Rotate.COMPROMISED.meaning();
    assertThat(digest(exposed(shutOut, ROTATED)).exposed().shown())
        .containsExactly(new Deed(ALICE, why));
    assertThat(digest(exposed(shutOut, FAILED)).exposed().shown())
        .containsExactly(new Deed(ALICE, why.replace("rotate", "rotate failed")));
    assertThat(digest(exposed(shutOut, PLANNED)).exposed().shown()).isEmpty();
    assertThat(digest(row(ALICE, shutOut, ROTATED)).exposed().shown()).isEmpty();
  }

  @Test
  void aWarningAboutACompromisedKeyIsListedWithItsCommand() {
    Row row =
        row(ALICE, WARN, DONE)
            .exposed(
                new Exposure(
                    Optional.of(new Remedy.RunByHand("Deactivate it now:", "aws iam", ""))));
    assertThat(DigestBuilder.worthTelling(report(List.of(row)))).isTrue();
    assertThat(digest(row).exposed().shown())
        .containsExactly(
            new Deed(
                ALICE,
                "warn: " + Reason.Warn.WARNING.meaning() + ". Deactivate it now:",
                Optional.of("aws iam")));
  }

  @Test
  void adviceWithoutACommandIsListedAsItIs() {
    for (Remedy.Advice advice :
        List.of(new Remedy.Hint("Ask the owner."), new Remedy.Already("It is off."))) {
      Row row = row(ALICE, WARN, DONE).exposed(new Exposure(Optional.of(advice)));
      assertThat(digest(row).exposed().shown())
          .containsExactly(
              new Deed(ALICE, "warn: " + Reason.Warn.WARNING.meaning() + ". " + advice.text()));
    }
  }

  @Test
  void anExemptUserWithACompromisedKeyIsListedWithTheCommandThatShutsItOut() {
    Row row =
        row(ALICE, new Hold(Reason.Hold.EXEMPT), DONE)
            .exposed(
                new Exposure(
                    Optional.of(new Remedy.RunByHand("Deactivate it now:", "aws iam", ""))));
    assertThat(digest(row).exposed().shown())
        .containsExactly(new Deed(ALICE, "hold: " + Reason.Hold.EXEMPT.meaning()));
    assertThat(digest(row).stuck().shown().getFirst().relief())
        .isEqualTo(new Relief.Command("Deactivate it now:", "aws iam", ""));
  }

  private static Row exposed(Decision.Due decision, Outcome outcome) {
    return row(ALICE, decision, outcome).exposed(new Exposure(Optional.empty()));
  }

  // What was done

  @Test
  void eachChangeIsListedInItsOwnPart() {
    Digest digest =
        digest(
            row(ALICE, ROTATE, ROTATED),
            row(BOB, DEACTIVATE, DONE),
            row(CAROL, DELETE, DONE),
            row(new UserName("dora"), CLEAR, DONE));
    assertThat(digest.replaced())
        .isEqualTo(one(new Deed(ALICE, "new key " + Given.NEW + " for " + Given.OLD)));
    assertThat(digest.switchedOff()).isEqualTo(one(new Deed(BOB, Given.OLD.value())));
    assertThat(digest.deleted()).isEqualTo(one(new Deed(CAROL, Given.OLD.value())));
    assertThat(digest.cleared())
        .isEqualTo(one(new Deed(new UserName("dora"), Reason.Clear.OLD_KEY_GONE.meaning())));
    assertThat(digest.failed().shown()).isEmpty();
    assertThat(digest.stuck().shown()).isEmpty();
    assertThat(digest.deferred().shown()).isEmpty();
  }

  private static <T> Part<T> one(T only) {
    return new Part<>(List.of(only), 1);
  }

  @Test
  void aReplacementWithoutAKeyThatThisRunMadeOrDeliveredNamesTheOldKeyOnly() {
    assertThat(digest(ROTATE, DONE).replaced()).isEqualTo(one(new Deed(ALICE, "" + Given.OLD)));
  }

  @Test
  void anUnusualReasonFollowsTheKey() {
    assertThat(digest(rotate(Reason.Rotate.COMPROMISED), ROTATED).replaced())
        .isEqualTo(
            one(
                new Deed(
                    ALICE,
                    "new key %s for %s: %s"
                        .formatted(Given.NEW, Given.OLD, Reason.Rotate.COMPROMISED.meaning()))));
    assertThat(digest(deactivate(Reason.Deactivate.SHUT_OUT), DONE).switchedOff())
        .isEqualTo(one(new Deed(ALICE, Given.OLD + ": " + Reason.Deactivate.SHUT_OUT.meaning())));
    assertThat(digest(delete(Reason.Delete.RESUME_DELETION), DONE).deleted())
        .isEqualTo(
            one(new Deed(ALICE, Given.OLD + ": " + Reason.Delete.RESUME_DELETION.meaning())));
  }

  @Test
  void nothingThatWasPlannedLeftOrFailedIsListedAsDone() {
    for (Outcome outcome : List.of(PLANNED, DEFERRED, FAILED)) {
      Digest digest =
          digest(CHANGES.stream().map(change -> row(ALICE, change, outcome)).toArray(Row[]::new));
      assertThat(
              Stream.of(
                  digest.replaced(), digest.switchedOff(), digest.deleted(), digest.cleared()))
          .as("%s", outcome)
          .allMatch(part -> part.number() == 0);
    }
  }

  // What failed or was left

  @Test
  void aFailureNamesTheStepThatWasDue() {
    Map<Decision.Due, String> steps =
        Map.of(
            WARN,
            "mail to the owner",
            RESTART,
            "mail to the owner",
            ROTATE,
            "replacement",
            DEACTIVATE,
            "deactivation",
            DELETE,
            "deletion",
            CLEAR,
            "clearing the record",
            new Hold(Reason.Hold.READ_FAILED),
            "reading",
            new Hold(Reason.Hold.NEVER_FETCHED),
            "mail to the owner");
    steps.forEach(
        (decision, step) ->
            assertThat(digest(decision, FAILED).failed())
                .isEqualTo(one(new Failed(ALICE, step, "denied"))));
  }

  @Test
  void usersThatWereLeftAreCountedByReason() {
    Digest digest =
        digest(
            row(ALICE, ROTATE, new Outcome.Deferred("the limit")),
            row(BOB, ROTATE, new Outcome.Deferred("no time")),
            row(CAROL, DELETE, new Outcome.Deferred("the limit")),
            row(new UserName("dora"), WARN, DONE));
    assertThat(digest.deferred())
        .isEqualTo(
            new Part<>(List.of(new Deferred(1, "no time"), new Deferred(2, "the limit")), 2));
  }

  // Who is held

  @Test
  void aHeldUserIsListedWithItsReasonAndWhatEndsTheHold() {
    assertThat(stuck(Given.alice(), new Hold(Reason.Hold.STILL_IN_USE)))
        .satisfies(
            held -> {
              assertThat(held.user()).isEqualTo(ALICE);
              assertThat(held.why()).isEqualTo(Reason.Hold.STILL_IN_USE.meaning());
              assertThat(held.relief())
                  .isInstanceOfSatisfying(
                      Relief.Advice.class,
                      advice -> assertThat(advice.text()).startsWith("Its owner must move"));
            });
  }

  @Test
  void theDetailOfAHoldFollowsItsReason() {
    assertThat(stuck(Given.alice(), new Hold(Reason.Hold.BUCKET_UNCLEAR, "denied")).why())
        .isEqualTo(Reason.Hold.BUCKET_UNCLEAR.meaning() + ": denied");
  }

  @Test
  void aCommandForAPersonStandsAlone() {
    assertThat(stuck(Given.alice(), new Hold(Reason.Hold.ADDRESS_SUPPRESSED)).relief())
        .isEqualTo(
            new Relief.Command(
                "If alice@corp.example can be reached again:",
                "aws sesv2 delete-suppressed-destination --email-address alice@corp.example"
                    + " --region eu-central-1",
                "Otherwise correct the address tag."));
  }

  @Test
  void aChangeThatKeyturnMakesIsTheCommandMend() {
    assertThat(stuck(Given.alice(), new Hold(Reason.Hold.NOT_OVERDUE)).relief())
        .isInstanceOfSatisfying(
            Relief.Command.class,
            command -> {
              assertThat(command.before()).isEqualTo("To end the hold:");
              assertThat(command.command()).isEqualTo("keyturn mend alice");
              assertThat(command.after()).startsWith("Clears the record");
            });
  }

  @Test
  void aUserThatIsHeldOtherwiseThanPlannedWaitsForTheNextRun() {
    Row held = row(ALICE, new Hold(Reason.Hold.NOT_OVERDUE), DONE);
    Plan.Due planned = new Plan.Due(Given.alice().facts(), new Hold(Reason.Hold.STILL_IN_USE));
    assertThat(digest(report(List.of(held)), planned).stuck())
        .isEqualTo(
            one(
                new Stuck(
                    ALICE,
                    Reason.Hold.NOT_OVERDUE.meaning(),
                    new Relief.Advice("The next run looks again."))));
  }

  @Test
  void onlyHoldsThatAreDoneAndNeedAnActionAreListed() {
    Hold hold = new Hold(Reason.Hold.NO_WORKING_KEY);
    assertThat(
            digest(
                    row(ALICE, hold, DEFERRED),
                    row(BOB, hold, FAILED),
                    row(CAROL, hold, PLANNED),
                    row(new UserName("dora"), new Hold(Reason.Hold.EXEMPT), DONE),
                    row(new UserName("emil"), hold, DONE))
                .stuck()
                .shown())
        .extracting(Stuck::user)
        .containsExactly(new UserName("emil"));
  }

  // Keys that no run rotates, and the counts

  @Test
  void aKeyThatNoRunRotatesIsListedWithItsAgeAndReason() {
    Digest digest =
        digest(
            report(
                List.of(),
                new NeverRotated(ALICE, Optional.of(Given.OLD), 400, Reason.Nothing.NO_ADDRESS),
                new NeverRotated(BOB, Optional.empty(), 90, Reason.Hold.EXEMPT)));
    assertThat(digest.neverRotated())
        .isEqualTo(
            new Part<>(
                List.of(
                    new Deed(
                        ALICE,
                        Given.OLD + ", 400 days old: " + Reason.Nothing.NO_ADDRESS.meaning()),
                    new Deed(BOB, "a key at least 90 days old: " + Reason.Hold.EXEMPT.meaning())),
                2));
  }

  @Test
  void theOtherUsersAreCountedOnly() {
    Digest digest =
        digest(
            row(ALICE, WARN, DONE),
            row(BOB, RESTART, DONE),
            row(CAROL, new Hold(Reason.Hold.EXEMPT), DONE),
            row(new UserName("dora"), new Hold(Reason.Hold.NO_WORKING_KEY), DONE),
            row(new UserName("emil"), new Hold(Reason.Hold.CHANGED_MEANWHILE), DONE));
    assertThat(digest.rest()).isEqualTo(new Digest.Rest(70, 60, 2, 2, 50, Duration.ofSeconds(40)));
  }

  @Test
  void thePageOfTheRunIsNamed() {
    Digest.Page page =
        new Digest.Page.At(
            new FilePlace(
                "corp", "report.html", "eu-central-1", "aws", new FilePlace.Expiry.Unknown()));
    Plan plan = new Plan(BASIS, List.of(), List.of(), List.of(), List.of());
    assertThat(DigestBuilder.of(new Applied(plan, report(List.of())), page).page()).isEqualTo(page);
  }
}
