package dev.keyturn.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.event.Event;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Deactivating;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.StoredFile;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.Secret;
import dev.keyturn.state.NoteStore.Seen;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoteStoreTest {
  private static final String ACCOUNT = "123456789012";
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final LocalDate EARLIER = TODAY.minusDays(5);
  private static final UserName ALICE = new UserName("alice");
  private static final UserName BOB = new UserName("bob");
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId NEW = new KeyId("AKIA000000000002");
  private static final EmailAddress ADDRESS = new EmailAddress("alice@corp.example");
  private static final Fingerprint FILE = new Fingerprint(112, Optional.of("9f86d0"));
  private static final Rotating CREATING = new Rotating(Instant.parse("2026-11-22T02:00:00Z"), OLD);
  private static final Notes.Order ORDER = new Notes.Order(ALICE, EARLIER, false);

  private final Bucket bucket = new Bucket();
  private final List<Event> events = new ArrayList<>();

  /** One object in memory, which counts its calls. */
  private static final class Bucket implements BucketObjects {
    private Optional<StoredText> object = Optional.empty();
    private int version;
    private int reads;
    private int writes;

    /** Whether another run writes before every write of this one. */
    private boolean contended;

    private Optional<PortFailure> fails = Optional.empty();

    private void put(String text) {
      object = Optional.of(new StoredText(text, "v" + ++version));
    }

    @Override
    public Optional<StoredText> read(String name) {
      reads++;
      fails.ifPresent(
          failure -> {
            throw failure;
          });
      return object;
    }

    @Override
    public WriteResult write(String name, String text, Expected expected) {
      writes++;
      fails.ifPresent(
          failure -> {
            throw failure;
          });
      Expected present =
          object
              .<Expected>map(found -> new Expected.Version(found.version()))
              .orElseGet(Expected.Nothing::new);
      if (contended || !present.equals(expected)) {
        return new WriteResult.Refused();
      }
      put(text);
      return new WriteResult.Written("v" + version);
    }

    @Override
    public List<String> names(String beginning) {
      throw new UnsupportedOperationException();
    }
  }

  /** The first write takes until all other threads wait for theirs. */
  private static final class SlowBucket implements BucketObjects {
    private final List<Thread> waiting = new ArrayList<>();
    private final Bucket bucket = new Bucket();

    @Override
    public Optional<StoredText> read(String name) {
      return bucket.read(name);
    }

    @Override
    public WriteResult write(String name, String text, Expected expected) {
      while (bucket.writes == 0
          && waiting.stream()
              .filter(other -> !other.equals(Thread.currentThread()))
              .anyMatch(other -> other.getState() != Thread.State.BLOCKED)) {
        Thread.onSpinWait();
      }
      return bucket.write(name, text, expected);
    }

    @Override
    public List<String> names(String beginning) {
      return bucket.names(beginning);
    }
  }

  private NoteStore store() {
    NoteStore store = new NoteStore(bucket, events::add);
    store.read(ACCOUNT);
    return store;
  }

  private NoteStore store(Notes notes) {
    bucket.put(NotesText.of(ACCOUNT, notes));
    return store();
  }

  private NoteStore unreadable() {
    bucket.fails = Optional.of(new PortFailure(Kind.DENIED, "no s3:GetObject"));
    NoteStore store = store();
    bucket.fails = Optional.empty();
    return store;
  }

  /** What lies in the bucket. */
  private Notes written() {
    return bucket
        .object
        .map(found -> NotesText.read(found.text(), ACCOUNT).orElseThrow())
        .orElseGet(Notes::none);
  }

  private static HandOver handOver() {
    return new HandOver(ALICE, NEW, new Secret(""));
  }

  private static Facts user(UserName name, RotationRecord record, KeyId key, KeyStatus status) {
    return new Facts(
        name,
        new Owner.At(ADDRESS),
        List.of(new AccessKey(key, status, Instant.parse("2026-09-01T12:00:00Z"))),
        record,
        true,
        new Exemption.None(),
        Evidence.none());
  }

  private static Facts aliceRotating() {
    return user(ALICE, new Deactivating(TODAY, OLD), OLD, KeyStatus.INACTIVE);
  }

  private static Facts alice() {
    return user(ALICE, new RotationRecord.None(), OLD, KeyStatus.ACTIVE);
  }

  private static Facts bob() {
    return user(BOB, new RotationRecord.None(), NEW, KeyStatus.ACTIVE);
  }

  private static Seen everyone(Facts... looked) {
    return new Seen(TODAY, List.of(looked), Set.of(), Set.of(), Set.of(), true);
  }

  private static Seen some(Facts... looked) {
    return new Seen(TODAY, List.of(looked), Set.of(), Set.of(), Set.of(), false);
  }

  // Several runs at the same time

  @Test
  void oneWriteIsForAllThreadsThatWait() throws InterruptedException {
    SlowBucket slow = new SlowBucket();
    NoteStore store = new NoteStore(slow, events::add);
    store.read(ACCOUNT);
    List<UserName> users = IntStream.range(0, 20).mapToObj(i -> new UserName("u" + i)).toList();
    for (UserName user : users) {
      KeyId key = new KeyId("AKIA9%011d".formatted(users.indexOf(user)));
      slow.waiting.add(
          new Thread(() -> store.creating(user, new Rotating(CREATING.instant(), key))));
    }
    slow.waiting.forEach(Thread::start);
    for (Thread thread : slow.waiting) {
      thread.join();
    }
    assertThat(slow.bucket.writes).isLessThanOrEqualTo(2);
    assertThat(NotesText.read(slow.bucket.object.orElseThrow().text(), ACCOUNT))
        .contains(store.now());
    assertThat(store.now().creating()).hasSize(users.size());
  }

  @Test
  void aRunWhoseMailIsRefusedDoesNotTakeBackTheMailOfAnother() {
    NoteStore first = store();
    first.storing(handOver(), FILE, TODAY);
    first.announcing(NEW, TODAY);
    NoteStore second = store();
    second.announcing(NEW, TODAY);
    first.notAnnounced(NEW);
    first.keep();
    second.keep();
    assertThat(written().neverAnnounced(NEW)).isFalse();
    second.notAnnounced(NEW);
    second.keep();
    assertThat(written().neverAnnounced(NEW)).isTrue();
  }

  @Test
  void aMailAboutAFileThatAnotherRunStoredMeanwhileIsNotedToo() {
    NoteStore early = store();
    store().storing(handOver(), FILE, TODAY);
    early.announcing(NEW, TODAY);
    assertThat(written().neverAnnounced(NEW)).isFalse();
  }

  @Test
  void aMailAboutAFileThatIsNotedNeedsNoSecondRead() {
    NoteStore store = store();
    store.storing(handOver(), FILE, TODAY);
    store.announcing(NEW, TODAY);
    assertThat(bucket.reads).isOne();
    assertThat(bucket.writes).isEqualTo(2);
  }

  @Test
  void aMailAboutAKeyWithoutANotedFileIsNotNoted() {
    NoteStore store = store();
    store.announcing(NEW, TODAY);
    assertThat(bucket.writes).isZero();
    assertThat(store.now()).isEqualTo(Notes.none());
  }

  @Test
  void changesOfTwoRunsAreBothKept() {
    NoteStore first = store();
    NoteStore second = store();
    first.deactivated(ALICE, OLD, TODAY);
    first.keep();
    second.deactivated(BOB, NEW, TODAY);
    second.keep();
    assertThat(written().inactive()).containsOnlyKeys(OLD, NEW);
  }

  @Test
  void aRunGivesUpAfterFiveAttempts() {
    NoteStore store = store();
    bucket.contended = true;
    assertThatThrownBy(() -> store.ordered(OLD, ORDER))
        .isInstanceOfSatisfying(
            PortFailure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.THROTTLED))
        .hasMessageContaining(BucketPaths.NOTES);
    assertThat(bucket.writes).isEqualTo(5);
  }

  // What is written when

  @Test
  void nothingIsWrittenWithoutAChange() {
    NoteStore store = store(Notes.none().deactivated(ALICE, OLD, EARLIER));
    store.deactivated(ALICE, OLD, TODAY);
    store.notAnnounced(NEW);
    store.withdrawn(OLD);
    store.keep();
    assertThat(bucket.writes).isZero();
  }

  @Test
  void aChangeIsWrittenOnce() {
    NoteStore store = store();
    store.reactivated(ALICE, OLD);
    assertThat(bucket.writes).isZero();
    store.keep();
    store.keep();
    assertThat(bucket.writes).isOne();
    assertThat(written().timesReactivated(OLD)).isOne();
  }

  @Test
  void whatMustNotBeForgottenIsWrittenAtOnce() {
    NoteStore store = store();
    store.storing(handOver(), FILE, TODAY);
    assertThat(written().files()).containsOnlyKeys(NEW);
    store.ordered(OLD, ORDER);
    assertThat(written().order(OLD)).contains(ORDER);
    store.withdrawn(OLD);
    assertThat(written().order(OLD)).isEmpty();
  }

  @Test
  void aFingerprintThatIsKnownLaterIsWrittenAtOnce() {
    NoteStore store = store();
    store.storing(handOver(), new Fingerprint(112, Optional.empty()), TODAY);
    store.stored(NEW, FILE);
    assertThat(written().file(NEW).orElseThrow().print()).isEqualTo(FILE);
    store.stored(NEW, FILE);
    assertThat(bucket.writes).isEqualTo(2);
  }

  @Test
  void anEntityTagThatAnotherRunNotedSinceIsFound() {
    NoteStore other = store();
    other.storing(handOver(), new Fingerprint(112, Optional.empty()), TODAY);
    NoteStore early = store();
    assertThat(early.judge(Optional.of(FILE), ALICE, NEW)).isEqualTo(StoredFile.OTHER);
    other.stored(NEW, FILE);
    assertThat(early.judge(Optional.of(FILE), ALICE, NEW)).isEqualTo(StoredFile.CREDENTIALS);
  }

  @Test
  void aWarningIsKept() {
    NoteStore store = store();
    store.warned(ALICE, OLD, ADDRESS, TODAY);
    store.keep();
    assertThat(written().warned()).containsOnlyKeys(OLD);
  }

  @Test
  void readingAgainForgetsWhatWasNotWritten() {
    NoteStore store = store();
    store.deactivated(ALICE, OLD, TODAY);
    store.read(ACCOUNT);
    store.keep();
    assertThat(bucket.writes).isZero();
    assertThat(store.now()).isEqualTo(Notes.none());
  }

  @Test
  void notesThatCannotBeWrittenAreReported() {
    NoteStore store = store();
    store.deactivated(ALICE, OLD, TODAY);
    bucket.fails = Optional.of(new PortFailure(Kind.DENIED, "no s3:PutObject"));
    store.keep();
    assertThat(events).containsExactly(new Event.NotesNotKept("no s3:PutObject"));
  }

  // Notes that cannot be read

  @Test
  void unreadableNotesAreReportedAndNeverWrittenOver() {
    NoteStore store = unreadable();
    assertThat(store.now().known()).isFalse();
    assertThat(events).containsExactly(new Event.Unchecked("notes", "no s3:GetObject"));
    store.deactivated(ALICE, OLD, TODAY);
    store.keep();
    assertThat(store.now()).isEqualTo(Notes.unknown());
    assertThatThrownBy(() -> store.storing(handOver(), FILE, TODAY))
        .isInstanceOf(PortFailure.class);
    assertThat(bucket.writes).isZero();
  }

  @Test
  void notesOfAnotherAccountCountAsNone() {
    bucket.put(NotesText.of("999999999999", Notes.none().deactivated(ALICE, OLD, EARLIER)));
    assertThat(store().now()).isEqualTo(Notes.none());
  }

  // Files

  @Test
  void aFileThatAnotherRunStoredMeanwhileIsJudgedByItsNote() {
    NoteStore early = store();
    store().storing(handOver(), FILE, TODAY);
    assertThat(early.judge(Optional.of(FILE), ALICE, NEW)).isEqualTo(StoredFile.CREDENTIALS);
  }

  @Test
  void notesAreReadAgainOnlyForAFileThatIsNotNoted() {
    NoteStore store = store();
    store.storing(handOver(), FILE, TODAY);
    assertThat(store.judge(Optional.of(FILE), ALICE, NEW)).isEqualTo(StoredFile.CREDENTIALS);
    assertThat(store.judge(Optional.empty(), ALICE, OLD)).isEqualTo(StoredFile.ABSENT);
    assertThat(store.judge(Optional.of(new Fingerprint(0, Optional.empty())), ALICE, OLD))
        .isEqualTo(StoredFile.CLAIM);
    assertThat(bucket.reads).isOne();
    assertThat(store.judge(Optional.of(new Fingerprint(1, Optional.empty())), ALICE, OLD))
        .isEqualTo(StoredFile.OTHER);
    assertThat(bucket.reads).isEqualTo(2);
  }

  @Test
  void unreadableNotesAreNotReadAgainForAFile() {
    NoteStore store = unreadable();
    assertThat(store.judge(Optional.of(FILE), ALICE, NEW)).isEqualTo(StoredFile.OTHER);
    assertThat(bucket.reads).isOne();
  }

  @Test
  void unreadableNotesStayUnknownInTheirRun() {
    NoteStore store = unreadable();
    store.refresh();
    assertThat(store.now()).isEqualTo(Notes.unknown());
    assertThat(bucket.reads).isOne();
  }

  // What a plan saw

  @Test
  void anInactiveOldKeyIsNoted() {
    NoteStore store = store();
    store.seen(some(aliceRotating()));
    assertThat(store.now().inactiveSince(OLD, TODAY)).contains(TODAY);
  }

  @Test
  void aUserWithoutARotationHasNoInactiveKeyNoted() {
    NoteStore store = store(Notes.none().deactivated(ALICE, OLD, EARLIER));
    store.seen(some(bob()));
    assertThat(store.now().inactive()).containsOnlyKeys(OLD);
    store.seen(some(alice()));
    assertThat(store.now().inactive()).isEmpty();
  }

  @Test
  void aUserForWhomNothingIsDueHasNoInactiveKeyNoted() {
    NoteStore store = store(Notes.none().deactivated(ALICE, OLD, EARLIER));
    store.seen(new Seen(TODAY, List.of(), Set.of(ALICE), Set.of(), Set.of(), false));
    assertThat(store.now().inactive()).isEmpty();
  }

  @Test
  void aUserThatIsGoneHasNoInactiveKeyNoted() {
    NoteStore store = store(Notes.none().deactivated(ALICE, OLD, EARLIER));
    store.seen(everyone(bob()));
    assertThat(store.now().inactive()).isEmpty();
  }

  @Test
  void aUserThatCouldNotBeReadKeepsItsNotes() {
    Notes notes =
        Notes.none()
            .deactivated(ALICE, OLD, EARLIER)
            .warned(ALICE, OLD, ADDRESS, EARLIER)
            .ordered(OLD, ORDER);
    NoteStore store = store(notes);
    store.seen(new Seen(TODAY, List.of(bob()), Set.of(), Set.of(ALICE), Set.of(), true));
    assertThat(store.now()).isEqualTo(notes);
  }

  @Test
  void aRotationKeepsTheDayOnWhichItsKeyWasFirstSeenInactive() {
    Notes notes = Notes.none().deactivated(ALICE, OLD, EARLIER);
    NoteStore store = store(notes);
    store.seen(everyone(aliceRotating()));
    assertThat(store.now()).isEqualTo(notes);
  }

  @Test
  void warningsAboutKeysThatAreGoneAreRemovedByARunOverEveryone() {
    Notes notes = Notes.none().warned(ALICE, OLD, ADDRESS, EARLIER);
    NoteStore store = store(notes);
    store.seen(some(bob()));
    assertThat(store.now()).isEqualTo(notes);
    store.seen(everyone(alice()));
    assertThat(store.now()).isEqualTo(notes);
    store.seen(everyone(bob()));
    assertThat(store.now().warned()).isEmpty();
  }

  @Test
  void anOrderEndsWithItsKeyInEveryRunThatLooksAtItsUser() {
    Notes.Order order = new Notes.Order(BOB, EARLIER, false);
    NoteStore store = store(Notes.none().ordered(OLD, order));
    store.seen(some(alice()));
    assertThat(store.now().order(OLD)).isPresent();
    store.seen(some(bob()));
    assertThat(store.now().order(OLD)).isEmpty();
  }

  @Test
  void anOrderOfAUserWithoutAnAddressStays() {
    NoteStore store = store(Notes.none().ordered(OLD, ORDER));
    store.seen(new Seen(TODAY, List.of(bob()), Set.of(ALICE), Set.of(), Set.of(), true));
    assertThat(store.now().order(OLD)).isPresent();
    store.seen(everyone(bob()));
    assertThat(store.now().order(OLD)).isEmpty();
  }

  @Test
  void anOrderOfYesterdayStaysWhileIamDoesNotShowItsKey() {
    LocalDate yesterday = TODAY.minusDays(1);
    NoteStore store = store(Notes.none().ordered(OLD, new Notes.Order(ALICE, yesterday, false)));
    store.seen(everyone(bob()));
    assertThat(store.now().order(OLD)).isPresent();
    store.seen(new Seen(TODAY.plusDays(1), List.of(bob()), Set.of(), Set.of(), Set.of(), true));
    assertThat(store.now().order(OLD)).isEmpty();
  }

  @Test
  void thatAKeyIsAboutToBeCreatedIsPersistedBeforeItIsCreated() {
    NoteStore store = store();
    store.creating(ALICE, CREATING);
    assertThat(written().created(newKey(), OLD)).isTrue();
    store.storing(handOver(), FILE, TODAY);
    assertThat(written().creating()).as("the note of the file says that it was").isEmpty();
    assertThat(written().created(newKey(), OLD)).isTrue();
  }

  @Test
  void aKeyWhoseNoteCannotBeWrittenMustNotBeCreated() {
    NoteStore store = store();
    bucket.fails = Optional.of(new PortFailure(Kind.DENIED, "no s3:PutObject"));
    assertThatExceptionOfType(PortFailure.class).isThrownBy(() -> store.creating(ALICE, CREATING));
  }

  @Test
  void aKeyAboutToBeCreatedIsForgottenTwoDaysLaterUnlessARecordOrASecondKeyIsThere() {
    NoteStore store = store();
    store.creating(ALICE, CREATING);
    store.seen(everyone(user(ALICE, CREATING, OLD, KeyStatus.ACTIVE)));
    store.seen(new Seen(TODAY.plusDays(1), List.of(alice()), Set.of(), Set.of(), Set.of(), true));
    assertThat(store.now().creating()).containsKey(OLD);
    LocalDate later = TODAY.plusDays(2);
    store.seen(new Seen(later, List.of(bob()), Set.of(), Set.of(), Set.of(), false));
    store.seen(
        new Seen(
            later,
            List.of(user(ALICE, CREATING, OLD, KeyStatus.ACTIVE)),
            Set.of(),
            Set.of(),
            Set.of(),
            true));
    assertThat(store.now().creating()).containsKey(OLD);
    Facts two = alice().with(newKey());
    store.seen(new Seen(later, List.of(two), Set.of(), Set.of(), Set.of(), true));
    assertThat(store.now().creating()).as("its secret may be lost").containsKey(OLD);
    store.seen(new Seen(later, List.of(alice()), Set.of(), Set.of(), Set.of(), true));
    assertThat(store.now().creating()).isEmpty();
  }

  private static AccessKey newKey() {
    return new AccessKey(NEW, KeyStatus.ACTIVE, CREATING.instant().plusSeconds(5));
  }

  @Test
  void aWarningAboutAnUnusedKeyIsForgottenOnceItDoesNotHold() {
    Notes notes = Notes.none().unused(ALICE, OLD, ADDRESS, EARLIER);
    NoteStore store = store(notes);
    store.seen(some(bob()));
    store.seen(new Seen(TODAY, List.of(bob()), Set.of(), Set.of(ALICE), Set.of(), true));
    store.seen(new Seen(TODAY, List.of(alice()), Set.of(), Set.of(), Set.of(OLD), true));
    assertThat(store.now()).isEqualTo(notes);
    store.seen(everyone(alice()));
    assertThat(store.now().unused()).isEmpty();
    NoteStore without = store(notes);
    without.seen(new Seen(TODAY, List.of(bob()), Set.of(ALICE), Set.of(), Set.of(), true));
    assertThat(without.now().unused()).as("the address was removed").isEmpty();
  }

  @Test
  void aRetiredKeyStaysNotedUntilNoRecordNamesIt() {
    Notes notes = Notes.none().unused(ALICE, OLD, ADDRESS, EARLIER);
    Facts gone =
        new Facts(
            ALICE,
            new Owner.At(ADDRESS),
            List.of(),
            new Deactivating(TODAY, OLD),
            true,
            new Exemption.None(),
            Evidence.none());
    for (Notes noted : List.of(notes.retired(OLD, true), notes.kept(OLD, TODAY))) {
      NoteStore store = store(noted);
      store.seen(everyone(alice()));
      store.seen(everyone(gone));
      assertThat(store.now()).isEqualTo(noted);
      store.seen(everyone(bob()));
      assertThat(store.now().unused()).isEmpty();
    }
  }

  @Test
  void aRetiredKeyThatIsSeenInactiveIsOff() {
    NoteStore store = store(Notes.none().unused(ALICE, OLD, ADDRESS, EARLIER).retired(OLD, true));
    store.seen(everyone(user(ALICE, new Deactivating(TODAY, OLD), OLD, KeyStatus.ACTIVE)));
    assertThat(phase(store)).isEqualTo(Notes.Unused.Phase.RETIRED);
    store.seen(everyone(aliceRotating()));
    assertThat(phase(store)).isEqualTo(Notes.Unused.Phase.OFF);
    assertThat(store.now().isRetired(OLD)).isTrue();
    store.seen(everyone(user(ALICE, new Deactivating(TODAY, OLD), OLD, KeyStatus.ACTIVE)));
    store.seen(everyone(user(ALICE, new Rotated(TODAY, OLD), OLD, KeyStatus.INACTIVE)));
    assertThat(phase(store)).isEqualTo(Notes.Unused.Phase.OFF);
    store.seen(everyone(alice()));
    assertThat(phase(store))
        .as("another run has deactivated it since")
        .isEqualTo(Notes.Unused.Phase.OFF);
    store.seen(everyone(alice().noted(store.now())));
    assertThat(phase(store)).isEqualTo(Notes.Unused.Phase.KEPT);
  }

  private static Notes.Unused.Phase phase(NoteStore store) {
    return store.now().unused(OLD).orElseThrow().phase();
  }

  @Test
  void aKeyThatIsRotatedIsNoUnusedKey() {
    Notes notes = Notes.none().unused(ALICE, OLD, ADDRESS, EARLIER).retired(OLD, true);
    NoteStore store = store(notes);
    store.seen(everyone(user(ALICE, new Deactivated(TODAY, OLD), OLD, KeyStatus.ACTIVE)));
    assertThat(store.now()).isEqualTo(notes);
    store.seen(everyone(user(ALICE, new Rotated(TODAY, NEW), OLD, KeyStatus.ACTIVE)));
    assertThat(store.now()).isEqualTo(notes);
    store.seen(everyone(user(ALICE, new Rotated(TODAY, OLD), OLD, KeyStatus.ACTIVE)));
    assertThat(store.now().unused()).isEmpty();
  }

  @Test
  void thatAKeyIsRetiredOrKeptIsPersistedBeforeAnythingIsDone() {
    NoteStore store = store(Notes.none().unused(ALICE, OLD, ADDRESS, EARLIER));
    store.retiring(OLD);
    assertThat(written().isRetired(OLD)).isTrue();
    store.notRetired(OLD);
    assertThat(store.now().unusedSince(OLD, new Owner.At(ADDRESS), TODAY)).contains(EARLIER);
    store.kept(OLD, TODAY);
    assertThat(written().unused(OLD))
        .hasValueSatisfying(
            noted -> {
              assertThat(noted.phase()).isEqualTo(Notes.Unused.Phase.KEPT);
              assertThat(noted.since()).isEqualTo(TODAY);
            });
  }

  @Test
  void aKeyThatIsKeptByNowIsNotRetired() {
    NoteStore store = store(Notes.none().unused(ALICE, OLD, ADDRESS, EARLIER).kept(OLD, TODAY));
    assertThatExceptionOfType(PortFailure.class)
        .isThrownBy(() -> store.retiring(OLD))
        .withMessageContaining("activated again");
    assertThat(phase(store)).isEqualTo(Notes.Unused.Phase.KEPT);
  }

  /** What another run has written since is seen, and what this one has not written yet stays. */
  @Test
  void notesAreReadAgainWithoutLosingWhatWasNotWritten() {
    NoteStore store = store(Notes.none().unused(ALICE, OLD, ADDRESS, EARLIER));
    store.deactivated(BOB, NEW, TODAY);
    bucket.put(
        NotesText.of(ACCOUNT, Notes.none().unused(ALICE, OLD, ADDRESS, EARLIER).kept(OLD, TODAY)));
    store.refresh();
    assertThat(phase(store)).isEqualTo(Notes.Unused.Phase.KEPT);
    assertThat(store.now().inactive()).containsOnlyKeys(NEW);
  }

  @Test
  void filesAreForgottenAfterAHundredDays() {
    LocalDate last = TODAY.minusDays(100);
    Notes notes =
        Notes.none()
            .stored(OLD, new Notes.File(ALICE, last.minusDays(1), FILE, true))
            .stored(NEW, new Notes.File(BOB, last, FILE, true));
    NoteStore store = store(notes);
    store.seen(some(bob()));
    store.seen(new Seen(TODAY, List.of(bob()), Set.of(), Set.of(ALICE), Set.of(), true));
    store.seen(everyone(aliceRotating()));
    assertThat(store.now().files()).containsOnlyKeys(OLD, NEW);
    store.seen(everyone(alice(), bob()));
    assertThat(store.now().files()).containsOnlyKeys(NEW);
  }

  @Test
  void theFileOfOneOfTwoKeysStaysNotedWhateverTheRecordSays() {
    LocalDate longAgo = TODAY.minusDays(200);
    NoteStore store = store(Notes.none().stored(NEW, new Notes.File(ALICE, longAgo, FILE, false)));
    AccessKey second = new AccessKey(NEW, KeyStatus.ACTIVE, Instant.parse("2026-05-01T12:00:00Z"));
    store.seen(everyone(alice().with(second)));
    assertThat(store.now().files()).containsOnlyKeys(NEW);
  }

  @Test
  void activeKeysAreNotNotedAsInactive() {
    NoteStore store = store(Notes.none().deactivated(ALICE, OLD, EARLIER));
    store.active(aliceRotating());
    assertThat(store.now().inactive()).containsOnlyKeys(OLD);
    store.active(alice());
    assertThat(store.now().inactive()).isEmpty();
  }
}
