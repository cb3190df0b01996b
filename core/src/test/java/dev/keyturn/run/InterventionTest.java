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
      AccountFixture lab, Command command, Connection connection, Intervention intervention) {
    static Deed of(AccountFixture lab, Command command, Weather weather) {
      RuntimeEnvironment runtime = lab.runtime();
      Connection connection = new Connection(lab.aws, weather, runtime);
      return new Deed(lab, command, connection, lab.intervention(connection, runtime));
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

  private static Deed undo(AccountFixture lab) throws CannotBegin {
    return Deed.of(lab, Command.UNDO, Weather.fine()).done();
  }

  private static Deed mend(AccountFixture lab) throws CannotBegin {
    return Deed.of(lab, Command.MEND, Weather.fine()).done();
  }

  /** The old key went off yesterday. */
  private static AccountFixture off() {
    AccountFixture lab = AccountFixture.deactivationDue();
    lab.apply();
    return lab.later(Duration.ofDays(1));
  }

  /** Off, and its owner removed the new key. */
  private static AccountFixture nothingElse() {
    AccountFixture lab = off();
    lab.aws.delete(ALICE, NEW);
    return lab;
  }

  private static AccountFixture wrongKeyOff() {
    AccountFixture lab = AccountFixture.deactivationDue();
    lab.aws.setStatus(ALICE, NEW, KeyStatus.INACTIVE);
    return lab;
  }

  private static AccountFixture warningDue() {
    AccountFixture lab = new AccountFixture().alice();
    lab.key(ALICE, KeyStatus.ACTIVE, 40);
    return lab;
  }

  private static AccountFixture future() {
    return AccountFixture.deactivationDue().record("2027-11-11", OLD);
  }

  private static AccountFixture smudged() {
    return AccountFixture.deactivationDue().record("nonsense", OLD);
  }

  private static KeyStatus status(AccountFixture lab, KeyId id) {
    return lab.aws.now(ALICE).keys().stream()
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
    AccountFixture lab = off();
    Deed deed = undo(lab);
    assertThat(deed.writes())
        .containsExactly(
            "tag alice: 2026-11-23 rotated, AKIA000000000001",
            "activate AKIA000000000001",
            "mail alice@corp.example: BroughtBack");
    assertThat(lab.aws.mails.getLast().text()).contains("on=2026-12-04", NEW.value());
    lab.later(Duration.ofDays(10)).apply();
    assertThat(status(lab, OLD)).isEqualTo(KeyStatus.ACTIVE);
    lab.later(Duration.ofDays(1)).apply();
    assertThat(status(lab, OLD)).isEqualTo(KeyStatus.INACTIVE);
  }

  @Test
  void undoOfTheOnlyKeyTellsItsOwnerAndForgetsTheRotation() throws CannotBegin {
    AccountFixture lab = nothingElse();
    assertThat(undo(lab).writes())
        .containsExactly(
            "activate AKIA000000000001", "mail alice@corp.example: BroughtBack", "untag alice");
    assertThat(lab.aws.mails.getLast().text()).contains("Kept");
    assertThat(lab.apply().row().decision().verb()).isEqualTo(Verb.ROTATE);
  }

  @Test
  void mendReplacesTheNewKeyAndTheOldOneKeepsWorking() throws CannotBegin {
    AccountFixture lab = AccountFixture.neverFetched();
    assertThat(mend(lab).writes())
        .extracting(what -> what.split(" ", 2)[0])
        .containsExactly("claim", "delete", "tag", "create", "store", "tag", "mail", "tag");
    KeyId third = new KeyId("AKIA000000000003");
    assertThat(lab.aws.now(ALICE).keys()).extracting(AccessKey::id).containsExactly(OLD, third);
    assertThat(status(lab, OLD)).isEqualTo(KeyStatus.ACTIVE);
    assertThat(lab.aws.mails.getLast().text()).contains(third.value());
    assertThat(lab.aws.now(ALICE).tags()).containsEntry(AccountFixture.DATE_TAG, "2026-12-03");
    lab.used(third).later(Duration.ofDays(11)).apply();
    assertThat(status(lab, OLD)).isEqualTo(KeyStatus.INACTIVE);
  }

  @Test
  void mendAnnouncesTheOldFileWhereItTurnsUpAfterAll() throws CannotBegin {
    AccountFixture lab = AccountFixture.neverFetched();
    Deed deed = Deed.of(lab, Command.MEND, Weather.before("claim", () -> lab.fileOf(NEW))).done();
    assertThat(deed.writes()).noneMatch(what -> what.startsWith("delete"));
    assertThat(status(lab, NEW)).isEqualTo(KeyStatus.ACTIVE);
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
        AccountFixture lab = start.get();
        Map<String, String> bucketObjects = Map.copyOf(lab.aws.bucketObjects);
        Deed deed = Deed.of(lab, command, Weather.fine());
        Proposal proposal = deed.propose();
        assertThat(lab.planned(Weather.fine()).entries())
            .singleElement()
            .isInstanceOfSatisfying(
                Plan.Decided.class,
                decided -> assertThat(decided.decision()).isEqualTo(proposal.decision()));
        assertThat(deed.writes()).isEmpty();
        assertThat(lab.aws.bucketObjects).isEqualTo(bucketObjects);
      }
    }
  }

  @Test
  void mendsOnlyHeldUsers() throws CannotBegin {
    assertThat(
            Deed.of(AccountFixture.rotationDue(), Command.MEND, Weather.fine()).propose().remedy())
        .isEqualTo(new Remedy.Hint("alice is not held: there is nothing to mend."));
  }

  @Test
  void reportsUsersThatDoNotExistOrCannotBeRead() {
    AccountFixture lab = off();
    Deed deed = Deed.of(lab, Command.UNDO, Weather.fine());
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> deed.intervention().propose(Command.UNDO, new UserName("bob")))
        .withMessage("There is no user 'bob' in this account.");
    for (String verb : List.of("who am I", "keys of alice", "tags of alice")) {
      assertThatExceptionOfType(CannotBegin.class)
          .isThrownBy(() -> Deed.of(lab, Command.UNDO, Weather.on(verb, Fate.DENIED)).propose())
          .withMessageContaining(verb + ": DENIED");
    }
  }

  @Test
  void nothingIsDoneForAUserWhoChangedSinceTheProposal() throws CannotBegin {
    List<Consumer<AccountFixture>> changes =
        List.of(
            lab -> lab.aws.setStatus(ALICE, OLD, KeyStatus.ACTIVE),
            lab -> lab.aws.delete(ALICE, OLD),
            lab -> lab.aws.setStatus(ALICE, NEW, KeyStatus.INACTIVE),
            lab -> lab.aws.untag(ALICE, List.of("email")),
            lab -> lab.aws.untag(ALICE, List.of(AccountFixture.DATE_TAG)),
            lab -> lab.aws.users.remove(ALICE));
    for (Consumer<AccountFixture> change : changes) {
      AccountFixture lab = off();
      Deed deed = Deed.of(lab, Command.UNDO, Weather.fine());
      Proposal proposal = deed.propose();
      change.accept(lab);
      assertThatExceptionOfType(CannotBegin.class).isThrownBy(() -> deed.carryOut(proposal));
      assertThat(deed.writes()).isEmpty();
      assertThat(
              LeaseText.read(lab.aws.bucketObjects.getOrDefault(BucketPaths.LEASE, ""))
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
    AccountFixture lab = off();
    lab.events.clear();
    undo(lab);
    assertThat(lab.lines())
        .allMatch(line -> line.reason().equals("undo") && line.user().equals(ALICE))
        .extracting(AuditLine::effect)
        .containsExactly(Effect.BEGIN, Effect.RECORD, Effect.ACTIVATE_KEY, Effect.SEND_MAIL);
    assertThat(lab.lines().getFirst().result()).isEqualTo(new Result.Begun());
    lab.lines()
        .forEach(line -> assertThat(lab.aws.bucketObjects.toString()).contains(AuditText.of(line)));
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
      AccountFixture lab = start.get();
      Command command =
          lab.aws.objects.isEmpty() && status(lab, OLD) == KeyStatus.ACTIVE
              ? Command.MEND
              : Command.UNDO;
      Deed deed = Deed.of(lab, command, Weather.on("write the audit trail", Fate.DENIED));
      Proposal proposal = deed.propose();
      assertThatExceptionOfType(CannotBegin.class)
          .isThrownBy(() -> deed.carryOut(proposal))
          .withMessageContaining("The audit trail could not be written");
      assertThat(deed.writes()).isEmpty();
      assertThat(lab.events).anyMatch(Event.Unchecked.class::isInstance);
    }
  }

  @Test
  void allWaitForTheRunThatIsAtWork() throws CannotBegin {
    for (Command command : Command.values()) {
      AccountFixture lab =
          switch (command) {
            case UNDO -> off();
            case MEND -> AccountFixture.neverFetched();
            case ROTATE -> AccountFixture.rotationDue();
          };
      Deed deed = Deed.of(lab, command, Weather.fine());
      Proposal proposal = deed.propose();
      lab.aws.bucketObjects.put(
          BucketPaths.LEASE,
          new LeaseText("a run", State.HELD, lab.clock.instant().plusSeconds(30)).json());
      Instant until = lab.clock.instant().plusSeconds(30);
      lab.events.clear();
      deed.carryOut(proposal);
      assertThat(lab.events).filteredOn(Event.AnotherRun.class::isInstance).hasSize(1);
      assertThat(lab.clock.instant()).isAfter(until);
      assertThat(lab.aws.bucketObjects.get(BucketPaths.LEASE))
          .contains("GIVEN_BACK", command.name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void nothingIsDoneWhileAnotherRunIsAtWorkAllTheTime() throws CannotBegin {
    AccountFixture lab = off();
    Deed deed =
        Deed.of(
            lab,
            Command.UNDO,
            call -> {
              if (call.is(Leases.READ)) {
                Leases.held(lab, Duration.ofSeconds(40));
              }
              return Fate.FINE;
            });
    Proposal proposal = deed.propose();
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> deed.carryOut(proposal))
        .withMessageContaining("Another run was at work all the time");
    assertThat(deed.writes()).isEmpty();
    assertThat(Leases.text(lab).holder()).isEqualTo("the other run");
  }

  @Test
  void anOrderStandsInTheAuditTrailAndIsNotGivenWithoutIt() throws CannotBegin {
    AccountFixture lab = AccountFixture.rotationDue();
    Deed.of(lab, Command.ROTATE, Weather.fine()).done();
    assertThat(lab.lines())
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
    AccountFixture lab = AccountFixture.neverFetched();
    Deed deed = Deed.of(lab, Command.MEND, Weather.on("check the bucket", Fate.DENIED));
    Proposal proposal = deed.propose();
    assertThatExceptionOfType(CannotBegin.class)
        .isThrownBy(() -> deed.carryOut(proposal))
        .withMessageContaining("No key can be made now (BUCKET_UNCLEAR)")
        .withMessageContaining("s3:GetBucketPolicyStatus");
    assertThat(deed.writes()).isEmpty();
  }

  @Test
  void aMailThatWasRefusedIsNotNotedAsSent() throws CannotBegin {
    AccountFixture lab = AccountFixture.neverFetched();
    Deed deed = Deed.of(lab, Command.MEND, Weather.on("mail", Fate.REFUSED));
    Proposal proposal = deed.propose();
    assertThatExceptionOfType(PortFailure.class).isThrownBy(() -> deed.carryOut(proposal));
    assertThat(lab.notes().neverAnnounced(new KeyId("AKIA000000000003"))).isTrue();
  }

  /** What one attempt at a command came to. */
  private static boolean cut(AccountFixture lab, Command command, Weather weather)
      throws CannotBegin {
    Deed deed = Deed.of(lab, command, weather);
    try {
      deed.done();
      return false;
    } catch (Cut e) {
      return true;
    } catch (PortFailure e) {
      return false;
    }
  }

  private static void aKeyWorks(AccountFixture lab, String story) {
    assertThat(lab.aws.now(ALICE).keys()).as(story).anyMatch(AccessKey::active);
  }

  @Test
  void anUndoThatIsCutOffAnywhereLosesNoKeyAndTheNextRunsEndInPeace() throws CannotBegin {
    for (Supplier<AccountFixture> start :
        List.<Supplier<AccountFixture>>of(InterventionTest::off, InterventionTest::nothingElse)) {
      boolean working = start.get().aws.now(ALICE).keys().size() > 1;
      boolean wasCut = true;
      for (int k = 1; wasCut; k++) {
        for (Fate fate : List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER)) {
          AccountFixture lab = start.get();
          wasCut = cut(lab, Command.UNDO, Weather.at(k, fate));
          String story = "%s call %d".formatted(fate, k);
          if (working) {
            aKeyWorks(lab, story);
          }
          lab.later(Duration.ofMinutes(20)).apply();
          assertThat(lab.aws.now(ALICE).keys()).as(story).extracting(AccessKey::id).contains(OLD);
          AccountFixture again = lab.later(Duration.ofMinutes(20));
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
        AccountFixture lab = AccountFixture.neverFetched();
        wasCut = cut(lab, Command.MEND, Weather.at(k, fate));
        String story = "%s call %d".formatted(fate, k);
        assertThat(status(lab, OLD)).as(story).isEqualTo(KeyStatus.ACTIVE);
        for (int run = 0; run < 3; run++) {
          lab.later(Duration.ofMinutes(20)).apply();
          assertThat(status(lab, OLD)).as(story).isEqualTo(KeyStatus.ACTIVE);
        }
        AccessKey newest = lab.aws.now(ALICE).keys().getLast();
        if (!newest.id().equals(NEW)) {
          assertThat(lab.standing())
              .as(story)
              .contains("new key, ACTIVE, with its file")
              .contains("Replaced");
        }
        assertThat(lab.aws.now(ALICE).keys()).as(story).hasSize(2);
      }
    }
  }

  @Test
  void aStepThatFailsIsSaidAndTheLeaseIsGivenBack() throws CannotBegin {
    for (String verb : List.of("tag alice", "activate", "mail")) {
      AccountFixture lab = off();
      Deed deed = Deed.of(lab, Command.UNDO, Weather.on(verb, Fate.REFUSED));
      Proposal proposal = deed.propose();
      assertThatExceptionOfType(PortFailure.class)
          .isThrownBy(() -> deed.carryOut(proposal))
          .withMessageContaining("REFUSED");
      assertThat(lab.aws.bucketObjects.getOrDefault(BucketPaths.LEASE, ""))
          .contains("GIVEN_BACK", "undo");
      aKeyWorks(lab, verb);
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
    AccountFixture lab = AccountFixture.neverFetched();
    lab.aws.uses.put(NEW, new LastUse.At(lab.clock.instant(), "s3", "eu-central-1"));
    assertThat(Deed.of(lab, Command.MEND, Weather.fine()).propose().remedy())
        .isInstanceOf(Remedy.Advice.class);
  }
}
