package dev.keyturn.run;

import static dev.keyturn.run.AccountFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Verb;
import dev.keyturn.run.Weather.Fate;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What a plan of a day to come says, from wherever an account stands, against what that day brings.
 */
class ComingDaysTest {
  private static final int DAYS = 100;

  private static AccountFixture cut(Supplier<AccountFixture> due, String verb, Fate fate) {
    AccountFixture account = due.get();
    assertThat(account.cut(Weather.once(verb, fate))).isTrue();
    return account.later(Duration.ofHours(1));
  }

  private static AccountFixture reactivated() {
    AccountFixture account = AccountFixture.deletionDue();
    account.aws.setStatus(ALICE, account.aws.now(ALICE).keys().getFirst().id(), KeyStatus.ACTIVE);
    return account;
  }

  private static AccountFixture finishedByTheOwner() {
    AccountFixture account = AccountFixture.deletionDue();
    account.aws.delete(ALICE, account.aws.now(ALICE).keys().getFirst().id());
    return account;
  }

  private static AccountFixture switchedOffByTheOwner() {
    AccountFixture account = AccountFixture.deactivationDue();
    account.aws.setStatus(ALICE, account.aws.now(ALICE).keys().getFirst().id(), KeyStatus.INACTIVE);
    return account;
  }

  private static AccountFixture wrongKeyOff() {
    AccountFixture account = AccountFixture.deactivationDue();
    account.aws.setStatus(ALICE, account.aws.now(ALICE).keys().getLast().id(), KeyStatus.INACTIVE);
    return account;
  }

  private static AccountFixture young() {
    AccountFixture account = new AccountFixture().alice();
    account.key(ALICE, KeyStatus.ACTIVE, 25);
    return account;
  }

  private static AccountFixture tagged(int ageDays, String key, String value) {
    AccountFixture account =
        new AccountFixture().user(ALICE, Map.of("email", "alice@corp.example", key, value));
    account.key(ALICE, KeyStatus.ACTIVE, ageDays);
    return account;
  }

  private static AccountFixture exempt() {
    return tagged(70, "keyturn-exempt", "2026-12-01 CHG-1");
  }

  private static AccountFixture quarantined(AccountFixture account) {
    account.aws.quarantined.add(ALICE);
    return account;
  }

  private static AccountFixture reported() {
    AccountFixture account = young();
    KeyId key = account.aws.now(ALICE).keys().getFirst().id();
    return account.note(Notes.none().exposed(key, new Notes.Exposed(ALICE, account.today())));
  }

  /** The new key of a rotation is exposed, and its owner deleted the old one. */
  private static AccountFixture exposedLast() {
    AccountFixture account = quarantined(AccountFixture.deactivationDue()).replacingExposed();
    account.aws.delete(ALICE, account.aws.now(ALICE).keys().getFirst().id());
    return account;
  }

  private static final Map<String, Supplier<AccountFixture>> STATES =
      Map.ofEntries(
          Map.entry("a young key", ComingDaysTest::young),
          Map.entry("an overdue key", AccountFixture::rotationDue),
          Map.entry("a grace that is over", AccountFixture::deactivationDue),
          Map.entry("an old key off for long", AccountFixture::deletionDue),
          Map.entry(
              "recorded only", () -> cut(AccountFixture::rotationDue, "create", Fate.CUT_BEFORE)),
          Map.entry("an orphan", () -> cut(AccountFixture::rotationDue, "create", Fate.CUT_AFTER)),
          Map.entry(
              "a stored file", () -> cut(AccountFixture::rotationDue, "store", Fate.CUT_AFTER)),
          Map.entry(
              "an owner untold", () -> cut(AccountFixture::rotationDue, "mail", Fate.CUT_BEFORE)),
          Map.entry(
              "about to go off",
              () -> cut(AccountFixture::deactivationDue, "deactivate", Fate.CUT_BEFORE)),
          Map.entry(
              "off, unrecorded",
              () -> cut(AccountFixture::deactivationDue, "mail", Fate.CUT_AFTER)),
          Map.entry(
              "about to go", () -> cut(AccountFixture::deletionDue, "delete", Fate.CUT_BEFORE)),
          Map.entry(
              "gone, untold", () -> cut(AccountFixture::deletionDue, "mail", Fate.CUT_BEFORE)),
          Map.entry("switched on again", ComingDaysTest::reactivated),
          Map.entry("the wrong key off", ComingDaysTest::wrongKeyOff),
          Map.entry("finished by the owner", ComingDaysTest::finishedByTheOwner),
          Map.entry("switched off by the owner", ComingDaysTest::switchedOffByTheOwner),
          Map.entry("an exemption that ends", ComingDaysTest::exempt),
          Map.entry(
              "thresholds of its own",
              () -> tagged(50, "keyturn-overdue-days", "80").overdueAtMost(90)),
          Map.entry("quarantined", () -> quarantined(young())),
          Map.entry("exposed", () -> quarantined(young()).replacingExposed()),
          Map.entry("reported by AWS Health", ComingDaysTest::reported),
          Map.entry("reported, replaced", () -> reported().replacingExposed()),
          Map.entry("exposed, exempt", () -> quarantined(exempt()).replacingExposed()),
          Map.entry("exposed, the last key", ComingDaysTest::exposedLast));

  @Test
  void eachDayBringsWhatWasForecastWhereverTheAccountStood() {
    Set<Verb> seen = EnumSet.noneOf(Verb.class);
    STATES.forEach(
        (state, start) -> {
          AccountFixture account = start.get();
          Plan first = account.planned(Weather.fine());
          for (int day = 0; day < DAYS; day++) {
            LocalDate date = first.today().plusDays(day);
            Plan today = account.planned(Weather.fine());
            assertThat(told(Forecast.of(first, date)))
                .as("%s, forecast of %s", state, date)
                .isEqualTo(told(today));
            account.apply().report().rows().forEach(row -> seen.add(row.decision().verb()));
            account.later(Duration.ofDays(1));
          }
        });
    assertThat(seen).containsExactlyInAnyOrder(Verb.values());
  }

  /** Without the ids of keys, since those to come are not known beforehand. */
  private static List<String> told(Plan plan) {
    return plan.entries().stream()
        .map(
            entry ->
                switch (entry) {
                  case Plan.Unread unread -> unread.toString();
                  case Plan.NotLooked quiet -> quiet.toString();
                  case Plan.Decided decided ->
                      "%s %s %s %s"
                          .formatted(
                              decided.decision().getClass().getSimpleName(),
                              decided.decision().reason(),
                              decided.facts().record().getClass().getSimpleName(),
                              decided.facts().keys().stream()
                                  .map(key -> key.status() + " " + key.ageDays(plan.today()))
                                  .toList());
                })
        .toList();
  }

  @Test
  void aKeyToComeSaysOnWhichDayItWillBeMade() {
    AccountFixture account = young();
    Plan plan = account.planned(Weather.fine());
    Plan later = Forecast.of(plan, plan.today().plusDays(37));
    assertThat(later.today()).isEqualTo(LocalDate.of(2026, 12, 29));
    assertThat(later.runId()).isEqualTo(plan.runId());
    assertThat(later.users()).isEqualTo(plan.users());
    assertThat(later.entries())
        .singleElement()
        .isInstanceOfSatisfying(
            Plan.Decided.class,
            decided ->
                assertThat(decided.facts().keys())
                    .extracting(AccessKey::id)
                    .extracting(Object::toString)
                    .containsExactly("AKIA000000000001", "NEW_KEY_OF_2026_12_28"));
  }

  @Test
  void aUserWhoCouldNotBeReadStaysOneOnEveryDay() {
    AccountFixture account = young();
    UserName bob = new UserName("bob");
    account.user(bob, Map.of("email", "bob@corp.example"));
    account.key(bob, KeyStatus.ACTIVE, 5);
    Plan plan = account.planned(Weather.on("keys of bob", Fate.REFUSED));
    assertThat(Forecast.of(plan, plan.today().plusDays(40)).entries())
        .filteredOn(Plan.Unread.class::isInstance)
        .hasSize(1)
        .isSubsetOf(plan.entries());
  }

  @Test
  void theForecastOfTodayIsThePlanAndAPastDayIsRefused() {
    Plan plan = AccountFixture.rotationDue().planned(Weather.fine());
    assertThat(Forecast.of(plan, plan.today())).isEqualTo(plan);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Forecast.of(plan, plan.today().minusDays(1)))
        .withMessage("2026-11-21 is before 2026-11-22");
  }
}
