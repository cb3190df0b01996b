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
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promise 11: tags, objects and phases that any person could have written never cause a key to be
 * created, deactivated or deleted.
 */
class WrittenIsNotProofTest {
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId NEW = new KeyId("AKIA000000000002");

  private static Reason reason(AccountFixture.Done done) {
    return done.row().decision().reason();
  }

  private static List<KeyId> keys(AccountFixture account) {
    return account.aws.now(ALICE).keys().stream().map(AccessKey::id).toList();
  }

  private static boolean active(AccountFixture account, KeyId id) {
    return account.aws.now(ALICE).keys().stream()
        .filter(key -> key.id().equals(id))
        .allMatch(AccessKey::active);
  }

  /** Alice made both keys herself, these numbers of days ago, and uses the second. */
  private static AccountFixture twoOwnKeys(int oldDays, int newDays) {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, oldDays);
    return account.used(account.key(ALICE, KeyStatus.ACTIVE, newDays).id());
  }

  /** A run made the second key 22 days ago, and stored its file. */
  private static AccountFixture replaced() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, 90);
    account.key(ALICE, KeyStatus.ACTIVE, 22);
    return account.fileOf(NEW);
  }

  private static String file(KeyId key) {
    return HandOver.objectKey(ALICE, key);
  }

  /** Runs daily for a number of days, while Alice keeps using her old key. */
  private static void daysOfUse(AccountFixture account, int days) {
    for (int day = 0; day < days; day++) {
      account.later(Duration.ofDays(1)).used(OLD).apply();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 60})
  void createsNoKeyForAForgedRecordBesideAYoungKey(int age) {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, age);
    account.record(account.clock.instant() + " rotating", OLD);
    AccountFixture.Done done = account.apply();
    assertThat(reason(done)).isEqualTo(Reason.Hold.NOT_OVERDUE);
    assertThat(done.count("create")).isZero();
    assertThat(account.aws.objects).isEmpty();
  }

  /** Alice made the second key herself and has not used it yet; the record gives its instant. */
  @Test
  void noOwnKeyIsDeletedForAForgedRecordThatFitsIt() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, 90);
    AccessKey own = account.key(ALICE, KeyStatus.ACTIVE, 20);
    account.record(own.created() + " rotating", OLD);
    AccountFixture.Done done = account.apply();
    assertThat(reason(done)).isEqualTo(Reason.Clear.OWN_KEY);
    assertThat(keys(account)).containsExactlyInAnyOrder(OLD, own.id());
    assertThat(account.aws.now(ALICE).tags()).doesNotContainKey(AccountFixture.DATE_TAG);
    assertThat(done.count("create")).isZero();
  }

  @Test
  void aKeyThatCouldNotBeNotedBeforeIsNotCreated() {
    AccountFixture account = AccountFixture.rotationDue();
    AccountFixture.Done done = account.apply(Weather.on("write the notes", Fate.DENIED));
    assertThat(done.count("create")).isZero();
    assertThat(keys(account)).containsExactly(OLD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-22 deactivating", "2026-01-01 rotated", "2026-01-01"})
  void noKeyIsDeactivatedBesideAKeyThatIsTooYoung(String record) {
    AccountFixture account = twoOwnKeys(70, 10).record(record, OLD);
    assertThat(reason(account.apply())).isEqualTo(Reason.Hold.NEW_KEY_TOO_YOUNG);
    assertThat(active(account, OLD)).isTrue();
    assertThat(reason(account.later(Duration.ofDays(1)).apply()))
        .isIn(Reason.Deactivate.GRACE_OVER, Reason.Deactivate.RESUME_DEACTIVATION);
    assertThat(active(account, OLD)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-01 deactivating", "2026-01-01 rotated", "2026-01-01"})
  void noKeyInUseIsDeactivatedBesideAKeyThatKeyturnDidNotMake(String record) {
    AccountFixture account = twoOwnKeys(70, 20).record(record, OLD);
    for (int day = 0; day < 30; day++) {
      assertThat(reason(account.used(OLD).apply())).isEqualTo(Reason.Hold.SUCCESSOR_UNPROVEN);
      account.later(Duration.ofDays(1));
    }
    assertThat(active(account, OLD)).isTrue();
    assertThat(account.aws.mails).isEmpty();
  }

  @Test
  void noYoungKeyIsDeactivatedBesideAKeyThatKeyturnDidNotMake() {
    AccountFixture account = twoOwnKeys(50, 20).record("2026-01-01 rotated", OLD);
    assertThat(reason(account.apply())).isEqualTo(Reason.Hold.SUCCESSOR_UNPROVEN);
    assertThat(active(account, OLD)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-01 deactivated", "2026-01-01 deleting", "2026-01-01"})
  void noKeyIsDeletedThatKeyturnDidNotSeeInactiveForDeletionDays(String record) {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.INACTIVE, 80);
    account.used(account.key(ALICE, KeyStatus.ACTIVE, 20).id());
    account.record(record, OLD);
    for (int day = 0; day <= 7; day++) {
      account.apply();
      assertThat(keys(account)).as("day %d", day).contains(OLD);
      account.later(Duration.ofDays(1));
    }
    account.apply();
    assertThat(keys(account)).containsExactly(NEW);
  }

  /** SES refused the mail, and someone wrote that the old key is due. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-11-22 deactivating", "2026-01-01 rotated"})
  void noKeyIsDeactivatedBeforeItsOwnerWasNotifiedOfTheOther(String record) {
    AccountFixture account = replaced();
    account.record(record, OLD);
    assertThat(reason(account.apply())).isEqualTo(Reason.Rotate.RESUME_ANNOUNCE);
    assertThat(active(account, OLD)).isTrue();
    assertThat(account.aws.mails)
        .singleElement()
        .matches(mail -> mail.subject().equals("Replaced"));
    assertThat(account.later(Duration.ofDays(10)).apply().report().rows()).isEmpty();
    assertThat(reason(account.later(Duration.ofDays(1)).apply()))
        .isEqualTo(Reason.Deactivate.GRACE_OVER);
  }

  /** Alice activated the old key again; the day after, someone wrote that it is due. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-11-20 deactivating", "2026-11-01 rotated"})
  void aGraceThatBeganAgainIsNotCutShortByAForgedRecord(String record) {
    AccountFixture account = replaced();
    account.used(NEW).record("2026-11-21 deactivated", OLD).later(Duration.ofDays(1));
    assertThat(reason(account.apply())).isEqualTo(Reason.Warn.REACTIVATED);
    account.record(record, OLD);
    for (int day = 0; day < 10; day++) {
      account.later(Duration.ofDays(1)).used(NEW).apply();
      assertThat(active(account, OLD)).as("day %d", day).isTrue();
    }
    account.later(Duration.ofDays(1)).used(NEW).apply();
    assertThat(active(account, OLD)).isFalse();
  }

  /** The owner made a second key and has not used it yet; someone wrote that a run made it. */
  @Test
  void aKeyThatItsOwnerMadeIsNotSaidToBeNeverFetched() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, 90);
    account.key(ALICE, KeyStatus.ACTIVE, 20);
    for (String record : List.of("2026-11-10T10:00:00Z stored", "2026-11-10 rotated")) {
      account.record(record, OLD);
      assertThat(reason(account.apply())).isEqualTo(Reason.Hold.SUCCESSOR_UNPROVEN);
    }
    assertThat(account.aws.mails).isEmpty();
  }

  @Test
  void noMailAndNoAuditLineTellsOfAFileThatNoRunHasStored() {
    AccountFixture account = twoOwnKeys(20, 5).record("2026-11-22T10:00:00Z stored", OLD);
    AccountFixture.Done done = account.apply();
    assertThat(reason(done)).isEqualTo(Reason.Clear.OWN_KEY);
    assertThat(account.aws.mails).isEmpty();
    assertThat(account.aws.bucketObjects.toString()).doesNotContain("store file");
  }

  @Test
  void aRecordThatNothingProvesStaysWhileTheNotesCannotBeRead() {
    AccountFixture account = twoOwnKeys(20, 5).record("2026-11-22T10:00:00Z stored", OLD);
    AccountFixture.Done done = account.apply(Weather.on("read the notes", Fate.DENIED));
    assertThat(reason(done)).isEqualTo(Reason.Hold.NOTES_UNREADABLE);
    assertThat(done.connection().log).noneMatch(Weather.Call::write);
  }

  /** The instants of forged records lie in the future: none is waited for separately. */
  @Test
  void forgedRecordsKeepARunWaitingNoLongerThanOne() {
    AccountFixture account = new AccountFixture();
    for (String name : List.of("ada", "bob", "cyd")) {
      UserName user = new UserName(name);
      account.user(user, Map.of("email", name + "@corp.example"));
      KeyId key = account.key(user, KeyStatus.ACTIVE, 5).id();
      account.aws.tag(
          user,
          Map.of(
              AccountFixture.DATE_TAG,
              "2026-11-22T23:59:59Z stored",
              AccountFixture.OLD_KEY_TAG,
              key.value()));
    }
    Instant began = account.clock.instant();
    assertThat(account.apply().report().rows())
        .extracting(row -> row.decision().reason())
        .containsOnly(Reason.Clear.NEW_KEY_GONE);
    assertThat(Duration.between(began, account.clock.instant())).isLessThan(Duration.ofMinutes(6));
  }

  @Test
  void theDaysOfAKeyBeginAgainWhereItWasSeenActiveInBetween() {
    AccountFixture account = AccountFixture.deletionDue();
    account.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    assertThat(reason(account.apply())).isEqualTo(Reason.Warn.REACTIVATED);
    account.aws.setStatus(ALICE, OLD, KeyStatus.INACTIVE);
    account.record("2026-01-01 deactivated", OLD);
    account.later(Duration.ofDays(1)).apply();
    assertThat(keys(account)).contains(OLD);
    assertThat(account.notes().inactiveSince(OLD, account.today()))
        .contains(LocalDate.of(2026, 11, 23));
  }

  @Test
  void whatWasSeenOfAKeyIsForgottenOnceNoRecordNamesIt() {
    AccountFixture account = AccountFixture.deletionDue();
    account.aws.untag(ALICE, List.of(AccountFixture.DATE_TAG, AccountFixture.OLD_KEY_TAG));
    account.apply();
    account.record("2026-01-01 deleting", OLD).apply();
    assertThat(keys(account)).contains(OLD);
  }

  @Test
  void nothingIsDeletedAndNoKeyMadeWhereTheNotesCannotBeRead() {
    for (AccountFixture account :
        List.of(AccountFixture.deletionDue(), AccountFixture.rotationDue())) {
      AccountFixture.Done done = account.apply(Weather.on("read the notes", Fate.DENIED));
      assertThat(reason(done)).isEqualTo(Reason.Hold.NOTES_UNREADABLE);
      assertThat(done.count("delete") + done.count("create")).isZero();
      assertThat(account.events)
          .anyMatch(event -> event instanceof Event.Unchecked not && not.what().equals("notes"));
    }
  }

  @Test
  void damagedNotesCountAsNoneAndAreRewritten() {
    AccountFixture account = AccountFixture.deletionDue();
    account.aws.bucketObjects.put(BucketPaths.NOTES, "inactive|" + OLD + "|alice|2020-01-01\n");
    account.apply();
    assertThat(keys(account)).contains(OLD);
    assertThat(account.notes().inactiveSince(OLD, account.today())).contains(AccountFixture.TODAY);
  }

  /**
   * The length of a file can be predicted: S3 says what KMS made of the content only afterwards.
   */
  private static Weather occupied(AccountFixture account, Fate fate) {
    return call -> {
      if (!call.is("store")) {
        return Fate.FINE;
      }
      account.aws.objects.put(file(NEW), anotherFile());
      return fate;
    };
  }

  private static byte[] anotherFile() {
    return new HandOver(ALICE, NEW, new Secret("x".repeat(40))).file();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKeyIsDeletedAgainWhereSomethingElseTookTheNameOfItsFile(boolean kms) {
    AccountFixture account = AccountFixture.rotationDue();
    account.aws.kms = kms;
    AccountFixture.Done done = account.apply(occupied(account, Fate.FINE));
    assertThat(done.row().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.error()).contains(file(NEW)));
    assertThat(keys(account)).containsExactly(OLD);
    assertThat(account.aws.mails).isEmpty();
    assertThat(account.later(Duration.ofHours(1)).apply().row().outcome())
        .isEqualTo(new Outcome.Rotated(new KeyId("AKIA000000000003")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKeyWhoseFileWasPerhapsNotStoredIsReplacedBesideAnotherObject(boolean kms) {
    AccountFixture account = AccountFixture.rotationDue();
    account.aws.kms = kms;
    account.apply(occupied(account, Fate.LOST_BEFORE));
    assertThat(keys(account)).containsExactly(OLD, NEW);
    KeyId third = new KeyId("AKIA000000000003");
    assertThat(account.later(Duration.ofHours(1)).apply().row().outcome())
        .isEqualTo(new Outcome.Rotated(third));
    assertThat(keys(account)).containsExactly(OLD, third);
    assertThat(account.aws.mails)
        .singleElement()
        .matches(mail -> mail.text().contains(third.value()));
  }

  @Test
  void aFileUnderAKmsKeyIsAnnouncedByTheNextRunIfItsEntityTagWasNoted() {
    AccountFixture account = AccountFixture.rotationDue();
    account.aws.kms = true;
    boolean[] stored = {false};
    account.cut(
        call -> {
          stored[0] |= call.is("store");
          return stored[0] && call.is("tag") ? Fate.CUT_BEFORE : Fate.FINE;
        });
    assertThat(account.later(Duration.ofHours(1)).apply().row().outcome())
        .isEqualTo(new Outcome.Rotated(NEW));
    assertThat(keys(account)).containsExactly(OLD, NEW);
  }

  @Test
  void aKeyThatCannotBeNotedIsDeletedAgain() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply(Weather.on("write the notes", Fate.REFUSED));
    assertThat(keys(account)).containsExactly(OLD);
    assertThat(account.aws.objects).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "as long as the credentials"})
  void aFileThatWasWrittenOverCountsAsGone(String what) {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply();
    byte[] stored = account.aws.objects.getOrDefault(file(NEW), new byte[0]).clone();
    if (what.length() > 1) {
      stored[stored.length - 3]++;
    }
    account.aws.objects.put(file(NEW), what.length() > 1 ? stored : what.getBytes(UTF_8));
    daysOfUse(account, 40);
    assertThat(active(account, OLD)).isTrue();
    assertThat(reason(account.apply())).isEqualTo(Reason.Hold.NEVER_FETCHED);
  }

  @Test
  void aKeyOfWhichNoMailWasAcceptedIsReplacedOnceItsFileIsGone() {
    AccountFixture account = AccountFixture.rotationDue();
    for (int day = 0; day < 31; day++) {
      account.used(OLD).apply(Weather.on("mail", Fate.REFUSED));
      account.later(Duration.ofDays(1));
    }
    assertThat(account.notes().neverAnnounced(NEW)).isTrue();
    account.aws.objects.clear();
    KeyId third = new KeyId("AKIA000000000003");
    assertThat(account.apply().row().outcome()).isEqualTo(new Outcome.Rotated(third));
    assertThat(keys(account)).containsExactly(OLD, third);
    assertThat(account.aws.objects).containsKey(file(third));
    assertThat(account.aws.mails)
        .singleElement()
        .matches(mail -> mail.text().contains(third.value()));
  }

  @Test
  void aKeyOfWhichAMailMayHaveToldIsNotReplacedUnasked() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply(Weather.on("mail", Fate.LOST_BEFORE));
    assertThat(account.notes().neverAnnounced(NEW)).isFalse();
    account.aws.objects.clear();
    assertThat(reason(account.later(Duration.ofDays(1)).apply()))
        .isEqualTo(Reason.Hold.NEVER_FETCHED);
    assertThat(keys(account)).containsExactly(OLD, NEW);
  }

  @Test
  void anOldKeyInUseGoesOffAfterASecondGraceIfTheNewOneCanBeFetchedAndNotBefore() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply();
    daysOfUse(account, 20);
    assertThat(active(account, OLD)).isTrue();
    assertThat(account.aws.mails)
        .filteredOn(mail -> mail.subject().equals("StillInUse"))
        .hasSize(10);
    daysOfUse(account, 1);
    assertThat(active(account, OLD)).isFalse();
  }

  @Test
  void aKeyThatIsSwitchedOnAgainTwiceIsHeld() {
    AccountFixture account = AccountFixture.deletionDue();
    account.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    assertThat(reason(account.apply())).isEqualTo(Reason.Warn.REACTIVATED);
    for (int day = 0; day < 11; day++) {
      account.later(Duration.ofDays(1)).apply();
    }
    assertThat(active(account, OLD)).isFalse();
    account.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    for (int day = 0; day < 30; day++) {
      assertThat(reason(account.later(Duration.ofDays(1)).apply()))
          .isEqualTo(Reason.Hold.REACTIVATED_AGAIN);
    }
    assertThat(active(account, OLD)).isTrue();
  }

  /** Otherwise the next run would take the same switching on for another. */
  @Test
  void aKeyThatIsSwitchedOnAgainCountsOnceItsGraceIsRecorded() {
    AccountFixture account = AccountFixture.deletionDue();
    account.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE);
    account.apply(Weather.on("tag", Fate.THROTTLED));
    assertThat(account.notes().timesReactivated(OLD)).isZero();
    assertThat(reason(account.later(Duration.ofDays(1)).apply()))
        .isEqualTo(Reason.Warn.REACTIVATED);
    assertThat(account.notes().timesReactivated(OLD)).isEqualTo(1);
  }

  @Test
  void theFileOfARenamedUserIsNotTakenForOneThatTheOwnerCanFetch() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply();
    UserName renamed = new UserName("alice.b");
    account.aws.users.put(renamed, account.aws.versions(ALICE));
    account.aws.users.remove(ALICE);
    account.later(Duration.ofDays(12)).used(OLD);
    assertThat(reason(account.apply())).isEqualTo(Reason.Hold.NEVER_FETCHED);
    assertThat(account.aws.tags(renamed)).isNotEqualTo(new Tags(Map.of()));
  }

  @Test
  void threeMoreCallsAreMadeForARotation() {
    assertThat(AccountFixture.rotationDue().apply().count("write the notes")).isEqualTo(3);
  }

  @Test
  void aRunThatFindsTheNotesOfAnotherAddsItsOwn() {
    AccountFixture account = AccountFixture.rotationDue();
    KeyId other = new KeyId("AKIAOFANOTHERUSER123");
    account.apply(
        call -> {
          if (call.is("create")) {
            account.seenInactive(new UserName("zoe"), other, AccountFixture.TODAY);
          }
          return Fate.FINE;
        });
    assertThat(account.notes().files()).containsKey(NEW);
    assertThat(account.notes().inactive()).containsKey(other);
  }

  @Test
  void aFileUnderAKmsKeyIsKnownByTheEntityTagThatS3Answered() {
    AccountFixture account = AccountFixture.rotationDue();
    account.aws.kms = true;
    account.apply();
    KeyId fresh = new KeyId("AKIA000000000002");
    byte[] stored = account.aws.objects.getOrDefault(HandOver.objectKey(ALICE, fresh), new byte[0]);
    assertThat(account.notes().file(fresh).orElseThrow().print())
        .isEqualTo(account.aws.print(stored));
  }
}
