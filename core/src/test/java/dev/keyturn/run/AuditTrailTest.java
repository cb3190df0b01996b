package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.event.AuditLine;
import dev.keyturn.event.AuditLine.Result;
import dev.keyturn.event.Effect;
import dev.keyturn.event.Event;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Notes;
import dev.keyturn.port.PortFailure;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.state.AuditText;
import dev.keyturn.state.AuditTrail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every effect has an audit line, and a user's keys change only after one is written. */
class AuditTrailTest {
  private static final String WRITE = "write the audit trail";
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final List<Supplier<AccountFixture>> DUE =
      List.of(
          AccountFixture::rotationDue,
          AccountFixture::deactivationDue,
          AccountFixture::deletionDue,
          AuditTrailTest::orphanDue);

  /** A run was cut off after it had made a key, and its secret is lost. */
  private static AccountFixture orphanDue() {
    AccountFixture account = AccountFixture.rotationDue();
    KeyId old = new KeyId("AKIA000000000001");
    account.record(account.clock.instant() + " rotating", old);
    account.note(Notes.none().creating(old, new Notes.Creating(ALICE, account.clock.instant())));
    account.key(ALICE, KeyStatus.ACTIVE, 0);
    return account.later(Duration.ofHours(1));
  }

  private static List<String> objects(AccountFixture account) {
    return account.aws.bucketObjects.keySet().stream()
        .filter(name -> name.startsWith("audit/"))
        .toList();
  }

  /** What lies in the bucket, line by line. */
  private static List<String> written(AccountFixture account) {
    return objects(account).stream()
        .flatMap(name -> account.aws.bucketObjects.getOrDefault(name, "").lines())
        .toList();
  }

  private static AuditLine line(int second) {
    return new AuditLine(
        NOON.plusSeconds(second),
        "keyturn",
        "run",
        "arn",
        ALICE,
        Effect.RECORD,
        "AKIA000000000001",
        "second " + second,
        "OVERDUE",
        new Result.Done());
  }

  private static AuditTrail trail(AccountFixture account, Weather weather) {
    return new AuditTrail(
        new Connection(account.aws, weather, account.runtime()).ports().bucketObjects(),
        account.events::add,
        "run");
  }

  /** A process that is killed takes the last lines with it; the next run finds what it had done. */
  @Test
  void whateverHappenedToAKeyStandsThereThoughARunWasCutOffAnywhere() {
    for (Supplier<AccountFixture> due : DUE) {
      for (Fate cut : List.of(Fate.CUT_BEFORE, Fate.CUT_AFTER)) {
        for (int number = 1; cutOff(due.get(), number, cut); number++) {
          assertThat(number).isLessThan(100);
        }
      }
    }
  }

  /** Whether the run was cut off at all. */
  private static boolean cutOff(AccountFixture account, int number, Fate fate) {
    List<AccessKey> before = account.aws.now(ALICE).keys();
    boolean cut = account.cut(Weather.at(number, fate));
    for (int run = 0; run < 3; run++) {
      account.later(Duration.ofHours(5)).apply();
    }
    String trail = String.join("\n", written(account));
    List<AccessKey> after = account.aws.now(ALICE).keys();
    for (AccessKey key : after) {
      Optional<AccessKey> same = before.stream().filter(one -> one.id().equals(key.id())).findAny();
      if (same.isEmpty()) {
        assertThat(trail).as("cut at call %d", number).contains(done("create key", key));
      } else if (!same.get().equals(key)) {
        assertThat(trail).as("cut at call %d", number).contains(done("deactivate key", key));
      }
    }
    before.stream()
        .filter(key -> after.stream().noneMatch(one -> one.id().equals(key.id())))
        .forEach(key -> assertThat(trail).containsAnyOf(done("delete key", key), replaced(key)));
    return cut;
  }

  /** Of a key whose secret is lost, a cut-off run may leave no more than this. */
  private static String replaced(AccessKey key) {
    return "\"effect\":\"begin\",\"key\":\"%s\",\"object\":\"replace new key\"".formatted(key.id());
  }

  private static String done(String effect, AccessKey key) {
    return "\"effect\":\"%s\",\"key\":\"%s\"".formatted(effect, key.id());
  }

  @Test
  void whatIsBegunIsWrittenForGoodBeforeTheFirstEffect() {
    for (Supplier<AccountFixture> due : DUE) {
      AccountFixture account = due.get();
      List<List<String>> there = new ArrayList<>();
      account.apply(
          call -> {
            if (call.write()) {
              there.add(written(account));
            }
            return Fate.FINE;
          });
      assertThat(there.getFirst())
          .isNotEmpty()
          .allSatisfy(
              line ->
                  assertThat(line)
                      .contains(
                          "\"user\":\"alice\"", "\"effect\":\"begin\"", "\"result\":\"begun\""))
          .first()
          .asString()
          .contains("\"key\":\"AKIA000000000001\"");
    }
  }

  @Test
  void everyCallThatChangesSomethingHasALineInItsOrder() {
    for (Supplier<AccountFixture> due : DUE) {
      AccountFixture account = due.get();
      AccountFixture.Done done = account.apply();
      assertThat(account.lines())
          .filteredOn(line -> line.result() instanceof Result.Done)
          .hasSize((int) done.connection().log.stream().filter(Weather.Call::write).count())
          .allSatisfy(
              line -> {
                assertThat(line.run()).isEqualTo(done.report().runId());
                assertThat(line.installation()).isEqualTo("keyturn");
                assertThat(line.actor()).isEqualTo("arn:aws:iam::1:user/me");
                assertThat(line.reason()).isEqualTo(done.row().decision().reason().name());
              });
      assertThat(written(account)).isEqualTo(account.lines().stream().map(AuditText::of).toList());
    }
  }

  @Test
  void everyCallThatFailsHasALineThatSaysSoWhicheverItIs() {
    for (Supplier<AccountFixture> due : DUE) {
      AccountFixture fine = due.get();
      for (Weather.Call call : fine.apply().connection().log) {
        if (call.write()) {
          AccountFixture account = due.get();
          AccountFixture.Done done = account.apply(Weather.on(call.what(), Fate.REFUSED));
          assertThat(done.row().outcome()).isInstanceOf(Outcome.Failed.class);
          assertThat(account.lines())
              .as(call.what())
              .filteredOn(line -> line.result() instanceof Result.Failed)
              .singleElement()
              .satisfies(
                  line ->
                      assertThat(line.result())
                          .isEqualTo(new Result.Failed(call.what() + ": REFUSED")));
          assertThat(written(account)).hasSameSizeAs(account.lines());
        }
      }
    }
  }

  @Test
  void aSecondKeyThatWasInTheWayIsAFailureToMakeOne() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply(
        call -> {
          if (call.is("create")) {
            account.key(ALICE, KeyStatus.ACTIVE, 0);
          }
          return Fate.FINE;
        });
    assertThat(account.lines())
        .filteredOn(line -> line.effect() == Effect.CREATE_KEY)
        .extracting(AuditLine::result)
        .containsExactly(new Result.Failed("the user has a second key already"));
  }

  @Test
  void aUserWithoutAnAuditEntryIsNotChangedAndFails() {
    for (Supplier<AccountFixture> due : DUE) {
      for (Fate fate :
          List.of(Fate.DENIED, Fate.REFUSED, Fate.THROTTLED, Fate.UNREACHABLE, Fate.LOST_BEFORE)) {
        AccountFixture account = due.get();
        AccountFixture.Done done = account.apply(Weather.on(WRITE, fate));
        assertThat(done.row().outcome().toString()).contains(WRITE + ": " + fate);
        assertThat(done.connection().log).noneMatch(Weather.Call::write);
        assertThat(account.events)
            .filteredOn(Event.Unchecked.class::isInstance)
            .containsExactly(
                new Event.Unchecked(
                    "audit trail", "1 lines could not be written: " + WRITE + ": " + fate));
      }
    }
  }

  @Test
  void aWarningGoesOutThoughItCannotBeNotedAndTheRunSaysSo() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, 31);
    assertThat(account.apply(Weather.on(WRITE, Fate.DENIED)).report().failed()).isZero();
    assertThat(account.aws.mails).hasSize(1);
    assertThat(account.events)
        .contains(
            new Event.Unchecked(
                "audit trail", "1 lines could not be written: " + WRITE + ": DENIED"));
  }

  @Test
  void nothingOfAPlanOrOfAHoldIsNoted() {
    for (Supplier<AccountFixture> due : DUE) {
      AccountFixture account = due.get();
      account.planned(Weather.fine());
      assertThat(account.aws.bucketObjects.keySet()).isSubsetOf(BucketPaths.NOTES);
      assertThat(account.lines()).isEmpty();
    }
    AccountFixture held = new AccountFixture().alice();
    held.key(ALICE, KeyStatus.ACTIVE, 5);
    held.aws.tag(ALICE, Map.of("last-check-date", "nonsense"));
    held.apply();
    assertThat(held.aws.bucketObjects).isEmpty();
  }

  @Test
  void noLineHoldsASecretWhateverFails() {
    for (Fate fate : Fate.values()) {
      for (int k = 1; k <= 20; k++) {
        AccountFixture account = AccountFixture.rotationDue();
        try {
          account.cut(Weather.at(k, fate));
        } catch (IllegalStateException e) {
          assertThat(AccountFixture.couldNotBegin(e)).isTrue();
        }
        account.later(Duration.ofMinutes(20)).apply();
        assertThat(account.aws.bucketObjects.toString() + account.lines())
            .as("%s call %d", fate, k)
            .contains("AKIA000000000002")
            .doesNotContain("SeCrEt");
      }
    }
  }

  @Test
  void linesThatCouldNotBeWrittenGoOutWithTheNextAndKeepTheirOrder() {
    AccountFixture account = new AccountFixture();
    AuditTrail trail = trail(account, Weather.once(WRITE, Fate.DENIED));
    assertThatExceptionOfType(PortFailure.class).isThrownBy(() -> trail.addForGood(line(0)));
    assertThat(trail.leftBehind()).isEqualTo(1);
    trail.addForGood(line(1));
    assertThat(trail.leftBehind()).isZero();
    assertThat(written(account)).containsExactly(AuditText.of(line(0)), AuditText.of(line(1)));
  }

  @Test
  void aFailureToWriteWhatHasWaitedFailsNoEffect() {
    AccountFixture account = new AccountFixture();
    AuditTrail trail = trail(account, Weather.once(WRITE, Fate.DENIED));
    trail.add(line(0));
    trail.add(line(6));
    assertThat(trail.leftBehind()).isEqualTo(2);
    trail.flush();
    assertThat(written(account)).hasSize(2);
  }

  @Test
  void linesWaitForFiveSecondsAtTheMostIfAnotherFollows() {
    AccountFixture account = new AccountFixture();
    AuditTrail trail = trail(account, Weather.fine());
    trail.add(line(0));
    trail.add(line(5));
    assertThat(written(account)).isEmpty();
    trail.add(line(6));
    assertThat(written(account)).hasSize(3);
    trail.add(line(7));
    assertThat(written(account)).hasSize(3);
  }

  @Test
  void twoHundredLinesDoNotWait() {
    AccountFixture account = new AccountFixture();
    AuditTrail trail = trail(account, Weather.fine());
    for (int i = 1; i < 200; i++) {
      trail.add(line(0));
    }
    assertThat(objects(account)).isEmpty();
    trail.add(line(0));
    assertThat(objects(account)).hasSize(1);
    assertThat(written(account)).hasSize(200);
  }

  @Test
  void whereNothingWaitsNothingIsWritten() {
    AccountFixture account = new AccountFixture();
    trail(account, Weather.fine()).flush();
    assertThat(account.aws.bucketObjects).isEmpty();
  }

  @Test
  void eachWriteMakesAnObjectOfItsOwnAndTheirNamesSortByTime() {
    AccountFixture account = new AccountFixture();
    AuditTrail trail = trail(account, Weather.fine());
    trail.addForGood(line(0));
    trail.addForGood(line(0));
    trail.addForGood(line(3_600 * 13));
    assertThat(objects(account))
        .containsExactly(
            "audit/2026-11-22/120000-run-0001.jsonl",
            "audit/2026-11-22/120000-run-0002.jsonl",
            "audit/2026-11-23/010000-run-0003.jsonl");
    assertThat(written(account))
        .containsExactly(
            AuditText.of(line(0)), AuditText.of(line(0)), AuditText.of(line(3_600 * 13)));
  }

  @Test
  void aNameThatIsTakenByAnotherTextIsLeftAloneAndTheNextOneUsed() {
    AccountFixture account = new AccountFixture();
    account.aws.bucketObjects.put(AuditTrail.name(NOON, "run", 1), "another's");
    account.aws.bucketObjects.put(AuditTrail.name(NOON, "run", 2), "another's");
    trail(account, Weather.fine()).addForGood(line(0));
    assertThat(account.aws.bucketObjects)
        .containsEntry(AuditTrail.name(NOON, "run", 1), "another's")
        .containsEntry(AuditTrail.name(NOON, "run", 3), AuditText.of(line(0)) + "\n");
  }

  @Test
  void threeNamesAreTriedAndNoMore() {
    AccountFixture account = new AccountFixture();
    for (int number = 1; number <= 3; number++) {
      account.aws.bucketObjects.put(AuditTrail.name(NOON, "run", number), "another's");
    }
    AuditTrail trail = trail(account, Weather.fine());
    assertThatExceptionOfType(PortFailure.class)
        .isThrownBy(() -> trail.addForGood(line(0)))
        .withMessageContaining("an object exists under every name for the audit trail of run");
    assertThat(trail.leftBehind()).isEqualTo(1);
  }

  @Test
  void aWriteWhoseReplyWasLostIsNotWrittenTwice() {
    AccountFixture account = new AccountFixture();
    trail(account, Weather.once(WRITE, Fate.LOST_AFTER)).addForGood(line(0));
    assertThat(written(account)).containsExactly(AuditText.of(line(0)));
  }

  @Test
  void usesTheNextNameIfTheObjectCannotBeRead() {
    AccountFixture account = new AccountFixture();
    account.aws.bucketObjects.put(AuditTrail.name(NOON, "run", 1), "another's");
    trail(account, Weather.on("read the audit trail", Fate.DENIED)).addForGood(line(0));
    assertThat(objects(account)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fate.class,
      names = {"REFUSED", "UNREACHABLE", "LOST_BEFORE"})
  void aReadOfWhatLiesThereThatFailsIsNoProofThatItIsWritten(Fate fate) {
    AccountFixture account = new AccountFixture();
    account.aws.bucketObjects.put(AuditTrail.name(NOON, "run", 1), "another's");
    AuditTrail trail = trail(account, Weather.on("read the audit trail", fate));
    assertThatExceptionOfType(PortFailure.class).isThrownBy(() -> trail.addForGood(line(0)));
    assertThat(trail.leftBehind()).isEqualTo(1);
  }

  @Test
  void aLineReadsAsItWasWritten() {
    for (Effect effect : Effect.values()) {
      for (Result result :
          List.of(new Result.Begun(), new Result.Done(), new Result.Failed("no \"such\"\nkey"))) {
        AuditLine line =
            new AuditLine(
                NOON, "key\"turn", "run", "arn", ALICE, effect, "AKIA", "object", "why", result);
        assertThat(AuditText.of(line)).doesNotContain("\n");
        assertThat(AuditText.read(AuditText.of(line))).contains(line);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "{}",
        "[]",
        "{\"time\":\"2026-11-22T12:00:00Z\"}",
        "{\"time\":\"then\",\"user\":\"alice\",\"effect\":\"begin\",\"result\":\"done\"}",
        "{\"time\":\"2026-11-22T12:00:00Z\",\"user\":\"a"
            + " b\",\"effect\":\"begin\",\"result\":\"done\"}",
        "{\"time\":\"2026-11-22T12:00:00Z\",\"user\":\"alice\",\"effect\":\"x\",\"result\":\"done\"}",
        "{\"time\":\"2026-11-22T12:00:00Z\",\"user\":\"alice\",\"effect\":\"begin\",\"result\":\"x\"}",
        "{\"time\":\"2026-11-22T12:00:00Z\",\"user\":7,\"effect\":\"begin\",\"result\":\"done\"}",
        "{\"time\":\"2026-11-22T12:00:00Z\",\"user\":\"alice\",\"effect\":\"begin\",\"resu"
      })
  void whatIsNoLineOfOursIsNotReadAsOne(String text) {
    assertThat(AuditText.read(text)).isEmpty();
  }
}
