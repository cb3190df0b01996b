package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Effect;
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
import dev.keyturn.policy.Given;
import dev.keyturn.policy.NoActionDays;
import dev.keyturn.policy.Orders.Wish;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedy;
import dev.keyturn.port.CannotBegin;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An administrator orders to replace a key, whatever its age. */
class OrderedRotationTest {
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId NEW = new KeyId("AKIA000000000002");
  private static final Wish AHEAD = Wish.NONE;
  private static final Wish COMPROMISED = new Wish(Optional.empty(), true);

  private static AccountFixture young() {
    AccountFixture lab = new AccountFixture().alice();
    lab.key(ALICE, KeyStatus.ACTIVE, 3);
    return lab;
  }

  private static Proposal proposed(AccountFixture lab, Command command, Wish wish) {
    Connection connection = new Connection(lab.aws, Weather.fine(), lab.runtime());
    try {
      Intervention intervention = lab.intervention(connection, lab.runtime());
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
    AccountFixture lab = young();
    assertThat(proposed(lab, Command.ROTATE, wish).remedy()).isInstanceOf(Remedy.Order.class);
    return lab;
  }

  private static Map<KeyId, KeyStatus> keys(AccountFixture lab) {
    return lab.aws.now(ALICE).keys().stream()
        .collect(Collectors.toMap(AccessKey::id, AccessKey::status));
  }

  private static List<String> told(AccountFixture lab) {
    return lab.aws.mails.stream().map(Mail::subject).toList();
  }

  @Test
  void isNotForgottenWhileTheUserHasNoAddress() {
    AccountFixture lab = ordered(COMPROMISED);
    lab.aws.untag(ALICE, List.of("email"));
    lab.apply();
    lab.later(Duration.ofDays(1)).aws.tag(ALICE, Map.of("email", "alice@corp.example"));
    lab.apply();
    assertThat(lab.aws.objects)
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
    AccountFixture lab = ordered(AHEAD);
    assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.Rotate.ORDERED);
    assertThat(keys(lab)).isEqualTo(Map.of(OLD, KeyStatus.ACTIVE, NEW, KeyStatus.ACTIVE));
    assertThat(told(lab)).containsExactly("ReplacedByOrder");
    assertThat(lab.aws.objects).containsOnlyKeys("credential/alice/alice_" + NEW + ".csv");
    assertThat(lab.later(Duration.ofDays(1)).apply().report().rows()).isEmpty();
  }

  @Test
  void isCarriedOutThoughTheReportShowsThatAllKeysAreYoung() {
    AccountFixture lab = new AccountFixture().made(ALICE, Map.of("email", "alice@corp.example"));
    lab.key(ALICE, KeyStatus.ACTIVE, 0);
    lab.later(Duration.ofDays(1));
    assertThat(lab.apply().count("keys of alice")).as("the report is enough").isZero();
    proposed(lab, Command.ROTATE, AHEAD);
    assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.Rotate.ORDERED);
  }

  @Test
  void aCompromisedKeyIsShutOutByTheSameRun() {
    AccountFixture lab = ordered(COMPROMISED);
    AccountFixture.Done done = lab.apply();
    assertThat(done.row().decision().reason()).isEqualTo(Reason.Rotate.COMPROMISED);
    assertThat(done.row().outcome()).isEqualTo(new Outcome.Rotated(NEW));
    assertThat(keys(lab)).isEqualTo(Map.of(OLD, KeyStatus.INACTIVE, NEW, KeyStatus.ACTIVE));
    assertThat(told(lab)).containsExactly("Compromised", "Deactivated");
  }

  @Test
  void theFileOfItsSuccessorIsNotAmongThoseThatItsOwnerReads() {
    AccountFixture lab = ordered(COMPROMISED);
    lab.apply();
    assertThat(lab.aws.objects)
        .containsOnlyKeys("credential/!administrators/alice_" + NEW + ".csv");
    assertThat(lab.notes().delivery(ALICE, NEW)).isEqualTo(Delivery.ADMINISTRATOR);
  }

  @Test
  void aCompromisedKeyIsNotDeletedBeforeItsTime() {
    AccountFixture lab = ordered(COMPROMISED);
    for (int day = 0; day <= 7; day++) {
      lab.apply();
      assertThat(keys(lab)).as("day %d", day).containsKey(OLD);
      lab.later(Duration.ofDays(1));
    }
    assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.Delete.RETENTION_OVER);
    assertThat(keys(lab)).isEqualTo(Map.of(NEW, KeyStatus.ACTIVE));
    lab.later(Duration.ofDays(1)).apply();
    assertThat(lab.notes().orders()).as("the order ends with its key").isEmpty();
  }

  @Test
  void undoEndsTheOrderAndTheKeyStaysOnForItsGrace() {
    AccountFixture lab = ordered(COMPROMISED);
    lab.apply();
    lab.later(Duration.ofDays(1));
    assertThat(proposed(lab, Command.UNDO, AHEAD).remedy()).isInstanceOf(Remedy.BringBack.class);
    assertThat(lab.notes().orders()).isEmpty();
    lab.apply();
    assertThat(keys(lab)).isEqualTo(Map.of(OLD, KeyStatus.ACTIVE, NEW, KeyStatus.ACTIVE));
  }

  @Test
  void isCarriedOutWhereverTheRunWasCutOff() {
    for (Wish wish : List.of(AHEAD, COMPROMISED)) {
      AccountFixture undisturbed = ordered(wish);
      int calls = undisturbed.apply().connection().log.size();
      for (int k = 1; k <= calls; k++) {
        for (Fate cut : List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER)) {
          AccountFixture lab = ordered(wish);
          assertThat(lab.cut(Weather.at(k, cut))).isTrue();
          lab.later(Duration.ofMinutes(20)).apply();
          assertThat(lab.standing())
              .as("%s, %s at %d", wish, cut, k)
              .isEqualTo(undisturbed.standing());
        }
      }
    }
  }

  @Test
  void aRecordAloneIsNoOrder() {
    AccountFixture lab = young().record("2026-11-22T10:00:00Z rotating", OLD);
    assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.Hold.NOT_OVERDUE);
  }

  @Test
  void aKeyThatKeyturnDidNotAnnounceIsNoReasonToShutTheOtherOut() {
    AccountFixture lab = ordered(COMPROMISED);
    lab.key(ALICE, KeyStatus.ACTIVE, 0);
    lab.record("2026-11-22 rotated", OLD).apply();
    assertThat(keys(lab)).doesNotContainValue(KeyStatus.INACTIVE);
  }

  /** A person who may write tags cannot make Keyturn believe that the owner was told. */
  @Test
  void aMailAboutTheNewKeyComesBeforeTheCompromisedOneIsShutOutWhateverTheRecordSays() {
    for (String phase : List.of("2026-11-22 rotated", "2026-11-22", "2026-11-22 deactivating")) {
      AccountFixture lab = cutOffBeforeTheMail();
      assertThat(lab.notes().file(NEW).orElseThrow().announced()).isTrue();
      lab.record(phase, OLD).later(Duration.ofMinutes(20)).apply();
      assertThat(told(lab)).as(phase).containsExactly("Compromised", "Deactivated");
      assertThat(keys(lab)).as(phase).containsEntry(OLD, KeyStatus.INACTIVE);
    }
  }

  private static AccountFixture cutOffBeforeTheMail() {
    int mail =
        ordered(COMPROMISED).apply().connection().log.stream()
            .filter(call -> call.what().equals("mail alice@corp.example: Compromised"))
            .findFirst()
            .orElseThrow()
            .number();
    AccountFixture lab = ordered(COMPROMISED);
    assertThat(lab.cut(Weather.at(mail, Fate.CUT_BEFORE))).isTrue();
    return lab;
  }

  @Test
  void aCompromisedKeyStaysOnWhileTheFileOfTheNewOneIsMissing() {
    AccountFixture lab = cutOffBeforeTheMail();
    lab.aws.objects.keySet().removeIf(name -> name.startsWith("credential/"));
    lab.record("2026-11-22 rotated", OLD).later(Duration.ofMinutes(20)).apply();
    assertThat(told(lab)).isEmpty();
    assertThat(keys(lab)).doesNotContainValue(KeyStatus.INACTIVE);
  }

  @Test
  void isPlannedAndForecastAsItIsDone() {
    AccountFixture lab = ordered(COMPROMISED);
    Plan plan = lab.planned(Weather.fine());
    assertThat(plan.due()).hasSize(1);
    assertThat(plan.due().getFirst().decision().reason()).isEqualTo(Reason.Rotate.COMPROMISED);
    Plan later = Forecast.of(plan, plan.today().plusDays(8));
    assertThat(later.due().getFirst().decision().reason()).isEqualTo(Reason.Delete.RETENTION_OVER);
    Plan before = Forecast.of(plan, plan.today().plusDays(7));
    assertThat(before.due()).isEmpty();
  }

  @Test
  void isCarriedOutForAUserWhomAwsQuarantinesIfTheKeyIsCompromised() {
    AccountFixture lab = ordered(AHEAD);
    lab.aws.quarantined.add(ALICE);
    assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.Hold.QUARANTINED);
    proposed(lab, Command.ROTATE, COMPROMISED);
    assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.Rotate.COMPROMISED);
    assertThat(keys(lab)).containsEntry(OLD, KeyStatus.INACTIVE);
  }

  @Test
  void aCompromisedKeyIsShutOutOnDaysWithoutAction() {
    AccountFixture lab =
        ordered(COMPROMISED)
            .noAction(
                new NoActionDays(
                    List.of(new NoActionDays.Weekdays(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
                    ZoneOffset.UTC));
    lab.apply();
    assertThat(keys(lab)).containsEntry(OLD, KeyStatus.INACTIVE);
  }

  @Test
  void isNotKeptByAPeriodOfNotice() {
    AccountFixture lab = ordered(AHEAD).notice(7);
    assertThat(lab.apply().row().decision().reason()).isEqualTo(Reason.Rotate.ORDERED);
  }

  @Test
  void cannotBeGivenWhereItCouldNotBeCarriedOut() {
    AccountFixture two = young();
    two.key(ALICE, KeyStatus.INACTIVE, 100);
    AccountFixture stranger = new AccountFixture().user(ALICE, Map.of());
    stranger.key(ALICE, KeyStatus.ACTIVE, 3);
    AccountFixture underWay = AccountFixture.rotationDue();
    underWay.apply();
    for (AccountFixture lab :
        List.of(two, stranger, underWay, new AccountFixture().alice(), young())) {
      Wish wish = new Wish(Optional.of(NEW), true);
      assertThat(proposed(lab, Command.ROTATE, wish).remedy()).isInstanceOf(Remedy.Advice.class);
      assertThat(lab.notes().orders()).isEmpty();
    }
  }

  @Test
  void showsWhatStillUsesTheKey() {
    AccountFixture lab = young().used(OLD);
    assertThat(proposed(lab, Command.ROTATE, COMPROMISED).use().toString())
        .contains("s3", "eu-central-1");
  }

  /** IAM shows the new key and the record some seconds late. */
  @Test
  void aCompromisedKeyIsShutOutOnceTheNewKeyIsShown() {
    AccountFixture lab = ordered(COMPROMISED).later(Duration.ofHours(1));
    lab.aws.keysLag = Duration.ofSeconds(12);
    lab.aws.tagsLag = Duration.ofSeconds(12);
    assertThat(lab.apply().row().outcome()).isEqualTo(new Outcome.Rotated(NEW));
    assertThat(lab.lines())
        .anyMatch(
            line ->
                line.effect() == Effect.BEGIN
                    && line.key().equals(OLD.value())
                    && line.reason().equals(Reason.Deactivate.SHUT_OUT.name()));
    lab.aws.keysLag = Duration.ZERO;
    assertThat(keys(lab)).containsEntry(OLD, KeyStatus.INACTIVE);
  }

  @Test
  void aCompromisedKeyThatCannotBeShutOutYetIsSaidToWork() {
    AccountFixture lab = ordered(COMPROMISED).later(Duration.ofHours(1));
    lab.aws.keysLag = Duration.ofSeconds(40);
    lab.aws.tagsLag = Duration.ofSeconds(40);
    assertThat(lab.apply().row().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.error()).contains("the old one still works");
              assertThat(failed.newKey()).contains(NEW);
            });
    lab.aws.keysLag = Duration.ZERO;
    lab.aws.tagsLag = Duration.ZERO;
    lab.later(Duration.ofHours(1)).apply();
    assertThat(keys(lab)).containsEntry(OLD, KeyStatus.INACTIVE);
  }
}
