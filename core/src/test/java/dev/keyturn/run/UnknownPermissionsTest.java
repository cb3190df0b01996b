package dev.keyturn.run;

import static dev.keyturn.event.Effect.CLEAR_RECORD;
import static dev.keyturn.event.Effect.CREATE_KEY;
import static dev.keyturn.event.Effect.DEACTIVATE_KEY;
import static dev.keyturn.event.Effect.DELETE_KEY;
import static dev.keyturn.event.Effect.RECORD;
import static dev.keyturn.event.Effect.SEND_MAIL;
import static dev.keyturn.event.Effect.STORE_FILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.keyturn.apply.PermissionProbe;
import dev.keyturn.event.AuditLine;
import dev.keyturn.event.Effect;
import dev.keyturn.event.Event;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord.Deactivated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Due;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.Answer;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a run cannot know what it may do, one user at most is left half done. */
class UnknownPermissionsTest {
  private static AccountFixture unknown() {
    AccountFixture account = new AccountFixture();
    account.aws.permissions = new Answer.Unclear("unknown");
    return account;
  }

  private static UserName user(AccountFixture account, String name) {
    UserName user = new UserName(name);
    account.user(user, Map.of("email", name + "@corp.example"));
    return user;
  }

  private static void rotationsDue(AccountFixture account, String... names) {
    for (String name : names) {
      account.key(user(account, name), KeyStatus.ACTIVE, 61);
    }
  }

  private static void inARotation(
      AccountFixture account, String name, KeyStatus old, int ageOfNew, String dateTag) {
    UserName user = user(account, name);
    AccessKey oldKey = account.key(user, old, 80);
    account.used(account.key(user, KeyStatus.ACTIVE, ageOfNew).id());
    if (!oldKey.active()) {
      account.seenInactive(user, oldKey.id(), LocalDate.of(2026, 11, 14));
    }
    account.aws.tag(
        user,
        Map.of(AccountFixture.DATE_TAG, dateTag, AccountFixture.OLD_KEY_TAG, oldKey.id().value()));
  }

  /** A run has stored the file of a user's newest key. */
  private static void noted(AccountFixture account, UserName user) {
    KeyId made = account.aws.now(user).keys().getLast().id();
    Fingerprint print = new Fingerprint(100, Optional.of("tag"));
    account.note(account.notes().stored(made, new Notes.File(user, account.today(), print, false)));
  }

  private static String tag(AccountFixture account, String user) {
    return account.aws.now(new UserName(user)).tags().getOrDefault(AccountFixture.DATE_TAG, "");
  }

  private static List<String> errors(AccountFixture.Done done) {
    return done.report().rows().stream()
        .map(Row::outcome)
        .filter(Outcome.Failed.class::isInstance)
        .map(outcome -> ((Outcome.Failed) outcome).error())
        .toList();
  }

  @Test
  void whoWasBegunIsTheFirstToShowWhetherMailsMayGoOut() {
    AccountFixture account = unknown();
    rotationsDue(account, "zoe");
    account.apply(Weather.on("mail", Fate.DENIED));
    assertThat(tag(account, "zoe")).endsWith(" stored");
    rotationsDue(account, "ada");
    AccountFixture.Done second =
        account.later(Duration.ofHours(5)).apply(Weather.on("mail", Fate.DENIED));
    assertThat(errors(second)).anyMatch(error -> error.startsWith("mail zoe@corp.example"));
    assertThat(tag(account, "ada")).isEmpty();
    assertThat(errors(second)).anyMatch(error -> error.startsWith("not begun"));
  }

  @Test
  void onlyOneIsWorkedOnUntilSomethingIsLearned() {
    assertThat(new PermissionProbe(true).isOpen()).isFalse();
    assertThat(new PermissionProbe(false).isOpen()).isTrue();
    PermissionProbe allowed = new PermissionProbe(false);
    allowed.allowed(SEND_MAIL);
    assertThat(allowed.isOpen()).isFalse();
    PermissionProbe denied = new PermissionProbe(false);
    denied.denied(SEND_MAIL, "no");
    assertThat(denied.isOpen()).isFalse();
  }

  @Test
  void startsNoOtherUserAfterADeniedMailAndFinishesThatOneLater() {
    AccountFixture account = unknown();
    rotationsDue(account, "ada", "bob");
    inARotation(account, "cyd", KeyStatus.ACTIVE, 11, "2026-11-11");
    inARotation(account, "dan", KeyStatus.INACTIVE, 19, "2026-11-14 deactivated");
    AccountFixture.Done done = account.apply(Weather.on("mail", Fate.DENIED));
    assertThat(errors(done)).hasSize(4);
    assertThat(errors(done).getFirst()).startsWith("mail ada@corp.example");
    assertThat(errors(done).subList(1, 4))
        .allSatisfy(
            error ->
                assertThat(error)
                    .startsWith(
                        "not begun, since it could not be finished; the next run begins it once"
                            + " that is allowed. With another user, mail ")
                    .contains("mail ada@corp.example")
                    .contains("DENIED"));
    assertThat(tag(account, "ada")).endsWith(" stored");
    assertThat(tag(account, "bob")).isEmpty();
    assertThat(tag(account, "cyd")).isEqualTo("2026-11-11");
    assertThat(tag(account, "dan")).isEqualTo("2026-11-14 deactivated");
    assertThat(account.aws.objects.keySet().stream().filter(name -> name.startsWith("credential/")))
        .hasSize(1);

    // The next run is denied too, and starts no user either.
    account.apply(Weather.on("mail", Fate.DENIED));
    assertThat(tag(account, "bob")).isEmpty();

    assertThat(errors(account.apply())).isEmpty();
    assertThat(tag(account, "ada")).isEqualTo("2026-11-22");
    assertThat(tag(account, "dan")).isEmpty();
    assertThat(account.aws.mails).hasSize(4);
  }

  @Test
  void onceAMailWasAcceptedADeniedOneIsItsUsersOwnTrouble() {
    AccountFixture account = unknown();
    rotationsDue(account, "ada", "bob", "cyd");
    AccountFixture.Done done = account.apply(Weather.on("mail bob", Fate.DENIED));
    assertThat(errors(done)).singleElement().asString().startsWith("mail bob@corp.example");
    assertThat(tag(account, "cyd")).isEqualTo("2026-11-22");
  }

  @Test
  void aWarningIsAlwaysTriedForItLeavesNothingHalfDone() {
    AccountFixture account = unknown();
    rotationsDue(account, "ada");
    account.key(user(account, "bob"), KeyStatus.ACTIVE, 31);
    AccountFixture.Done done = account.apply(Weather.on("mail", Fate.DENIED));
    assertThat(errors(done)).hasSize(2).allMatch(error -> error.startsWith("mail "));
  }

  @Test
  void aRecordThatMayNotBeClearedIsLeftBehindOnce() {
    AccountFixture account = unknown();
    inARotation(account, "ada", KeyStatus.INACTIVE, 19, "2026-11-14 deactivated");
    inARotation(account, "bob", KeyStatus.INACTIVE, 19, "2026-11-14 deactivated");
    AccountFixture.Done done = account.apply(Weather.on("untag", Fate.DENIED));
    assertThat(errors(done)).hasSize(2);
    assertThat(tag(account, "ada")).endsWith(" deleting");
    assertThat(account.aws.now(new UserName("bob")).keys()).hasSize(2);
    assertThat(tag(account, "bob")).isEqualTo("2026-11-14 deactivated");
  }

  @Test
  void ownersAreNotToldOverAndOverWhereNothingMayBeRecorded() {
    AccountFixture account = unknown();
    for (String name : List.of("ada", "bob", "cyd")) {
      inARotation(account, name, KeyStatus.ACTIVE, 1, "2026-11-21T12:00:00Z stored");
      noted(account, new UserName(name));
    }
    assertThat(errors(account.apply(Weather.on("tag ", Fate.DENIED)))).hasSize(3);
    assertThat(account.aws.mails).hasSize(1);
  }

  @Test
  void wherePermissionsAreKnownADenialIsOneUsersOwn() {
    AccountFixture account = new AccountFixture();
    rotationsDue(account, "ada", "bob");
    assertThat(errors(account.apply(Weather.on("mail", Fate.DENIED))))
        .hasSize(2)
        .allMatch(error -> error.startsWith("mail "));
  }

  static List<Arguments> decisions() {
    KeyId old = new KeyId("AKIA000000000001");
    KeyId fresh = new KeyId("AKIA000000000002");
    Rotating rotating = new Rotating(Instant.EPOCH, old);
    Deactivated off = new Deactivated(LocalDate.EPOCH, old);
    return List.of(
        arguments(new Warn(Reason.Warn.WARNING, List.of()), Set.of()),
        arguments(new Hold(Reason.Hold.EXEMPT), Set.of()),
        arguments(new Clear(Reason.Clear.OLD_KEY_GONE), Set.of()),
        arguments(new RestartGrace(old), Set.of(RECORD)),
        arguments(
            new Rotate(Reason.Rotate.OVERDUE, old, new Stage.Begin()),
            Set.of(CREATE_KEY, STORE_FILE, SEND_MAIL)),
        arguments(
            new Rotate(Reason.Rotate.OVERDUE, old, new Stage.Make(rotating)),
            Set.of(CREATE_KEY, STORE_FILE, SEND_MAIL, RECORD)),
        arguments(
            new Rotate(Reason.Rotate.OVERDUE, old, new Stage.Replace(rotating, fresh)),
            Set.of(CREATE_KEY, STORE_FILE, SEND_MAIL, RECORD)),
        arguments(
            new Rotate(Reason.Rotate.OVERDUE, old, new Stage.Announce(fresh)), Set.of(SEND_MAIL)),
        arguments(new Rotate(Reason.Rotate.OVERDUE, old, new Stage.Notify(fresh)), Set.of(RECORD)),
        arguments(
            new Deactivate(Reason.Deactivate.GRACE_OVER, old, DeactivationStep.DEACTIVATING),
            Set.of(DEACTIVATE_KEY, SEND_MAIL)),
        arguments(
            new Deactivate(Reason.Deactivate.GRACE_OVER, old, DeactivationStep.NOTIFYING),
            Set.of(RECORD)),
        arguments(
            new Deactivate(Reason.Deactivate.GRACE_OVER, old, DeactivationStep.RECORDING),
            Set.of()),
        arguments(
            new Delete(Reason.Delete.RETENTION_OVER, off, DeletionStep.DELETING),
            Set.of(DELETE_KEY, SEND_MAIL, CLEAR_RECORD)),
        arguments(
            new Delete(Reason.Delete.RETENTION_OVER, off, DeletionStep.NOTIFYING),
            Set.of(CLEAR_RECORD)));
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void whatCannotBeTakenBackNeedsWhatComesAfterIt(Due due, Set<Effect> needs) {
    assertThat(PermissionProbe.needs(due)).isEqualTo(needs);
  }

  @Test
  void noRunBeginsWithALeaseThatItCouldNotRenew() {
    AccountFixture account = unknown();
    rotationsDue(account, "ada");
    assertThatThrownBy(() -> account.apply(Weather.on("read the lease", Fate.DENIED)))
        .hasCauseInstanceOf(CannotBegin.class)
        .rootCause()
        .hasMessageContaining("read the lease");
    assertThat(tag(account, "ada")).isEmpty();
  }

  @Test
  void aLeaseThatCannotBeSeenBeforeItIsThereIsTakenAllTheSame() {
    AccountFixture account = unknown();
    rotationsDue(account, "ada");
    assertThat(errors(account.apply(Weather.once("read the lease", Fate.DENIED)))).isEmpty();
  }

  @Test
  void thatTheSuppressionListCannotBeReadIsSaidOnce() {
    AccountFixture account = new AccountFixture();
    rotationsDue(account, "ada", "bob");
    account.apply(Weather.on("suppression", Fate.DENIED));
    assertThat(account.events)
        .filteredOn(Event.Unchecked.class::isInstance)
        .singleElement()
        .asString()
        .contains("suppression list");
  }

  private static final Delete DELETION =
      new Delete(
          Reason.Delete.RETENTION_OVER,
          new Deactivated(LocalDate.EPOCH, new KeyId("AKIA000000000001")),
          DeletionStep.DELETING);

  @Test
  void whatWasAllowedToAnyPrincipalIsNotDeniedToAllThoughAnotherNeedIsOpenYet() {
    PermissionProbe denials = new PermissionProbe(false);
    denials.allowed(SEND_MAIL);
    denials.denied(SEND_MAIL, "the mail was denied");
    assertThat(denials.guard(DELETION, () -> "begun", denial -> denial)).isEqualTo("begun");
    denials.denied(CLEAR_RECORD, "the record stays");
    assertThat(denials.guard(DELETION, () -> "begun", denial -> denial))
        .isEqualTo("the record stays");
  }

  @Test
  void usersGoTogetherWherePermissionsAreKnownOrWereSeen() throws Exception {
    PermissionProbe seen = new PermissionProbe(false);
    seen.allowed(DELETE_KEY);
    seen.allowed(SEND_MAIL);
    seen.allowed(CLEAR_RECORD);
    PermissionProbe known = new PermissionProbe(true);
    known.allowed(SEND_MAIL);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (PermissionProbe denials : List.of(known, seen)) {
        Future<String> second =
            denials.guard(
                DELETION,
                () -> {
                  Future<String> other =
                      threads.submit(() -> denials.guard(DELETION, () -> "both", word -> word));
                  return done(other);
                },
                word -> {
                  throw new AssertionError(word);
                });
        assertThat(second.get()).isEqualTo("both");
      }
    }
  }

  /** The same, once it has ended while the caller was at work. */
  private static Future<String> done(Future<String> other) {
    try {
      other.get(2, TimeUnit.MINUTES);
      return other;
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the second user waits for the first", e);
    }
  }

  /** What was shown lets waiting users begin, though the one who showed it is still at work. */
  @Test
  void aWaitingUserBeginsAsSoonAsThePermissionIsConfirmed() throws Exception {
    PermissionProbe probe = new PermissionProbe(false);
    PermissionProbe.needs(DELETION).forEach(probe::allowed);
    probe.mailsMayFail("SES cannot be reached");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> second =
          probe.guard(
              DELETION,
              () -> {
                Future<String> other = waiting(probe, threads);
                probe.allowed(Effect.SEND_MAIL);
                return done(other);
              },
              word -> {
                throw new AssertionError(word);
              });
      assertThat(second.get()).isEqualTo("begun");
    }
  }

  @Test
  void aUserWhosePermissionsAreConfirmedKeepsNoOtherWaiting() throws Exception {
    PermissionProbe probe = new PermissionProbe(false);
    PermissionProbe.needs(DELETION).forEach(probe::allowed);
    Due other = new RestartGrace(new KeyId("AKIA000000000001"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> second =
          probe.guard(
              DELETION,
              () -> done(threads.submit(() -> probe.guard(other, () -> "begun", word -> word))),
              word -> {
                throw new AssertionError(word);
              });
      assertThat(second.get()).isEqualTo("begun");
    }
  }

  @Test
  void aWaitingUserIsNotStartedOnceThePermissionIsDenied() throws Exception {
    PermissionProbe probe = new PermissionProbe(false);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> second =
          probe.guard(
              DELETION,
              () -> {
                Future<String> other = waiting(probe, threads);
                probe.denied(DELETE_KEY, "the key stays");
                return other;
              },
              word -> {
                throw new AssertionError(word);
              });
      assertThat(done(second).get()).isEqualTo("the key stays");
    }
  }

  /** Another user, who waits for the one at work. */
  private static Future<String> waiting(PermissionProbe probe, ExecutorService threads) {
    CountDownLatch waits = new CountDownLatch(1);
    Future<String> other =
        threads.submit(
            () -> {
              waits.countDown();
              return probe.guard(DELETION, () -> "begun", word -> word);
            });
    try {
      waits.await();
      assertThatThrownBy(() -> other.get(100, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return other;
  }

  @Test
  void processesUsersOneByOneUntilThePermissionIsConfirmed() throws Exception {
    PermissionProbe denials = new PermissionProbe(false);
    Delete due =
        new Delete(
            Reason.Delete.RESUME_DELETION,
            new Deactivated(LocalDate.EPOCH, new KeyId("AKIA000000000001")),
            DeletionStep.DELETING);
    List<Future<String>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        results.add(
            threads.submit(
                () ->
                    denials.guard(
                        due,
                        () -> {
                          denials.denied(Effect.SEND_MAIL, "the mail was denied");
                          return "begun";
                        },
                        denial -> denial)));
      }
    }
    List<String> words = new ArrayList<>();
    for (Future<String> result : results) {
      words.add(result.get());
    }
    assertThat(words).filteredOn("begun"::equals).hasSize(1);
    assertThat(words).filteredOn("the mail was denied"::equals).hasSize(15);
  }

  /** And not each of them, one after the other, as a key that is made and deleted again would. */
  @ParameterizedTest
  @ValueSource(strings = {"create", "store"})
  void whereAKeyCannotBeMadeOrStoredOneUserIsTouchedAtMost(String step) {
    AccountFixture account = unknown();
    rotationsDue(account, "ada", "bob", "cyd");
    AccountFixture.Done done = account.apply(Weather.on(step, Fate.DENIED));
    assertThat(errors(done)).hasSize(3);
    assertThat(errors(done)).filteredOn(error -> error.startsWith("not begun")).hasSize(2);
    assertThat(account.lines()).extracting(AuditLine::user).containsOnly(new UserName("ada"));
    assertThat(tag(account, "ada")).isEmpty();
    assertThat(account.aws.now(new UserName("ada")).keys()).hasSize(1);
  }

  /** A failure that concerns every recipient: the next user would get a key without a mail. */
  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "LOST_BEFORE", "THROTTLED"})
  void whereSesTakesNoMailOneUserGetsAKeyAtMostThoughPermissionsAreKnown(Fate fate) {
    AccountFixture account = new AccountFixture();
    rotationsDue(account, "ada", "bob", "cyd");
    inARotation(account, "dan", KeyStatus.ACTIVE, 11, "2026-11-11");
    AccountFixture.Done done = account.apply(Weather.on("mail", fate));
    assertThat(errors(done)).hasSize(4);
    assertThat(errors(done)).filteredOn(error -> error.startsWith("not begun")).hasSize(3);
    assertThat(done.count("create")).isEqualTo(1);
    assertThat(tag(account, "dan")).isEqualTo("2026-11-11");
    assertThat(errors(account.apply())).isEmpty();
  }

  @Test
  void aMailThatSesTakesShowsThatItTakesMailsAgain() {
    PermissionProbe denials = new PermissionProbe(true);
    denials.mailsFail("no connection");
    assertThat(denials.guard(DELETION, () -> "begun", no -> no)).isEqualTo("no connection");
    denials.allowed(SEND_MAIL);
    assertThat(denials.guard(DELETION, () -> "begun", no -> no)).isEqualTo("begun");
    denials.mailsFail("no connection any more");
    assertThat(denials.guard(DELETION, () -> "begun", no -> no))
        .isEqualTo("no connection any more");
  }

  @Test
  void oneLostMailAfterAnAcceptedOneStopsNoUserAndTwoDo() {
    PermissionProbe denials = new PermissionProbe(true);
    denials.allowed(SEND_MAIL);
    denials.mailsMayFail("no answer");
    assertThat(denials.guard(DELETION, () -> "begun", no -> no)).isEqualTo("begun");
    denials.mailsMayFail("no answer again");
    assertThat(denials.guard(DELETION, () -> "begun", no -> no)).isEqualTo("no answer again");
  }

  @Test
  void failedMailsDoNotMatterIfNoOwnerIsNotified() {
    PermissionProbe denials = new PermissionProbe(true);
    denials.mailsFail("no connection");
    assertThat(denials.guard(new Clear(Reason.Clear.OWN_KEY), () -> "begun", no -> no))
        .isEqualTo("begun");
  }

  @Test
  void aMailThatIsRefusedForAnotherReasonIsItsUsersOwnTrouble() {
    AccountFixture account = unknown();
    rotationsDue(account, "ada", "bob");
    AccountFixture.Done done = account.apply(Weather.on("mail ada", Fate.REFUSED));
    assertThat(errors(done)).singleElement().asString().startsWith("mail ada@corp.example");
    assertThat(tag(account, "bob")).isEqualTo("2026-11-22");
  }

  @Test
  void waitingUsersContinueOnceThePermissionIsConfirmed() throws InterruptedException {
    PermissionProbe denials = new PermissionProbe(false);
    List<String> results = new CopyOnWriteArrayList<>();
    Thread second =
        new Thread(() -> results.add(denials.guard(DELETION, () -> "second", denial -> denial)));
    results.add(
        denials.guard(
            DELETION,
            () -> {
              second.start();
              while (second.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              denials.allowed(DELETE_KEY);
              denials.allowed(SEND_MAIL);
              denials.allowed(CLEAR_RECORD);
              return "first";
            },
            denial -> denial));
    second.join();
    assertThat(results).containsExactlyInAnyOrder("first", "second");
  }

  /** What is not supported for one user is not supported for any. */
  @Test
  void afterAMailThatSesDoesNotSupportNoOtherUserGetsAKey() {
    AccountFixture account = new AccountFixture();
    rotationsDue(account, "ada", "bob", "cyd");
    AccountFixture.Done done =
        account.apply(
            call -> call.is("mail") && !call.what().contains("ada") ? Fate.UNSUPPORTED : Fate.FINE);
    assertThat(errors(done)).hasSize(2);
    assertThat(errors(done)).filteredOn(error -> error.startsWith("not begun")).hasSize(1);
    assertThat(done.count("create")).isEqualTo(2);
  }

  @Test
  void aLostMailAfterWhichNoKeyWasChangedStopsNoOtherUser() {
    lostMailStopsNoOtherUser(AccountFixture.deletionDue(), "delete");
  }

  @Test
  void aLostMailAfterNoMoreThanARecordStopsNoOtherUser() {
    lostMailStopsNoOtherUser(AccountFixture.rotationDue(), "store");
  }

  /** A run ended after this call, and the next one has only the mail, and a record, to go. */
  private static void lostMailStopsNoOtherUser(AccountFixture account, String done) {
    assertThat(account.cut(Weather.once(done, Fate.CUT_AFTER))).isTrue();
    rotationsDue(account, "bob");
    AccountFixture.Done run = account.apply(Weather.on("mail alice", Fate.LOST_BEFORE));
    assertThat(errors(run)).singleElement().asString().startsWith("mail alice");
    assertThat(tag(account, "bob")).isEqualTo("2026-11-22");
  }

  @Test
  void aStepThatIsNoMailSaysNothingAboutMails() {
    for (Fate fate : List.of(Fate.UNREACHABLE, Fate.LOST_BEFORE, Fate.UNSUPPORTED)) {
      AccountFixture account = AccountFixture.deactivationDue();
      rotationsDue(account, "bob");
      AccountFixture.Done done = account.apply(Weather.on("deactivate", fate));
      assertThat(errors(done)).as("%s", fate).hasSize(1);
      assertThat(tag(account, "bob")).as("%s", fate).isEqualTo("2026-11-22");
    }
  }

  @Test
  void onlyAnAcceptedMailShowsThatMailsAreAccepted() {
    PermissionProbe denials = new PermissionProbe(true);
    denials.mailsFail("no connection");
    denials.allowed(Effect.DELETE_KEY);
    assertThat(denials.guard(DELETION, () -> "begun", no -> no)).isEqualTo("no connection");
  }

  @Test
  void failedMailsDoNotMatterIfNoOwnerIsNotifiedThoughPermissionsAreUnknown() {
    PermissionProbe denials = new PermissionProbe(false);
    denials.mailsFail("no connection");
    RestartGrace needsNoMail = new RestartGrace(new KeyId("AKIA000000000001"));
    assertThat(denials.guard(needsNoMail, () -> "begun", no -> no)).isEqualTo("begun");
  }
}
