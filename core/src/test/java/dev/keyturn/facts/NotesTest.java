package dev.keyturn.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.Notes.Unused;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Rotated;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NotesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final LocalDate EARLIER = TODAY.minusDays(5);
  private static final LocalDate TOMORROW = TODAY.plusDays(1);
  private static final UserName ALICE = new UserName("alice");
  private static final UserName BOB = new UserName("bob");
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId NEW = new KeyId("AKIA000000000002");
  private static final KeyId GONE = new KeyId("AKIA000000000003");
  private static final EmailAddress ADDRESS = new EmailAddress("alice@corp.example");
  private static final Owner OWNER = new Owner.At(ADDRESS);
  private static final Fingerprint PRINT = new Fingerprint(112, Optional.of("9f86d0"));

  private static AccessKey key(KeyId id, KeyStatus status) {
    return new AccessKey(id, status, Instant.parse("2026-09-01T12:00:00Z"));
  }

  /** Alice while the old key is replaced, with these keys. */
  private static Facts rotating(AccessKey... keys) {
    return alice(new Deactivating(TODAY, OLD), keys);
  }

  private static Facts alice(RotationRecord record, AccessKey... keys) {
    return new Facts(
        ALICE, OWNER, List.of(keys), record, true, new Exemption.None(), Evidence.none());
  }

  private static Notes.File file(UserName user, LocalDate day, Delivery delivery) {
    return new Notes.File(user, day, PRINT, 0, false, delivery);
  }

  private static Notes noted(UserName user, KeyId key) {
    return Notes.none().deactivated(user, key, EARLIER).reactivated(user, key);
  }

  private static boolean isNoted(Notes notes, KeyId key) {
    return notes.inactive().containsKey(key);
  }

  // Unused keys

  private static Notes off(KeyId key) {
    return Notes.none()
        .unused(ALICE, key, ADDRESS, EARLIER)
        .retired(key, true)
        .deactivated(ALICE, key, EARLIER);
  }

  private static Unused.Phase phase(Notes notes, KeyId key) {
    return notes.unused(key).orElseThrow().phase();
  }

  @Test
  void aDeactivatedKeyThatIsActiveIsKeptUnlessItsOwnRecordSaysThatKeyturnRetiresIt() {
    AccessKey active = key(OLD, KeyStatus.ACTIVE);
    Notes off = off(OLD);
    assertThat(phase(off.kept(rotating(active), TODAY), OLD)).isEqualTo(Unused.Phase.OFF);
    assertThat(phase(off.kept(alice(new Rotated(TODAY, OLD), active).noted(off), TODAY), OLD))
        .as("a record that retires nothing")
        .isEqualTo(Unused.Phase.KEPT);
    assertThat(phase(off.kept(alice(new Deactivating(TODAY, NEW), active).noted(off), TODAY), OLD))
        .as("the record of another key")
        .isEqualTo(Unused.Phase.KEPT);
    assertThat(phase(off.kept(alice(new Rotated(TODAY, OLD), active), TODAY), OLD))
        .as("another run has deactivated it since")
        .isEqualTo(Unused.Phase.OFF);
    assertThat(off.kept(rotating(key(OLD, KeyStatus.INACTIVE)), TODAY)).isEqualTo(off);
  }

  @Test
  void whatIsNotedOfAnUnusedKeyIsRemovedAlone() {
    Notes both = off(OLD).unused(ALICE, NEW, ADDRESS, EARLIER);
    assertThat(both.withoutUnused(OLD).unused()).containsOnlyKeys(NEW);
  }

  @Test
  void unusedKeysStayWhileTheyMayExistAndWarningsWhileTheyMayHold() {
    Notes both = off(OLD).unused(BOB, NEW, ADDRESS, EARLIER);
    assertThat(both.withoutUnusedBut(Set.of(OLD), _ -> false, Set.of(NEW), _ -> false))
        .isEqualTo(both);
    assertThat(both.withoutUnusedBut(Set.of(), ALICE::equals, Set.of(), BOB::equals))
        .isEqualTo(both);
    assertThat(both.withoutUnusedBut(Set.of(NEW), BOB::equals, Set.of(OLD), ALICE::equals).unused())
        .isEmpty();
  }

  // Orders

  @Test
  void anOrderIsOfItsUserOnly() {
    Notes notes = Notes.none().ordered(OLD, new Notes.Order(ALICE, TODAY, false));
    assertThat(notes.ordered(ALICE)).isTrue();
    assertThat(notes.ordered(BOB)).isFalse();
    assertThat(notes.order(OLD)).isPresent();
    assertThat(notes.order(NEW)).isEmpty();
  }

  @Test
  void anOrderIsRemovedAlone() {
    Notes notes =
        Notes.none()
            .ordered(OLD, new Notes.Order(ALICE, TODAY, false))
            .ordered(NEW, new Notes.Order(BOB, TODAY, false));
    assertThat(notes.withoutOrder(OLD).orders()).containsOnlyKeys(NEW);
  }

  @Test
  void anOrderEndsWithItsKey() {
    Notes notes =
        Notes.none()
            .ordered(OLD, new Notes.Order(ALICE, EARLIER, false))
            .ordered(NEW, new Notes.Order(BOB, EARLIER, false))
            .ordered(GONE, new Notes.Order(ALICE, TODAY, false));
    assertThat(notes.withoutOrdersBut(Set.of(), _ -> false, TODAY).orders()).containsOnlyKeys(GONE);
    assertThat(notes.withoutOrdersBut(Set.of(OLD), _ -> false, TODAY).orders())
        .containsOnlyKeys(OLD, GONE);
    assertThat(notes.withoutOrdersBut(Set.of(), BOB::equals, TODAY).orders())
        .containsOnlyKeys(NEW, GONE);
    assertThat(notes.withoutOrdersBut(Set.of(), _ -> false, TOMORROW).orders()).isEmpty();
  }

  // Files

  @Test
  void theFileOfACompromisedKeysSuccessorGoesToAnAdministrator() {
    assertThat(Notes.none().delivery(ALICE, NEW)).isEqualTo(Delivery.OWNER);
    Notes ahead = Notes.none().ordered(OLD, new Notes.Order(ALICE, TODAY, false));
    assertThat(ahead.delivery(ALICE, NEW)).isEqualTo(Delivery.OWNER);
    Notes compromised = Notes.none().ordered(OLD, new Notes.Order(ALICE, TODAY, true));
    assertThat(compromised.delivery(ALICE, NEW)).isEqualTo(Delivery.ADMINISTRATOR);
    assertThat(compromised.delivery(BOB, NEW)).isEqualTo(Delivery.OWNER);
  }

  @Test
  void aNotedFileStaysWithThePersonItWasStoredFor() {
    Notes notes =
        Notes.none()
            .ordered(OLD, new Notes.Order(ALICE, TODAY, true))
            .stored(NEW, file(ALICE, TODAY, Delivery.OWNER));
    assertThat(notes.delivery(ALICE, NEW)).isEqualTo(Delivery.OWNER);
  }

  @Test
  void mailsAboutAFileAreCounted() {
    Notes stored = Notes.none().stored(NEW, file(ALICE, TODAY, Delivery.OWNER));
    assertThat(stored.neverAnnounced(NEW)).isTrue();
    assertThat(stored.neverAnnounced(OLD)).isFalse();
    Notes two = stored.mailed(NEW, TODAY).mailed(NEW, TODAY);
    assertThat(two.file(NEW).orElseThrow().mails()).isEqualTo(2);
    assertThat(two.notMailed(NEW).neverAnnounced(NEW)).isFalse();
    assertThat(two.notMailed(NEW).notMailed(NEW)).isEqualTo(stored);
    assertThat(stored.notMailed(NEW)).isEqualTo(stored);
    assertThat(stored.mailed(OLD, TODAY)).isEqualTo(stored);
  }

  @Test
  void anAcceptedMailAboutAFileIsNoted() {
    Notes mailed = Notes.none().stored(NEW, file(ALICE, TODAY, Delivery.OWNER)).mailed(NEW, TODAY);
    assertThat(mailed.file(NEW).orElseThrow().accepted()).isFalse();
    Notes accepted = mailed.accepted(NEW);
    assertThat(accepted.mailed(NEW, TODAY).file(NEW).orElseThrow().accepted()).isTrue();
    assertThat(accepted.printed(NEW, new Fingerprint(112, Optional.empty())).file(NEW))
        .contains(
            new Notes.File(
                ALICE, TODAY, new Fingerprint(112, Optional.empty()), 1, true, Delivery.OWNER));
    assertThat(mailed.accepted(OLD)).isEqualTo(mailed);
  }

  @Test
  void aLaterFingerprintReplacesOnlyTheFingerprint() {
    Notes stored =
        Notes.none().stored(NEW, file(ALICE, TODAY, Delivery.ADMINISTRATOR)).mailed(NEW, TODAY);
    Fingerprint later = new Fingerprint(112, Optional.empty());
    assertThat(stored.printed(NEW, later).file(NEW))
        .contains(new Notes.File(ALICE, TODAY, later, 1, false, Delivery.ADMINISTRATOR));
    assertThat(stored.printed(OLD, later)).isEqualTo(stored);
  }

  @Test
  void filesAreForgottenByTheirDay() {
    Notes notes =
        Notes.none()
            .stored(OLD, file(ALICE, EARLIER, Delivery.OWNER))
            .stored(NEW, file(ALICE, TODAY, Delivery.OWNER));
    assertThat(notes.withoutFilesBefore(TODAY, Set.of()).files()).containsOnlyKeys(NEW);
    assertThat(notes.withoutFilesBefore(TODAY, Set.of(OLD)).files()).containsOnlyKeys(OLD, NEW);
    assertThat(notes.withoutFilesBefore(EARLIER, Set.of()).files()).containsOnlyKeys(OLD, NEW);
    assertThat(notes.withoutFilesBefore(TOMORROW, Set.of()).files()).isEmpty();
  }

  // Warnings

  @Test
  void theFirstWarningToAnAddressCounts() {
    Notes notes = Notes.none().warned(ALICE, OLD, ADDRESS, EARLIER);
    assertThat(notes.warnedSince(OLD, OWNER, TODAY)).contains(EARLIER);
    assertThat(notes.warned(ALICE, OLD, ADDRESS, TODAY)).isEqualTo(notes);
  }

  @Test
  void aWarningToAnotherAddressOrOnADayToComeDoesNotCount() {
    Notes notes = Notes.none().warned(ALICE, OLD, ADDRESS, TODAY);
    Owner other = new Owner.At(new EmailAddress("mallory@corp.example"));
    assertThat(notes.warnedSince(OLD, OWNER, TODAY)).contains(TODAY);
    assertThat(notes.warnedSince(OLD, OWNER, EARLIER)).isEmpty();
    assertThat(notes.warnedSince(OLD, other, TODAY)).isEmpty();
    assertThat(notes.warnedSince(OLD, new Owner.None(), TODAY)).isEmpty();
    assertThat(notes.warnedSince(NEW, OWNER, TODAY)).isEmpty();
  }

  @Test
  void warningsEndWithTheirKeys() {
    Notes notes = Notes.none().warned(ALICE, OLD, ADDRESS, TODAY).warned(BOB, NEW, ADDRESS, TODAY);
    assertThat(notes.withoutWarningsBut(Set.of(OLD), Set.of()).warned()).containsOnlyKeys(OLD);
    assertThat(notes.withoutWarningsBut(Set.of(), Set.of(BOB)).warned()).containsOnlyKeys(NEW);
    assertThat(notes.withoutWarningsBut(Set.of(), Set.of()).warned()).isEmpty();
  }

  // Keys that are inactive, and active again

  @Test
  void aKeyIsInactiveSinceItWasFirstSeenSo() {
    Notes notes = Notes.none().deactivated(ALICE, OLD, EARLIER);
    assertThat(notes.inactiveSince(OLD, TODAY)).contains(EARLIER);
    assertThat(notes.deactivated(ALICE, OLD, TODAY)).isEqualTo(notes);
    Facts inactive = rotating(key(OLD, KeyStatus.INACTIVE));
    assertThat(notes.seen(inactive, TODAY)).isEqualTo(notes);
    assertThat(Notes.none().seen(inactive, TODAY).inactiveSince(OLD, TODAY)).contains(TODAY);
  }

  @Test
  void anInactiveDayToComeDoesNotCount() {
    Notes notes = Notes.none().deactivated(ALICE, OLD, TOMORROW);
    assertThat(notes.inactiveSince(OLD, TODAY)).isEmpty();
    assertThat(notes.deactivated(ALICE, OLD, TODAY).inactiveSince(OLD, TODAY)).contains(TODAY);
    assertThat(notes.inactiveSince(OLD, TOMORROW)).contains(TOMORROW);
  }

  @Test
  void aKeyThatIsActiveIsNotNotedAsInactive() {
    Notes notes = noted(ALICE, OLD).deactivated(ALICE, NEW, EARLIER);
    assertThat(notes.active(OLD).inactive()).containsOnlyKeys(NEW);
    assertThat(notes.active(GONE)).isEqualTo(notes);
    Notes seen = noted(ALICE, OLD).seen(rotating(key(OLD, KeyStatus.ACTIVE)), TODAY);
    assertThat(isNoted(seen, OLD)).isFalse();
    assertThat(seen.timesReactivated(OLD)).isOne();
  }

  @Test
  void onlyTheKeyOfTheRotationIsNotedAsInactive() {
    AccessKey inactive = key(OLD, KeyStatus.INACTIVE);
    AccessKey other = key(NEW, KeyStatus.INACTIVE);
    Notes seen = Notes.none().seen(rotating(inactive, other), TODAY);
    assertThat(seen.inactive()).containsOnlyKeys(OLD);
    Notes without = Notes.none().seen(alice(new RotationRecord.None(), inactive), TODAY);
    assertThat(without.inactive()).isEmpty();
  }

  @Test
  void whatIsNotedOfOtherKeysOfAUserIsRemoved() {
    Notes seen = noted(ALICE, GONE).seen(rotating(key(OLD, KeyStatus.INACTIVE)), TODAY);
    assertThat(isNoted(seen, GONE)).isFalse();
    assertThat(seen.timesReactivated(GONE)).isZero();
  }

  @Test
  void whatIsNotedOfAKeyByAnotherNameIsRemoved() {
    // A user was renamed: the key is hers, and the note has her old name.
    Notes seen = noted(BOB, NEW).seen(rotating(key(NEW, KeyStatus.INACTIVE)), TODAY);
    assertThat(isNoted(seen, NEW)).isFalse();
    assertThat(seen.timesReactivated(NEW)).isZero();
  }

  @Test
  void whatIsNotedOfOtherUsersStays() {
    Notes seen = noted(BOB, GONE).seen(rotating(key(OLD, KeyStatus.INACTIVE)), TODAY);
    assertThat(isNoted(seen, GONE)).isTrue();
    assertThat(seen.timesReactivated(GONE)).isOne();
  }

  @Test
  void howOftenAKeyWasActiveAgainIsCounted() {
    assertThat(Notes.none().timesReactivated(OLD)).isZero();
    Notes twice = Notes.none().reactivated(ALICE, OLD).reactivated(ALICE, OLD);
    assertThat(twice.timesReactivated(OLD)).isEqualTo(2);
  }

  @Test
  void usersAreRemovedWithTheirKeysButNotTheirFiles() {
    Notes notes = noted(ALICE, OLD).stored(NEW, file(ALICE, TODAY, Delivery.OWNER));
    assertThat(notes.without(BOB::equals)).isEqualTo(notes);
    Notes without = notes.without(ALICE::equals);
    assertThat(without.inactive()).isEmpty();
    assertThat(without.reactivated()).isEmpty();
    assertThat(without.files()).containsOnlyKeys(NEW);
  }

  @Test
  void theNotesOfAUserAreThoseOfTheUsersKeys() {
    Notes all =
        Stream.of(OLD, GONE)
            .reduce(
                Notes.none(),
                (notes, key) ->
                    notes
                        .deactivated(ALICE, key, EARLIER)
                        .reactivated(ALICE, key)
                        .stored(key, file(ALICE, TODAY, Delivery.OWNER))
                        .warned(ALICE, key, ADDRESS, TODAY)
                        .ordered(key, new Notes.Order(ALICE, TODAY, false)),
                (one, _) -> one);
    Notes hers = all.of(rotating(key(OLD, KeyStatus.ACTIVE)));
    assertThat(hers.known()).isTrue();
    assertThat(
            List.of(
                hers.inactive(), hers.reactivated(), hers.files(), hers.warned(), hers.orders()))
        .allSatisfy(some -> assertThat(some.keySet()).containsExactly(OLD));
    assertThat(Notes.unknown().of(rotating()).known()).isFalse();
  }
}
