package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.event.AuditLine;
import dev.keyturn.event.AuditLine.Result;
import dev.keyturn.event.Effect;
import dev.keyturn.event.Event;
import dev.keyturn.event.Intervened;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedy;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Intervention.Command;
import dev.keyturn.run.Intervention.Proposal;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.state.AuditText;
import dev.keyturn.state.LeaseText;
import dev.keyturn.state.LeaseText.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** {@code undo} and {@code mend}: their effects, and that every interruption is harmless. */
class InterventionTest {
  private static final KeyId OLD = new KeyId("AKIA000000000001");
  private static final KeyId NEW = new KeyId("AKIA000000000002");

  /** One command, from its proposal to its deed, in one process. */
  private record Deed(
      AccountFixture fixture, Command command, Connection connection, Intervention intervention) {
    static Deed of(AccountFixture fixture, Command command, Weather weather) {
      RuntimeEnvironment runtime = fixture.runtime();
      Connection connection = new Connection(fixture.aws, weather, runtime);
      return new Deed(fixture, command, connection, fixture.intervention(connection, runtime));
    }

    Proposal propose() throws CannotBegin {
      return intervention.propose(command, ALICE);
    }

    void carryOut(Proposal proposal) throws CannotBegin {
      assertThat(proposal.remedy()).isInstanceOf(Remedy.Change.class);
      if (proposal.remedy() instanceof Remedy.Change change) {
        intervention.carryOut(proposal, change);
      }
    }

    Deed done() throws CannotBegin {
      carryOut(propose());
      return this;
    }

    List<String> writes() {
      return connection.log.stream().filter(Weather.Call::write).map(Weather.Call::what).toList();
    }
  }

  private static Deed undo(AccountFixture fixture) throws CannotBegin {
    return Deed.of(fixture, Command.UNDO, Weather.fine()).done();
  }

  private static Deed mend(AccountFixture fixture) throws CannotBegin {
    return Deed.of(fixture, Command.MEND, Weather.fine()).done();
  }

  /** The old key went off yesterday. */
  private static AccountFixture off() {
    AccountFixture fixture = AccountFixture.deactivationDue();
    fixture.apply();
    return fixture.later(Duration.ofDays(1));
  }

  /** Off, and its owner removed the new key. */
  private static AccountFixture nothingElse() {
    AccountFixture fixture = off();
    fixture.aws.delete(ALICE, NEW);
    return fixture;
  }

  private static AccountFixture wrongKeyOff() {
    AccountFixture fixture = AccountFixture.deactivationDue();
    fixture.aws.setStatus(ALICE, NEW, KeyStatus.INACTIVE);
    return fixture;
  }

  private static AccountFixture warningDue() {
    AccountFixture fixture = new AccountFixture().alice();
    fixture.key(ALICE, KeyStatus.ACTIVE, 40);
    return fixture;
  }

  private static AccountFixture future() {
    return AccountFixture.deactivationDue().record("2027-11-11", OLD);
  }

  private static AccountFixture smudged() {
    return AccountFixture.deactivationDue().record("nonsense", OLD);
  }

  private static KeyStatus status(AccountFixture fixture, KeyId id) {
    return fixture.aws.now(ALICE).keys().stream()
        .filter(key -> key.id().equals(id))
        .map(AccessKey::status)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatWasDoneNamesUserChangeAndTheReasonBefore() throws CannotBegin {
    Deed deed = Deed.of(smudged(), Command.MEND, Weather.fine());
    Proposal proposal = deed.propose();
    Remedy.Change change = (Remedy.Change) proposal.remedy();
    Intervened done = deed.intervention().carryOut(proposal, change);
    assertThat(done.user()).isEqualTo(ALICE);
    assertThat(done.reason()).isEqualTo(Reason.Hold.UNREADABLE_RECORD);
    assertThat(done.change()).isEqualTo(change);
    assertThat(done.by())
        .isEqualTo(
            new Intervened.By(
                "keyturn", proposal.identity().accountId(), proposal.today(), done.by().id()));
  }

  @Test
  void undoRecordsTheNewGraceThenSwitchesTheOldKeyOnThenTellsItsOwner() throws CannotBegin {
    AccountFixture fixture = off();
    Deed deed = undo(fixture);
    assertThat(deed.writes())
        .containsExactly(
            "tag alice: 2026-11-23 rotated, AKIA000000000001",
            "activate AKIA000000000001",
            "mail alice@corp.example: BroughtBack");
    assertThat(fixture.aws.mails.getLast().text()).contains("on=2026-12-04", NEW.value());
    fixture.later(Duration.ofDays(10)).apply();
    assertThat(status(fixture, OLD)).isEqualTo(KeyStatus.ACTIVE);
    fixture.later(Duration.ofDays(1)).apply();
    assertThat(status(fixture, OLD)).isEqualTo(KeyStatus.INACTIVE);
  }

  @Test
  void undoOfTheOnlyKeyTellsItsOwnerAndForgetsTheRotation() throws CannotBegin {
    AccountFixture fixture = nothingElse();
    assertThat(undo(fixture).writes())
        .containsExactly(
            "activate AKIA000000000001", "mail alice@corp.example: BroughtBack", "untag alice");
    assertThat(fixture.aws.mails.getLast().text()).contains("Kept");
    assertThat(fixture.apply().row().decision().verb()).isEqualTo(Verb.ROTATE);
  }

  @Test
  void afterAnUndoTheDaysOfTheOldKeyBeginAgainIfItGoesOffAgain() throws CannotBegin {
    AccountFixture fixture = off();
    assertThat(fixture.notes().inactive()).containsOnlyKeys(OLD);
    undo(fixture);
    assertThat(fixture.notes().inactive()).isEmpty();
  }

  @Test
  void noNewKeyIsReplacedWhileTheNotesCannotBeRead() throws CannotBegin {
    AccountFixture fixture = AccountFixture.neverFetched();
    Deed deed = Deed.of(fixture, Command.MEND, Weather.on("read the notes", Fate.DENIED));
    assertThat(deed.propose().remedy())
        .isInstanceOfSatisfying(
            Remedy.Hint.class, hint -> assertThat(hint.text()).contains("s3:GetObject", "state/"));
  }

  @Test
  void mendReplacesTheNewKeyAndTheOldOneKeepsWorking() throws CannotBegin {
    AccountFixture fixture = AccountFixture.neverFetched();
    assertThat(mend(fixture).writes())
        .extracting(what -> what.split(" ", 2)[0])
        .containsExactly("claim", "delete", "tag", "create", "store", "tag", "mail", "tag");
    KeyId third = new KeyId("AKIA000000000003");
    assertThat(fixture.aws.now(ALICE).keys()).extracting(AccessKey::id).containsExactly(OLD, third);
    assertThat(status(fixture, OLD)).isEqualTo(KeyStatus.ACTIVE);
    assertThat(fixture.aws.mails.getLast().text()).contains(third.value());
    assertThat(fixture.aws.now(ALICE).tags()).containsEntry(AccountFixture.DATE_TAG, "2026-12-03");
    fixture.used(third).later(Duration.ofDays(11)).apply();
    assertThat(status(fixture, OLD)).isEqualTo(KeyStatus.INACTIVE);
  }

  @Test
  void mendAnnouncesTheOldFileWhereItTurnsUpAfterAll() throws CannotBegin {
    AccountFixture fixture = AccountFixture.neverFetched();
    Deed deed =
        Deed.of(fixture, Command.MEND, Weather.before("claim", () -> fixture.fileOf(NEW))).done();
    assertThat(deed.writes()).noneMatch(what -> what.startsWith("delete"));
    assertThat(status(fixture, NEW)).isEqualTo(KeyStatus.ACTIVE);
  }

  @Test
  void mendReleasesUsersHeldByTheTags() throws CannotBegin {
    AccountFixture wrong = wrongKeyOff();
    assertThat(mend(wrong).writes()).containsExactly("untag alice");
    assertThat(wrong.apply().row().decision().reason()).isEqualTo(Reason.Warn.SLOT_TAKEN);
    AccountFixture future = future();
    assertThat(mend(future).writes())
        .containsExactly("tag alice: 2026-11-22 rotated, AKIA000000000001");
    assertThat(future.apply().report().rows()).isEmpty();
    AccountFixture smudged = smudged();
    assertThat(mend(smudged).writes()).containsExactly("untag alice");
    assertThat(smudged.apply().row().decision().reason()).isEqualTo(Reason.Warn.BOTH_ACTIVE);
  }

  @Test
  void aProposalWritesNothingAndSaysWhatARunWouldDecide() throws CannotBegin {
    for (Supplier<AccountFixture> start :
        List.<Supplier<AccountFixture>>of(
            InterventionTest::off,
            AccountFixture::neverFetched,
            AccountFixture::rotationDue,
            InterventionTest::warningDue)) {
      for (Command command : Command.values()) {
        AccountFixture fixture = start.get();
        Map<String, String> bucketObjects = Map.copyOf(fixture.aws.bucketObjects);
        Deed deed = Deed.of(fixture, command, Weather.fine());
        Proposal proposal = deed.propose();
        assertThat(fixture.planned(Weather.fine()).entries())
            .singleElement()
            .isInstanceOfSatisfying(
                Plan.Decided.class,
                decided -> assertThat(decided.decision()).isEqualTo(proposal.decision()));
        assertThat(deed.writes()).isEmpty();
        assertThat(fixture.aws.bucketObjects).isEqualTo(bucketObjects);
      }
    }
  }

  @Test
  void mendsOnlyHeldUsers() throws CannotBegin {
    assertThat(
            Deed.of(AccountFixture.rotationDue(), Command.MEND, Weather.fine()).propose().remedy())
        .isEqualTo(
            new Remedy.Hint(
                "alice is not held: there is nothing to mend. keyturn plan --verbose says what is"
                    + " due."));
  }

  @Test
  void reportsUsersThatDoNotExistOrCannotBeRead() {
    AccountFixture fixture = off();
    Deed deed = Deed.of(fixture, Command.UNDO, Weather.fine());
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> deed.intervention().propose(Command.UNDO, new UserName("bob")))
        .withMessage(
            "There is no user 'bob' in this account. Check the name (letter case counts) and the"
                + " account (--profile, --account); 'aws iam list-users' lists the names.");
    for (String verb : List.of("who am I", "keys of alice", "tags of alice")) {
      assertThatExceptionOfType(CannotBegin.class)
          .isThrownBy(() -> Deed.of(fixture, Command.UNDO, Weather.on(verb, Fate.DENIED)).propose())
          .withMessageContaining(verb + ": DENIED");
    }
  }

  @Test
  void nothingIsDoneForAUserWhoChangedSinceTheProposal() throws CannotBegin {
    List<Consumer<AccountFixture>> changes =
        List.of(
            fixture -> fixture.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE),
            fixture -> fixture.aws.delete(ALICE, OLD),
            fixture -> fixture.aws.setStatus(ALICE, NEW, KeyStatus.INACTIVE),
            fixture -> fixture.aws.untag(ALICE, List.of("email")),
            fixture -> fixture.aws.untag(ALICE, List.of(AccountFixture.DATE_TAG)),
            fixture -> fixture.aws.users.remove(ALICE));
    for (Consumer<AccountFixture> change : changes) {
      AccountFixture fixture = off();
      Deed deed = Deed.of(fixture, Command.UNDO, Weather.fine());
      Proposal proposal = deed.propose();
      change.accept(fixture);
      assertThatExceptionOfType(CannotBegin.class).isThrownBy(() -> deed.carryOut(proposal));
      assertThat(deed.writes()).isEmpty();
      assertThat(
              LeaseText.read(fixture.aws.bucketObjects.getOrDefault(BucketPaths.LEASE, ""))
                  .orElseThrow()
                  .state())
          .isEqualTo(State.GIVEN_BACK);
    }
    AccountFixture fetched = AccountFixture.neverFetched();
    Deed deed = Deed.of(fetched, Command.MEND, Weather.fine());
    Proposal proposal = deed.propose();
    fetched.used(NEW);
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> deed.carryOut(proposal))
        .withMessageContaining("changed meanwhile");
    assertThat(deed.writes()).isEmpty();
  }

  @Test
  void itStandsInTheAuditTrailUnderTheNameOfItsCommand() throws CannotBegin {
    AccountFixture fixture = off();
    fixture.events.clear();
    undo(fixture);
    assertThat(fixture.lines())
        .allMatch(line -> line.reason().equals("undo") && line.user().equals(ALICE))
        .extracting(AuditLine::effect)
        .containsExactly(Effect.BEGIN, Effect.RECORD, Effect.ACTIVATE_KEY, Effect.SEND_MAIL);
    assertThat(fixture.lines().getFirst().result()).isEqualTo(new Result.Begun());
    fixture
        .lines()
        .forEach(
            line -> assertThat(fixture.aws.bucketObjects.toString()).contains(AuditText.of(line)));
    AccountFixture held = AccountFixture.neverFetched();
    held.events.clear();
    mend(held);
    assertThat(held.lines()).allMatch(line -> line.reason().equals("mend"));
    assertThat(held.lines().getFirst().object()).isEqualTo("replace new key");
  }

  @Test
  void nothingIsTouchedWhereItCannotBeNoted() throws CannotBegin {
    for (Supplier<AccountFixture> start :
        List.<Supplier<AccountFixture>>of(InterventionTest::off, AccountFixture::neverFetched)) {
      AccountFixture fixture = start.get();
      Command command =
          fixture.aws.objects.isEmpty() && status(fixture, OLD) == KeyStatus.ACTIVE
              ? Command.MEND
              : Command.UNDO;
      Deed deed = Deed.of(fixture, command, Weather.on("write the audit trail", Fate.DENIED));
      Proposal proposal = deed.propose();
      assertThatExceptionOfType(CannotBegin.class)
          .isThrownBy(() -> deed.carryOut(proposal))
          .withMessageContaining("The audit trail could not be written");
      assertThat(deed.writes()).isEmpty();
      assertThat(fixture.events).anyMatch(Event.Unchecked.class::isInstance);
    }
  }

  @Test
  void allWaitForTheRunThatIsAtWork() throws CannotBegin {
    for (Command command : Command.values()) {
      AccountFixture fixture =
          switch (command) {
            case UNDO -> off();
            case MEND -> AccountFixture.neverFetched();
            case ROTATE -> AccountFixture.rotationDue();
          };
      Deed deed = Deed.of(fixture, command, Weather.fine());
      Proposal proposal = deed.propose();
      fixture.aws.bucketObjects.put(
          BucketPaths.LEASE,
          new LeaseText("a run", State.HELD, fixture.clock.instant().plusSeconds(30)).json());
      Instant until = fixture.clock.instant().plusSeconds(30);
      fixture.events.clear();
      deed.carryOut(proposal);
      assertThat(fixture.events).filteredOn(Event.AnotherRun.class::isInstance).hasSize(1);
      assertThat(fixture.clock.instant()).isAfter(until);
      assertThat(fixture.aws.bucketObjects.get(BucketPaths.LEASE))
          .contains("GIVEN_BACK", command.name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void nothingIsDoneWhileAnotherRunIsAtWorkAllTheTime() throws CannotBegin {
    AccountFixture fixture = off();
    Deed deed =
        Deed.of(
            fixture,
            Command.UNDO,
            call -> {
              if (call.is(Leases.READ)) {
                Leases.held(fixture, Duration.ofSeconds(40));
              }
              return Fate.FINE;
            });
    Proposal proposal = deed.propose();
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> deed.carryOut(proposal))
        .withMessageContaining("Another run was at work all the time");
    assertThat(deed.writes()).isEmpty();
    assertThat(Leases.text(fixture).holder()).isEqualTo("the other run");
  }

  @Test
  void anOrderStandsInTheAuditTrailAndIsNotGivenWithoutIt() throws CannotBegin {
    AccountFixture fixture = AccountFixture.rotationDue();
    Deed.of(fixture, Command.ROTATE, Weather.fine()).done();
    assertThat(fixture.lines())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.effect()).isEqualTo(Effect.BEGIN);
              assertThat(line.object()).isEqualTo("order");
              assertThat(line.key()).isEqualTo(OLD.value());
            });
    AccountFixture denied = AccountFixture.rotationDue();
    Deed deed = Deed.of(denied, Command.ROTATE, Weather.on("write the audit trail", Fate.DENIED));
    Proposal proposal = deed.propose();
    assertThatExceptionOfType(CannotBegin.class).isThrownBy(() -> deed.carryOut(proposal));
    assertThat(denied.notes().orders()).isEmpty();
  }

  @Test
  void noNewKeyIsReplacedWhileItIsUnclearWhetherTheBucketIsPublic() throws CannotBegin {
    AccountFixture fixture = AccountFixture.neverFetched();
    Deed deed = Deed.of(fixture, Command.MEND, Weather.on("check the bucket", Fate.DENIED));
    Proposal proposal = deed.propose();
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> deed.carryOut(proposal))
        .withMessageContaining("No key can be made now (BUCKET_UNCLEAR)")
        .withMessageContaining("s3:GetBucketPolicyStatus");
    assertThat(deed.writes()).isEmpty();
  }

  @Test
  void aMailThatWasRefusedIsNotNotedAsSent() throws CannotBegin {
    AccountFixture fixture = AccountFixture.neverFetched();
    Deed deed = Deed.of(fixture, Command.MEND, Weather.on("mail", Fate.REFUSED));
    Proposal proposal = deed.propose();
    assertThatExceptionOfType(PortFailure.class).isThrownBy(() -> deed.carryOut(proposal));
    assertThat(fixture.notes().neverAnnounced(new KeyId("AKIA000000000003"))).isTrue();
  }

  /** What one attempt at a command came to. */
  private static boolean cut(AccountFixture fixture, Command command, Weather weather)
      throws CannotBegin {
    Deed deed = Deed.of(fixture, command, weather);
    try {
      deed.done();
      return false;
    } catch (Cut e) {
      return true;
    } catch (PortFailure e) {
      return false;
    }
  }

  private static void aKeyWorks(AccountFixture fixture, String story) {
    assertThat(fixture.aws.now(ALICE).keys()).as(story).anyMatch(AccessKey::active);
  }

  @Test
  void anUndoThatIsCutOffAnywhereLosesNoKeyAndTheNextRunsEndInPeace() throws CannotBegin {
    for (Supplier<AccountFixture> start :
        List.<Supplier<AccountFixture>>of(InterventionTest::off, InterventionTest::nothingElse)) {
      boolean working = start.get().aws.now(ALICE).keys().size() > 1;
      boolean wasCut = true;
      for (int k = 1; wasCut; k++) {
        for (Fate fate : List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER)) {
          AccountFixture fixture = start.get();
          wasCut = cut(fixture, Command.UNDO, Weather.at(k, fate));
          String story = "%s call %d".formatted(fate, k);
          if (working) {
            aKeyWorks(fixture, story);
          }
          fixture.later(Duration.ofMinutes(20)).apply();
          assertThat(fixture.aws.now(ALICE).keys())
              .as(story)
              .extracting(AccessKey::id)
              .contains(OLD);
          AccountFixture again = fixture.later(Duration.ofMinutes(20));
          if (status(again, OLD) == KeyStatus.INACTIVE) {
            undo(again);
          }
          assertThat(status(again, OLD)).as(story).isEqualTo(KeyStatus.ACTIVE);
        }
      }
    }
  }

  @Test
  void theNextRunCompletesAnInterruptedReplacementOfANewKey() throws CannotBegin {
    boolean wasCut = true;
    for (int k = 1; wasCut; k++) {
      for (Fate fate : List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER)) {
        AccountFixture fixture = AccountFixture.neverFetched();
        wasCut = cut(fixture, Command.MEND, Weather.at(k, fate));
        String story = "%s call %d".formatted(fate, k);
        assertThat(status(fixture, OLD)).as(story).isEqualTo(KeyStatus.ACTIVE);
        for (int run = 0; run < 3; run++) {
          fixture.later(Duration.ofMinutes(20)).apply();
          assertThat(status(fixture, OLD)).as(story).isEqualTo(KeyStatus.ACTIVE);
        }
        AccessKey newest = fixture.aws.now(ALICE).keys().getLast();
        if (!newest.id().equals(NEW)) {
          assertThat(fixture.standing())
              .as(story)
              .contains("new key, ACTIVE, with its file")
              .contains("Replaced");
        }
        assertThat(fixture.aws.now(ALICE).keys()).as(story).hasSize(2);
      }
    }
  }

  @Test
  void aStepThatFailsIsSaidAndTheLeaseIsGivenBack() throws CannotBegin {
    for (String verb : List.of("tag alice", "activate", "mail")) {
      AccountFixture fixture = off();
      Deed deed = Deed.of(fixture, Command.UNDO, Weather.on(verb, Fate.REFUSED));
      Proposal proposal = deed.propose();
      assertThatExceptionOfType(PortFailure.class)
          .isThrownBy(() -> deed.carryOut(proposal))
          .withMessageContaining("REFUSED");
      assertThat(fixture.aws.bucketObjects.getOrDefault(BucketPaths.LEASE, ""))
          .contains("GIVEN_BACK", "undo");
      aKeyWorks(fixture, verb);
    }
  }

  @Test
  void aPlaceThatIsNotFreeYetOrAnotherRunsClaimIsSaid() throws CannotBegin {
    AccountFixture taken = AccountFixture.neverFetched();
    Deed full =
        Deed.of(
            taken,
            Command.MEND,
            call -> {
              if (call.is("create")) {
                taken.key(ALICE, KeyStatus.ACTIVE, 0);
              }
              return Fate.FINE;
            });
    Proposal first = full.propose();
    assertThatExceptionOfType(PortFailure.class)
        .isThrownBy(() -> full.carryOut(first))
        .withMessageContaining("is not free yet");
    AccountFixture claimed = AccountFixture.neverFetched();
    Deed conflict =
        Deed.of(
            claimed,
            Command.MEND,
            call -> {
              if (call.is("store")) {
                claimed.aws.put(
                    HandOver.objectKey(ALICE, new KeyId("AKIA000000000003")), new byte[0]);
              }
              return Fate.FINE;
            });
    Proposal second = conflict.propose();
    assertThatExceptionOfType(PortFailure.class)
        .isThrownBy(() -> conflict.carryOut(second))
        .withMessageContaining("another run took this rotation over");
  }

  @Test
  void neverReplacesANewKeyThatWasUsed() throws CannotBegin {
    AccountFixture fixture = AccountFixture.neverFetched();
    fixture.aws.uses.put(NEW, new LastUse.At(fixture.clock.instant(), "s3", "eu-central-1"));
    assertThat(Deed.of(fixture, Command.MEND, Weather.fine()).propose().remedy())
        .isInstanceOf(Remedy.Advice.class);
  }
}
