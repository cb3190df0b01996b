package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.event.AuditLine;
import dev.keyturn.event.Effect;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Notes;
import dev.keyturn.mail.Mail;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Given;
import dev.keyturn.policy.NoActionDays;
import dev.keyturn.policy.Orders.Wish;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedy;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.Scope;
import dev.keyturn.report.AccountView;
import dev.keyturn.report.Cells;
import dev.keyturn.report.Trend;
import dev.keyturn.report.page.ReportPage;
import dev.keyturn.run.Intervention.Command;
import dev.keyturn.run.Intervention.Proposal;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.state.NoteStore;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An administrator orders to replace a key, whatever its age. */
class OrderedRotationTest {
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId NEW = new KeyId("AKIA000000000002");
  private static final Wish AHEAD = Wish.NONE;
  private static final Wish COMPROMISED = new Wish(Optional.empty(), true);

  private static AccountFixture young() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, 3);
    return account;
  }

  private static Proposal proposed(AccountFixture account, Command command, Wish wish) {
    Connection connection = new Connection(account.aws, Weather.fine(), account.runtime());
    try {
      Intervention intervention = account.intervention(connection, account.runtime());
      Proposal proposal = intervention.propose(command, wish, ALICE);
      if (proposal.remedy() instanceof Remedy.Change change) {
        intervention.carryOut(proposal, change);
      }
      return proposal;
    } catch (CannotBegin e) {
      throw new IllegalStateException(e);
    }
  }

  private static AccountFixture ordered(Wish wish) {
    AccountFixture account = young();
    assertThat(proposed(account, Command.ROTATE, wish).remedy()).isInstanceOf(Remedy.Order.class);
    return account;
  }

  private static Map<KeyId, KeyStatus> keys(AccountFixture account) {
    return account.aws.now(ALICE).keys().stream()
        .collect(Collectors.toMap(AccessKey::id, AccessKey::status));
  }

  private static List<String> told(AccountFixture account) {
    return account.aws.mails.stream().map(Mail::subject).toList();
  }

  @Test
  void isNotForgottenWhileTheUserHasNoAddress() {
    AccountFixture account = ordered(COMPROMISED);
    account.aws.untag(ALICE, List.of("email"));
    account.apply();
    account.later(Duration.ofDays(1)).aws.tag(ALICE, Map.of("email", "alice@corp.example"));
    account.apply();
    assertThat(account.aws.objects)
        .containsOnlyKeys("credential/!administrators/alice_" + NEW + ".csv");
  }

  @Test
  void endsWithItsKeyInARunForItsUserAlone() {
    NoteStore notes =
        new NoteStore(
            new Connection(young().aws, Weather.fine(), young().runtime()).ports().bucketObjects(),
            _ -> {});
    notes.read("123456789012");
    notes.ordered(OLD, new Notes.Order(ALICE, LocalDate.EPOCH, true));
    Facts left = Given.alice().active(NEW, 1).withNotes();
    for (int day = 0; day < 2; day++) {
      notes.seen(seen(left, day));
      assertThat(notes.now().orders()).as("a new key may not be shown yet").isNotEmpty();
    }
    notes.seen(seen(left, 2));
    assertThat(notes.now().orders()).isEmpty();
  }

  private static NoteStore.Seen seen(Facts user, int days) {
    return new NoteStore.Seen(
        LocalDate.EPOCH.plusDays(days), List.of(user), Set.of(), Set.of(), Set.of(), false);
  }

  @Test
  void isCarriedOutThoughTheKeyIsYoungAndItsOwnerIsToldWhy() {
    AccountFixture account = ordered(AHEAD);
    assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Rotate.ORDERED);
    assertThat(keys(account)).isEqualTo(Map.of(OLD, KeyStatus.ACTIVE, NEW, KeyStatus.ACTIVE));
    assertThat(told(account)).containsExactly("ReplacedByOrder");
    assertThat(account.aws.objects).containsOnlyKeys("credential/alice/alice_" + NEW + ".csv");
    assertThat(account.later(Duration.ofDays(1)).apply().report().rows()).isEmpty();
  }

  @Test
  void isCarriedOutThoughTheReportShowsThatAllKeysAreYoung() {
    AccountFixture account =
        new AccountFixture().made(ALICE, Map.of("email", "alice@corp.example"));
    account.key(ALICE, KeyStatus.ACTIVE, 0);
    account.later(Duration.ofDays(1));
    assertThat(account.apply().count("keys of alice")).as("the report is enough").isZero();
    proposed(account, Command.ROTATE, AHEAD);
    assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Rotate.ORDERED);
  }

  @Test
  void aCompromisedKeyIsShutOutByTheSameRun() {
    AccountFixture account = ordered(COMPROMISED);
    AccountFixture.Done done = account.apply();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Rotate.COMPROMISED);
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Rotated(NEW, true));
    assertThat(keys(account)).isEqualTo(Map.of(OLD, KeyStatus.INACTIVE, NEW, KeyStatus.ACTIVE));
    assertThat(told(account)).containsExactly("Compromised", "ShutOut");
  }

  @Test
  void theFileOfItsSuccessorIsNotAmongThoseThatItsOwnerReads() {
    AccountFixture account = ordered(COMPROMISED);
    account.apply();
    assertThat(account.aws.objects)
        .containsOnlyKeys("credential/!administrators/alice_" + NEW + ".csv");
    assertThat(account.notes().delivery(ALICE, NEW)).isEqualTo(Delivery.ADMINISTRATOR);
  }

  @Test
  void aCompromisedKeyIsNotDeletedBeforeItsTime() {
    AccountFixture account = ordered(COMPROMISED);
    for (int day = 0; day <= 7; day++) {
      account.apply();
      assertThat(keys(account)).as("day %d", day).containsKey(OLD);
      account.later(Duration.ofDays(1));
    }
    assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Delete.RETENTION_OVER);
    assertThat(keys(account)).isEqualTo(Map.of(NEW, KeyStatus.ACTIVE));
    account.later(Duration.ofDays(1)).apply();
    assertThat(account.notes().orders()).as("the order ends with its key").isEmpty();
  }

  @Test
  void undoEndsTheOrderAndTheKeyStaysOnForItsGrace() {
    AccountFixture account = ordered(COMPROMISED);
    account.apply();
    account.later(Duration.ofDays(1));
    assertThat(proposed(account, Command.UNDO, AHEAD).remedy())
        .isInstanceOf(Remedy.BringBack.class);
    assertThat(account.notes().orders()).isEmpty();
    account.apply();
    assertThat(keys(account)).isEqualTo(Map.of(OLD, KeyStatus.ACTIVE, NEW, KeyStatus.ACTIVE));
  }

  private static AccountFixture exempt(Wish wish) {
    AccountFixture account = young();
    account.aws.tag(ALICE, Map.of("keyturn-exempt", "2099-12-31 CHG-1"));
    Proposal proposal = proposed(account, Command.ROTATE, wish);
    assertThat(((Remedy.Order) proposal.remedy()).text())
        .contains("until 2099-12-31: CHG-1", "keyturn undo alice withdraws it");
    return account;
  }

  @Test
  void isShownWithTheCommandThatShutsTheKeyOutWhileTheUserIsHeld() {
    AccountFixture account = exempt(COMPROMISED);
    Row row = account.apply().row();
    assertThat(row.decision().reason()).isEqualTo(Reason.Hold.EXEMPT);
    assertThat(DigestBuilder.lists(row)).isTrue();
    assertThat(Cells.advice(row))
        .contains(
            new Remedy.RunByHand(
                OLD
                    + " is compromised, and the order to replace it is not carried out yet."
                    + " Deactivate it now:",
                "aws iam update-access-key --user-name alice --access-key-id %s --status Inactive"
                    .formatted(OLD),
                "keyturn mend alice shows what ends the hold. keyturn undo alice withdraws the"
                    + " order."));
    assertThat(DigestBuilder.lists(exempt(AHEAD).apply().row())).isFalse();
  }

  @Test
  void isOnThePageWithTheCommandThatShutsTheKeyOutWhileTheUserIsHeld() throws CannotBegin {
    String command =
        "aws iam update-access-key --user-name alice --access-key-id %s --status Inactive"
            .formatted(OLD);
    assertThat(page(exempt(COMPROMISED))).contains("Held users", command);
    assertThat(page(exempt(AHEAD))).doesNotContain("Held users", command);
  }

  private static String page(AccountFixture account) throws CannotBegin {
    Run.Applied applied =
        account
            .run(new Connection(account.aws, Weather.fine(), account.runtime()), account.runtime())
            .planAndApply(RunRequest.of(new Scope.Everyone()));
    return ReportPage.of(
        AccountView.of(applied.plan(), applied.report()), Trend.none(AccountFixture.ACCOUNT));
  }

  @Test
  void undoWithdrawsAnOrderThatWaits() {
    for (Wish wish : List.of(AHEAD, COMPROMISED)) {
      AccountFixture account = exempt(wish);
      account.apply();
      Proposal proposal = proposed(account, Command.UNDO, AHEAD);
      assertThat(proposal.remedy()).isInstanceOf(Remedy.WithdrawOrder.class);
      assertThat(account.notes().orders()).isEmpty();
      assertThat(account.lines())
          .filteredOn(line -> line.effect() == Effect.BEGIN)
          .extracting(AuditLine::object)
          .containsExactly(wish.compromised() ? "order, compromised" : "order", "withdraw order");
      account.aws.untag(ALICE, List.of("keyturn-exempt"));
      assertThat(account.apply().report().rows()).isEmpty();
      assertThat(told(account)).isEmpty();
    }
  }

  @Test
  void tellsTheOwnerWhoSwitchesACompromisedKeyOnTheDayOnWhichItIsShutOutAgain() {
    AccountFixture account = ordered(COMPROMISED);
    account.apply();
    account.later(Duration.ofDays(1)).aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    LocalDate today = account.planned(Weather.fine()).today();
    AccountFixture.Done done = account.apply();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Warn.REACTIVATED);
    assertThat(account.aws.mails.getLast().text()).contains("deactivatedOn=" + today.plusDays(1));
    assertThat(account.later(Duration.ofDays(1)).apply().row().decision().reason())
        .isEqualTo(Reason.Deactivate.SHUT_OUT);
    assertThat(keys(account)).containsEntry(OLD, KeyStatus.INACTIVE);
  }

  @Test
  void isCarriedOutWhereverTheRunWasCutOff() {
    for (Wish wish : List.of(AHEAD, COMPROMISED)) {
      AccountFixture undisturbed = ordered(wish);
      int calls = undisturbed.apply().connection().log.size();
      for (int k = 1; k <= calls; k++) {
        for (Fate cut : List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER)) {
          AccountFixture account = ordered(wish);
          assertThat(account.cut(Weather.at(k, cut))).isTrue();
          account.later(Duration.ofMinutes(20)).apply();
          assertThat(account.standing())
              .as("%s, %s at %d", wish, cut, k)
              .isEqualTo(undisturbed.standing());
        }
      }
    }
  }

  @Test
  void isNotCarriedOutIfItWasWithdrawnWhileThePlanWasRead() {
    AccountFixture account = ordered(AHEAD);
    Run run =
        account.run(
            new Connection(account.aws, Weather.fine(), account.runtime()), account.runtime());
    Plan plan = AccountFixture.plan(run);
    account.note(Notes.none());
    AccountFixture.apply(run, plan);
    assertThat(keys(account)).containsOnlyKeys(OLD);
  }

  @Test
  void aRunThatCannotReadTheNotesAgainGivesTheLeaseBack() {
    AccountFixture account = AccountFixture.rotationDue();
    AtomicInteger reads = new AtomicInteger();
    Connection connection =
        new Connection(
            account.aws,
            call ->
                call.is("read the notes") && reads.incrementAndGet() == 2 ? Fate.DENIED : Fate.FINE,
            account.runtime());
    Run run = account.run(connection, account.runtime());
    Plan plan = AccountFixture.plan(run);
    assertThatExceptionOfType(CannotBegin.class).isThrownBy(() -> run.apply(plan, Deadline.none()));
    assertThat(connection.log.getLast().is("write the lease")).isTrue();
    assertThat(keys(account)).hasSize(1);
  }

  @Test
  void aRecordAloneIsNoOrder() {
    AccountFixture account = young().record("2026-11-22T10:00:00Z rotating", OLD);
    assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Hold.NOT_OVERDUE);
  }

  @Test
  void aKeyThatKeyturnDidNotAnnounceIsNoReasonToShutTheOtherOut() {
    AccountFixture account = ordered(COMPROMISED);
    account.key(ALICE, KeyStatus.ACTIVE, 0);
    account.record("2026-11-22 rotated", OLD).apply();
    assertThat(keys(account)).doesNotContainValue(KeyStatus.INACTIVE);
  }

  /** A person who may write tags cannot make Keyturn believe that the owner was told. */
  @Test
  void aMailAboutTheNewKeyComesBeforeTheCompromisedOneIsShutOutWhateverTheRecordSays() {
    for (String phase : List.of("2026-11-22 rotated", "2026-11-22", "2026-11-22 deactivating")) {
      AccountFixture account = cutOffBeforeTheMail();
      assertThat(account.notes().file(NEW).orElseThrow().announced()).isTrue();
      account.record(phase, OLD).later(Duration.ofMinutes(20)).apply();
      assertThat(told(account)).as(phase).containsExactly("Compromised", "ShutOut");
      assertThat(keys(account)).as(phase).containsEntry(OLD, KeyStatus.INACTIVE);
    }
  }

  private static AccountFixture cutOffBeforeTheMail() {
    int mail =
        ordered(COMPROMISED).apply().connection().log.stream()
            .filter(call -> call.what().equals("mail alice@corp.example: Compromised"))
            .findFirst()
            .orElseThrow()
            .number();
    AccountFixture account = ordered(COMPROMISED);
    assertThat(account.cut(Weather.at(mail, Fate.CUT_BEFORE))).isTrue();
    return account;
  }

  @Test
  void aCompromisedKeyStaysOnWhileTheFileOfTheNewOneIsMissing() {
    AccountFixture account = cutOffBeforeTheMail();
    account.aws.objects.keySet().removeIf(name -> name.startsWith("credential/"));
    account.record("2026-11-22 rotated", OLD).later(Duration.ofMinutes(20)).apply();
    assertThat(told(account)).isEmpty();
    assertThat(keys(account)).doesNotContainValue(KeyStatus.INACTIVE);
  }

  @Test
  void isPlannedAndForecastAsItIsDone() {
    AccountFixture account = ordered(COMPROMISED);
    Plan plan = account.planned(Weather.fine());
    assertThat(plan.due()).hasSize(1);
    assertThat(plan.due().getFirst().decision().reason()).isEqualTo(Reason.Rotate.COMPROMISED);
    Plan later = Forecast.of(plan, plan.today().plusDays(8));
    assertThat(later.due().getFirst().decision().reason()).isEqualTo(Reason.Delete.RETENTION_OVER);
    Plan before = Forecast.of(plan, plan.today().plusDays(7));
    assertThat(before.due()).isEmpty();
  }

  @Test
  void isCarriedOutForAUserWhomAwsQuarantinesIfTheKeyIsCompromised() {
    AccountFixture account = ordered(AHEAD);
    account.aws.quarantined.add(ALICE);
    assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Hold.QUARANTINED);
    proposed(account, Command.ROTATE, COMPROMISED);
    assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Rotate.COMPROMISED);
    assertThat(keys(account)).containsEntry(OLD, KeyStatus.INACTIVE);
  }

  @Test
  void aCompromisedKeyIsShutOutOnDaysWithoutAction() {
    AccountFixture account =
        ordered(COMPROMISED)
            .noAction(
                new NoActionDays(
                    List.of(new NoActionDays.Weekdays(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
                    ZoneOffset.UTC));
    account.apply();
    assertThat(keys(account)).containsEntry(OLD, KeyStatus.INACTIVE);
  }

  @Test
  void isNotKeptByAPeriodOfNotice() {
    AccountFixture account = ordered(AHEAD).notice(7);
    assertThat(account.apply().row().decision().reason()).isEqualTo(Reason.Rotate.ORDERED);
  }

  @Test
  void cannotBeGivenWhereItCouldNotBeCarriedOut() {
    AccountFixture two = young();
    two.key(ALICE, KeyStatus.INACTIVE, 100);
    AccountFixture stranger = new AccountFixture().user(ALICE, Map.of());
    stranger.key(ALICE, KeyStatus.ACTIVE, 3);
    AccountFixture underWay = AccountFixture.rotationDue();
    underWay.apply();
    for (AccountFixture account :
        List.of(two, stranger, underWay, new AccountFixture().alice(), young())) {
      Wish wish = new Wish(Optional.of(NEW), true);
      assertThat(proposed(account, Command.ROTATE, wish).remedy())
          .isInstanceOf(Remedy.Advice.class);
      assertThat(account.notes().orders()).isEmpty();
    }
  }

  @Test
  void showsWhatStillUsesTheKey() {
    AccountFixture account = young().used(OLD);
    assertThat(proposed(account, Command.ROTATE, COMPROMISED).use().toString())
        .contains("s3", "eu-central-1");
  }

  /** IAM shows the new key and the record some seconds late. */
  @Test
  void aCompromisedKeyIsShutOutOnceTheNewKeyIsShown() {
    AccountFixture account = ordered(COMPROMISED).later(Duration.ofHours(1));
    account.aws.keysLag = Duration.ofSeconds(12);
    account.aws.tagsLag = Duration.ofSeconds(12);
    assertThat(account.apply().row().outcome()).isEqualTo(new Outcome.Rotated(NEW, true));
    assertThat(account.lines())
        .anyMatch(
            line ->
                line.effect() == Effect.BEGIN
                    && line.key().equals(OLD.value())
                    && line.reason().equals(Reason.Deactivate.SHUT_OUT.name()));
    account.aws.keysLag = Duration.ZERO;
    assertThat(keys(account)).containsEntry(OLD, KeyStatus.INACTIVE);
  }

  @Test
  void aCompromisedKeyThatCannotBeShutOutYetIsSaidToWork() {
    AccountFixture account = ordered(COMPROMISED).later(Duration.ofHours(1));
    account.aws.keysLag = Duration.ofSeconds(40);
    account.aws.tagsLag = Duration.ofSeconds(40);
    assertThat(account.apply().row().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.error()).contains("the old one still works");
              assertThat(failed.newKey()).contains(NEW);
            });
    account.aws.keysLag = Duration.ZERO;
    account.aws.tagsLag = Duration.ZERO;
    account.later(Duration.ofHours(1)).apply();
    assertThat(keys(account)).containsEntry(OLD, KeyStatus.INACTIVE);
  }
}
