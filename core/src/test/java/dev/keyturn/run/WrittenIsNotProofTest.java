package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Event;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Secret;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promise 11: tags, objects and phases that anybody could have written never cause a key to be
 * created, deactivated or deleted.
 */
class WrittenIsNotProofTest {
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId NEW = new KeyId("AKIA000000000002");

  private static Reason reason(AccountFixture.Done done) {
    return done.row().decision().reason();
  }

  private static List<KeyId> keys(AccountFixture lab) {
    return lab.aws.now(ALICE).keys().stream().map(AccessKey::id).toList();
  }

  private static boolean active(AccountFixture lab, KeyId id) {
    return lab.aws.now(ALICE).keys().stream()
        .filter(key -> key.id().equals(id))
        .allMatch(AccessKey::active);
  }

  /** Alice made both keys herself, these numbers of days ago, and uses the second. */
  private static AccountFixture twoOwnKeys(int oldDays, int newDays) {
    AccountFixture lab = new AccountFixture().alice();
    lab.key(ALICE, KeyStatus.ACTIVE, oldDays);
    return lab.used(lab.key(ALICE, KeyStatus.ACTIVE, newDays).id());
  }

  private static String file(KeyId key) {
    return HandOver.objectKey(ALICE, key);
  }

  /** Runs daily for a number of days, while Alice keeps using her old key. */
  private static void daysOfUse(AccountFixture lab, int days) {
    for (int day = 0; day < days; day++) {
      lab.later(Duration.ofDays(1)).used(OLD).apply();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 60})
  void createsNoKeyForAForgedRecordBesideAYoungKey(int age) {
    AccountFixture lab = new AccountFixture().alice();
    lab.key(ALICE, KeyStatus.ACTIVE, age);
    lab.record(lab.clock.instant() + " rotating", OLD);
    AccountFixture.Done done = lab.apply();
    assertThat(reason(done)).isEqualTo(Reason.Hold.NOT_OVERDUE);
    assertThat(done.count("create")).isZero();
    assertThat(lab.aws.objects).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-22 deactivating", "2026-01-01 rotated", "2026-01-01"})
  void noKeyIsDeactivatedBesideAKeyThatIsTooYoung(String record) {
    AccountFixture lab = twoOwnKeys(70, 10).record(record, OLD);
    assertThat(reason(lab.apply())).isEqualTo(Reason.Hold.NEW_KEY_TOO_YOUNG);
    assertThat(active(lab, OLD)).isTrue();
    assertThat(reason(lab.later(Duration.ofDays(1)).apply()))
        .isIn(Reason.Deactivate.GRACE_OVER, Reason.Deactivate.RESUME_DEACTIVATION);
    assertThat(active(lab, OLD)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-01 deactivating", "2026-01-01 rotated", "2026-01-01"})
  void noKeyInUseIsDeactivatedBesideAKeyThatKeyturnDidNotMake(String record) {
    AccountFixture lab = twoOwnKeys(70, 20).record(record, OLD);
    for (int day = 0; day < 30; day++) {
      assertThat(reason(lab.used(OLD).apply())).isEqualTo(Reason.Hold.SUCCESSOR_UNPROVEN);
      lab.later(Duration.ofDays(1));
    }
    assertThat(active(lab, OLD)).isTrue();
    assertThat(lab.aws.mails).isEmpty();
  }

  @Test
  void noYoungKeyIsDeactivatedBesideAKeyThatKeyturnDidNotMake() {
    AccountFixture lab = twoOwnKeys(50, 20).record("2026-01-01 rotated", OLD);
    assertThat(reason(lab.apply())).isEqualTo(Reason.Hold.SUCCESSOR_UNPROVEN);
    assertThat(active(lab, OLD)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-01 deactivated", "2026-01-01 deleting", "2026-01-01"})
  void noKeyIsDeletedThatKeyturnDidNotSeeInactiveForDeletionDays(String record) {
    AccountFixture lab = new AccountFixture().alice();
    lab.key(ALICE, KeyStatus.INACTIVE, 80);
    lab.used(lab.key(ALICE, KeyStatus.ACTIVE, 20).id());
    lab.record(record, OLD);
    for (int day = 0; day <= 7; day++) {
      lab.apply();
      assertThat(keys(lab)).as("day %d", day).contains(OLD);
      lab.later(Duration.ofDays(1));
    }
    lab.apply();
    assertThat(keys(lab)).containsExactly(NEW);
  }

  @Test
  void theDaysOfAKeyBeginAgainWhereItWasSeenActiveInBetween() {
    AccountFixture lab = AccountFixture.deletionDue();
    lab.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    assertThat(reason(lab.apply())).isEqualTo(Reason.Warn.REACTIVATED);
    lab.aws.setStatus(ALICE, OLD, KeyStatus.INACTIVE);
    lab.record("2026-01-01 deactivated", OLD);
    lab.later(Duration.ofDays(1)).apply();
    assertThat(keys(lab)).contains(OLD);
    assertThat(lab.notes().inactiveSince(OLD, lab.today())).contains(LocalDate.of(2026, 11, 23));
  }

  @Test
  void whatWasSeenOfAKeyIsForgottenOnceNoRecordNamesIt() {
    AccountFixture lab = AccountFixture.deletionDue();
    lab.aws.untag(ALICE, List.of(AccountFixture.DATE_TAG, AccountFixture.OLD_KEY_TAG));
    lab.apply();
    lab.record("2026-01-01 deleting", OLD).apply();
    assertThat(keys(lab)).contains(OLD);
  }

  @Test
  void nothingIsDeletedAndNoKeyMadeWhereTheNotesCannotBeRead() {
    for (AccountFixture lab : List.of(AccountFixture.deletionDue(), AccountFixture.rotationDue())) {
      AccountFixture.Done done = lab.apply(Weather.on("read the notes", Fate.DENIED));
      assertThat(reason(done)).isEqualTo(Reason.Hold.NOTES_UNREADABLE);
      assertThat(done.count("delete") + done.count("create")).isZero();
      assertThat(lab.events)
          .anyMatch(event -> event instanceof Event.Unchecked not && not.what().equals("notes"));
    }
  }

  @Test
  void damagedNotesCountAsNoneAndAreRewritten() {
    AccountFixture lab = AccountFixture.deletionDue();
    lab.aws.bucketObjects.put(BucketPaths.NOTES, "inactive|" + OLD + "|alice|2020-01-01\n");
    lab.apply();
    assertThat(keys(lab)).contains(OLD);
    assertThat(lab.notes().inactiveSince(OLD, lab.today())).contains(AccountFixture.TODAY);
  }

  /**
   * The length of a file can be predicted: S3 says what KMS made of the content only afterwards.
   */
  private static Weather occupied(AccountFixture lab, Fate fate) {
    return call -> {
      if (!call.is("store")) {
        return Fate.FINE;
      }
      lab.aws.objects.put(file(NEW), anotherFile());
      return fate;
    };
  }

  private static byte[] anotherFile() {
    return new HandOver(ALICE, NEW, new Secret("x".repeat(40))).file();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKeyIsDeletedAgainWhereSomethingElseTookTheNameOfItsFile(boolean kms) {
    AccountFixture lab = AccountFixture.rotationDue();
    lab.aws.kms = kms;
    AccountFixture.Done done = lab.apply(occupied(lab, Fate.FINE));
    assertThat(done.row().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.error()).contains(file(NEW)));
    assertThat(keys(lab)).containsExactly(OLD);
    assertThat(lab.aws.mails).isEmpty();
    assertThat(lab.later(Duration.ofHours(1)).apply().row().outcome())
        .isEqualTo(new Outcome.Rotated(new KeyId("AKIA000000000003")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKeyWhoseFileWasPerhapsNotStoredIsReplacedBesideAnotherObject(boolean kms) {
    AccountFixture lab = AccountFixture.rotationDue();
    lab.aws.kms = kms;
    lab.apply(occupied(lab, Fate.LOST_BEFORE));
    assertThat(keys(lab)).containsExactly(OLD, NEW);
    KeyId third = new KeyId("AKIA000000000003");
    assertThat(lab.later(Duration.ofHours(1)).apply().row().outcome())
        .isEqualTo(new Outcome.Rotated(third));
    assertThat(keys(lab)).containsExactly(OLD, third);
    assertThat(lab.aws.mails).singleElement().matches(mail -> mail.text().contains(third.value()));
  }

  @Test
  void aFileUnderAKmsKeyIsAnnouncedByTheNextRunIfItsEntityTagWasNoted() {
    AccountFixture lab = AccountFixture.rotationDue();
    lab.aws.kms = true;
    boolean[] stored = {false};
    lab.cut(
        call -> {
          stored[0] |= call.is("store");
          return stored[0] && call.is("tag") ? Fate.CUT_BEFORE : Fate.FINE;
        });
    assertThat(lab.later(Duration.ofHours(1)).apply().row().outcome())
        .isEqualTo(new Outcome.Rotated(NEW));
    assertThat(keys(lab)).containsExactly(OLD, NEW);
  }

  @Test
  void aKeyThatCannotBeNotedIsDeletedAgain() {
    AccountFixture lab = AccountFixture.rotationDue();
    lab.apply(Weather.on("write the notes", Fate.REFUSED));
    assertThat(keys(lab)).containsExactly(OLD);
    assertThat(lab.aws.objects).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "as long as the credentials"})
  void aFileThatWasWrittenOverCountsAsGone(String what) {
    AccountFixture lab = AccountFixture.rotationDue();
    lab.apply();
    byte[] stored = lab.aws.objects.getOrDefault(file(NEW), new byte[0]).clone();
    if (what.length() > 1) {
      stored[stored.length - 3]++;
    }
    lab.aws.objects.put(file(NEW), what.length() > 1 ? stored : what.getBytes(UTF_8));
    daysOfUse(lab, 40);
    assertThat(active(lab, OLD)).isTrue();
    assertThat(reason(lab.apply())).isEqualTo(Reason.Hold.NEVER_FETCHED);
  }

  @Test
  void aKeyOfWhichNoMailWasAcceptedIsReplacedOnceItsFileIsGone() {
    AccountFixture lab = AccountFixture.rotationDue();
    for (int day = 0; day < 31; day++) {
      lab.used(OLD).apply(Weather.on("mail", Fate.REFUSED));
      lab.later(Duration.ofDays(1));
    }
    assertThat(lab.notes().neverAnnounced(NEW)).isTrue();
    lab.aws.objects.clear();
    KeyId third = new KeyId("AKIA000000000003");
    assertThat(lab.apply().row().outcome()).isEqualTo(new Outcome.Rotated(third));
    assertThat(keys(lab)).containsExactly(OLD, third);
    assertThat(lab.aws.objects).containsKey(file(third));
    assertThat(lab.aws.mails).singleElement().matches(mail -> mail.text().contains(third.value()));
  }

  @Test
  void aKeyOfWhichAMailMayHaveToldIsNotReplacedUnasked() {
    AccountFixture lab = AccountFixture.rotationDue();
    lab.apply(Weather.on("mail", Fate.LOST_BEFORE));
    assertThat(lab.notes().neverAnnounced(NEW)).isFalse();
    lab.aws.objects.clear();
    assertThat(reason(lab.later(Duration.ofDays(1)).apply())).isEqualTo(Reason.Hold.NEVER_FETCHED);
    assertThat(keys(lab)).containsExactly(OLD, NEW);
  }

  @Test
  void anOldKeyInUseGoesOffAfterASecondGraceIfTheNewOneCanBeFetchedAndNotBefore() {
    AccountFixture lab = AccountFixture.rotationDue();
    lab.apply();
    daysOfUse(lab, 20);
    assertThat(active(lab, OLD)).isTrue();
    assertThat(lab.aws.mails).filteredOn(mail -> mail.subject().equals("StillInUse")).hasSize(10);
    daysOfUse(lab, 1);
    assertThat(active(lab, OLD)).isFalse();
  }

  @Test
  void aKeyThatIsSwitchedOnAgainTwiceIsHeld() {
    AccountFixture lab = AccountFixture.deletionDue();
    lab.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    assertThat(reason(lab.apply())).isEqualTo(Reason.Warn.REACTIVATED);
    for (int day = 0; day < 11; day++) {
      lab.later(Duration.ofDays(1)).apply();
    }
    assertThat(active(lab, OLD)).isFalse();
    lab.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    for (int day = 0; day < 30; day++) {
      assertThat(reason(lab.later(Duration.ofDays(1)).apply()))
          .isEqualTo(Reason.Hold.REACTIVATED_AGAIN);
    }
    assertThat(active(lab, OLD)).isTrue();
  }

  /** Otherwise the next run would take the same switching on for another. */
  @Test
  void aKeyThatIsSwitchedOnAgainCountsOnceItsGraceIsRecorded() {
    AccountFixture lab = AccountFixture.deletionDue();
    lab.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    lab.apply(Weather.on("tag", Fate.THROTTLED));
    assertThat(lab.notes().timesReactivated(OLD)).isZero();
    assertThat(reason(lab.later(Duration.ofDays(1)).apply())).isEqualTo(Reason.Warn.REACTIVATED);
    assertThat(lab.notes().timesReactivated(OLD)).isEqualTo(1);
  }

  @Test
  void theFileOfARenamedUserIsNotTakenForOneThatTheOwnerCanFetch() {
    AccountFixture lab = AccountFixture.rotationDue();
    lab.apply();
    UserName renamed = new UserName("alice.b");
    lab.aws.users.put(renamed, lab.aws.versions(ALICE));
    lab.aws.users.remove(ALICE);
    lab.later(Duration.ofDays(12)).used(OLD);
    assertThat(reason(lab.apply())).isEqualTo(Reason.Hold.NEVER_FETCHED);
    assertThat(lab.aws.tags(renamed)).isNotEqualTo(new Tags(Map.of()));
  }

  @Test
  void twoMoreCallsAreMadeForARotation() {
    assertThat(AccountFixture.rotationDue().apply().count("write the notes")).isEqualTo(2);
  }

  @Test
  void aRunThatFindsTheNotesOfAnotherAddsItsOwn() {
    AccountFixture lab = AccountFixture.rotationDue();
    KeyId other = new KeyId("AKIAOFANOTHERUSER123");
    lab.apply(
        call -> {
          if (call.is("create")) {
            lab.seenInactive(new UserName("zoe"), other, AccountFixture.TODAY);
          }
          return Fate.FINE;
        });
    assertThat(lab.notes().files()).containsKey(NEW);
    assertThat(lab.notes().inactive()).containsKey(other);
  }

  @Test
  void aFileUnderAKmsKeyIsKnownByTheEntityTagThatS3Answered() {
    AccountFixture lab = AccountFixture.rotationDue();
    lab.aws.kms = true;
    lab.apply();
    KeyId fresh = new KeyId("AKIA000000000002");
    byte[] stored = lab.aws.objects.getOrDefault(HandOver.objectKey(ALICE, fresh), new byte[0]);
    assertThat(lab.notes().file(fresh).orElseThrow().print()).isEqualTo(lab.aws.print(stored));
  }
}
