package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.event.Event;
import dev.keyturn.event.Report;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Secret;
import dev.keyturn.run.ReadOnlyPorts.HubChecks;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.settings.Assumed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan that nothing follows needs neither a bucket nor a sender, and says what is missing. */
class ReadOnlyPortsTest {
  private static final Assumed NOTHING_SET =
      new Assumed(Map.of("S3_CSV_BUCKET", "not-set", "SES_EMAIL", "not-set@keyturn.invalid"));

  private static final EmailAddress ADDRESS = new EmailAddress("alice@corp.example");

  private final AccountFixture fixture = AccountFixture.rotationDue();
  private final Map<String, String> kept = new HashMap<>();
  private final LocalText ledger =
      new LocalText() {
        @Override
        public Optional<String> read(String account) {
          return Optional.ofNullable(kept.get(account));
        }

        @Override
        public void write(String account, String text) {
          kept.put(account, text);
        }
      };

  private record Looked(Report report, List<String> remarks, String calls) {
    Reason reason() {
      return report.rows().getFirst().decision().reason();
    }
  }

  private Looked look(Weather weather, Assumed assumed) throws CannotBegin {
    RuntimeEnvironment runtime = fixture.runtime();
    Connection connection = new Connection(fixture.aws, weather, runtime);
    ReadOnlyPorts ports = new ReadOnlyPorts(connection.ports(), assumed, ledger);
    Run run =
        new Run(
            fixture.settings,
            ports.ports(),
            (_, _, _) -> {
              throw new AssertionError("no mail is written");
            },
            runtime,
            fixture.events::add);
    Plan plan = run.plan(RunRequest.everyone());
    run.remember(plan);
    Report report = run.report(plan);
    return new Looked(report, ports.remarks(), connection.calls());
  }

  private Ports over(Weather weather, Assumed assumed) {
    return new ReadOnlyPorts(
            new Connection(fixture.aws, weather, fixture.runtime()).ports(), assumed, ledger)
        .ports();
  }

  /** An address that gets no mail, an owner without access, and a sender that is paused. */
  private KeyId hindered() {
    fixture.aws.suppressed.put(ADDRESS, "COMPLAINT");
    fixture.aws.withoutAccess.add(ALICE);
    fixture.aws.allowance = new Allowance.Paused();
    KeyId key = fixture.aws.now(ALICE).keys().getFirst().id();
    fixture.fileOf(key);
    return key;
  }

  @ParameterizedTest
  @ValueSource(strings = {"check the bucket", "check the sender"})
  void aBucketOrSenderThatEndsARunIsARemark(String check) throws CannotBegin {
    Looked looked = look(Weather.on(check, Fate.REFUSED), Assumed.none());
    assertThat(looked.reason()).isEqualTo(Reason.Rotate.OVERDUE);
    assertThat(looked.remarks()).singleElement().asString().contains(check);
    assertThat(look(Weather.fine(), Assumed.none()).remarks()).isEmpty();
  }

  /** What cannot be read of it is as nothing: it may not exist. */
  @Test
  void aRefusedBucketThatCannotBeReadIsEmpty() throws CannotBegin {
    Weather refused =
        call ->
            call.is("check the bucket") || (call.is("read the ") && !call.is("read the report"))
                ? Fate.REFUSED
                : Fate.FINE;
    Looked looked = look(refused, Assumed.none());
    assertThat(looked.reason()).isEqualTo(Reason.Rotate.OVERDUE);
    assertThat(fixture.events).noneMatch(Event.Unchecked.class::isInstance);
  }

  @Test
  void whatIsNotSetIsNotAskedFor() throws CannotBegin {
    Looked looked = look(Weather.fine(), NOTHING_SET);
    assertThat(looked.reason()).isEqualTo(Reason.Rotate.OVERDUE);
    assertThat(looked.remarks()).isEmpty();
    assertThat(looked.calls())
        .doesNotContain("bucket", "sender", "the notes", "the ledger")
        .doesNotContain("suppression", "access of", "sending quota");
    assertThat(fixture.events).noneMatch(Event.Unchecked.class::isInstance);
  }

  /** The bucket has no ledger before the first apply. */
  @Test
  void aSecondPlanMakesNoCallForAUserWhomTheFirstLookedAt() throws CannotBegin {
    for (Assumed assumed : List.of(Assumed.none(), NOTHING_SET)) {
      kept.clear();
      assertThat(look(Weather.fine(), assumed).calls()).contains("keys of alice");
      assertThat(kept).containsOnlyKeys(AccountFixture.ACCOUNT);
      assertThat(fixture.aws.bucketObjects).isEmpty();
      Looked second = look(Weather.fine(), assumed);
      assertThat(second.calls()).doesNotContain("keys of alice");
      assertThat(second.reason()).isEqualTo(Reason.Rotate.OVERDUE);
    }
  }

  @Test
  void aLedgerOfTheBucketGoesFirstAndOneThatCannotBeReadDoesNotHideOurs() throws CannotBegin {
    look(Weather.fine(), Assumed.none());
    String ours = kept.getOrDefault(AccountFixture.ACCOUNT, "");
    kept.put(AccountFixture.ACCOUNT, "damaged");
    fixture.aws.bucketObjects.put(BucketPaths.LEDGER, ours);
    assertThat(look(Weather.fine(), Assumed.none()).calls()).doesNotContain("keys of alice");
    kept.put(AccountFixture.ACCOUNT, ours);
    assertThat(look(Weather.on("read the ledger", Fate.DENIED), Assumed.none()).calls())
        .doesNotContain("keys of alice");
  }

  @Test
  void aLedgerThatNeitherTheBucketNorThisMachineHasIsReported() throws CannotBegin {
    look(Weather.on("read the ledger", Fate.DENIED), Assumed.none());
    assertThat(fixture.events)
        .filteredOn(Event.Unchecked.class::isInstance)
        .singleElement()
        .asString()
        .contains("ledger", "DENIED");
  }

  @Test
  void theObjectsOfTheBucketAreListedAndReadAsTheyAre() {
    fixture.aws.bucketObjects.put("state/notes.txt", "noted");
    fixture.aws.bucketObjects.put("audit/1", "a line");
    kept.put(AccountFixture.ACCOUNT, "remembered");
    BucketObjects objects = over(Weather.fine(), Assumed.none()).bucketObjects();
    assertThat(objects.names("state/")).containsExactly("state/notes.txt");
    assertThat(objects.read("state/notes.txt").orElseThrow().text()).isEqualTo("noted");
    assertThat(objects.read("state/absent.txt")).isEmpty();
    assertThat(objects.read(BucketPaths.LEDGER).orElseThrow().text()).isEqualTo("remembered");
  }

  /** The file of its new key is in the bucket that is not named. */
  @Test
  void aRotationUnderWayIsPlannedWithoutItsFile() throws CannotBegin {
    AccountFixture deactivation = AccountFixture.deactivationDue();
    RuntimeEnvironment runtime = deactivation.runtime();
    Connection connection = new Connection(deactivation.aws, Weather.fine(), runtime);
    Run run =
        new Run(
            deactivation.settings,
            new ReadOnlyPorts(connection.ports(), NOTHING_SET, ledger).ports(),
            (_, _, _) -> {
              throw new AssertionError("no mail is written");
            },
            runtime,
            deactivation.events::add);
    Report report = run.report(run.plan(RunRequest.everyone()));
    assertThat(report.rows().getFirst().decision().reason())
        .isEqualTo(Reason.Deactivate.GRACE_OVER);
  }

  @Test
  void whatIsReadIsWhatTheAccountHas() {
    KeyId key = hindered();
    fixture.aws.quarantined.add(ALICE);
    Ports ports = over(Weather.fine(), Assumed.none());
    assertThat(ports.users().names()).containsExactly(ALICE);
    assertThat(ports.users().accountAlias()).contains("example-corp");
    assertThat(ports.users().tags(ALICE)).isEqualTo(fixture.aws.tags(ALICE));
    assertThat(ports.users().quarantine(ALICE))
        .isEqualTo(fixture.aws.quarantine(ALICE))
        .isPresent();
    assertThat(ports.credentialStore().look(ALICE, key)).isPresent();
    assertThat(ports.credentialStore().place("a", new FilePlace.Expiry.Unknown()).key())
        .isEqualTo("a");
    assertThat(ports.mailer().mailbox(ADDRESS)).isEqualTo(new Mailbox.Suppressed("COMPLAINT"));
    assertThat(ports.mailer().allowance()).isEqualTo(new Allowance.Paused());
    assertThat(ports.permissions().toFetch(ALICE)).isInstanceOf(FileAccess.Refused.class);
  }

  @Test
  void withoutABucketAndASenderNothingIsInTheWayOfAFileOrAMail() {
    KeyId key = hindered();
    Ports ports = over(Weather.fine(), NOTHING_SET);
    assertThat(ports.credentialStore().look(ALICE, key)).isEmpty();
    assertThat(ports.mailer().mailbox(ADDRESS)).isEqualTo(new Mailbox.Open());
    assertThat(ports.mailer().allowance()).isEqualTo(new Allowance.Known(1, Long.MAX_VALUE));
    assertThat(ports.permissions().toFetch(ALICE)).isEqualTo(new FileAccess.Granted());
  }

  @Test
  void ownersAreNotAskedAboutABucketThatIsRefused() {
    hindered();
    Ports ports = over(Weather.on("check the bucket", Fate.REFUSED), Assumed.none());
    assertThat(ports.credentialStore().check()).isEqualTo(new Answer.Yes());
    assertThat(ports.permissions().toFetch(ALICE)).isEqualTo(new FileAccess.Granted());
  }

  @Test
  void anAccountOfAnOrganizationHasTheAnswersOfItsHub() {
    fixture.aws.allowance = new Allowance.Paused();
    Connection connection = new Connection(fixture.aws, Weather.fine(), fixture.runtime());
    ReadOnlyPorts readOnly =
        new ReadOnlyPorts(
            connection.ports(),
            new HubChecks(new Answer.No("public"), new Answer.No("not verified"), ledger));
    Ports ports = readOnly.ports();
    assertThat(ports.credentialStore().check()).isEqualTo(new Answer.Yes());
    assertThat(ports.mailer().check()).isEqualTo(new Answer.Yes());
    assertThat(ports.mailer().allowance()).isEqualTo(new Allowance.Known(1, Long.MAX_VALUE));
    assertThat(readOnly.remarks()).containsExactly("public", "not verified");
    assertThat(connection.log).isEmpty();
    ports.bucketObjects().write(BucketPaths.LEDGER, "kept here", new Expected.Nothing());
    assertThat(ports.bucketObjects().read(BucketPaths.LEDGER).orElseThrow().text())
        .isEqualTo("kept here");
  }

  @Test
  void nothingIsWrittenThroughThem() {
    Ports ports = over(Weather.fine(), Assumed.none());
    var key = fixture.key(ALICE, KeyStatus.ACTIVE, 1).id();
    HandOver file = new HandOver(ALICE, key, new Secret("s"));
    List<Runnable> writes =
        List.of(
            () -> ports.users().tag(ALICE, Map.of("a", "b")),
            () -> ports.users().untag(ALICE, List.of("a")),
            () -> ports.keys().create(ALICE),
            () -> ports.keys().activate(ALICE, key),
            () -> ports.keys().deactivate(ALICE, key),
            () -> ports.keys().delete(ALICE, key),
            () -> ports.credentialStore().store(file),
            () -> ports.credentialStore().claim(ALICE, key),
            () -> ports.bucketObjects().write("state/x", "", new Expected.Nothing()));
    assertThat(writes)
        .allSatisfy(
            write ->
                assertThatThrownBy(write::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a plan writes nothing"));
  }
}
