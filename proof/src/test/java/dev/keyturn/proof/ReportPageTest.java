package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.PlanHorizon;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Scope;
import dev.keyturn.report.Calendar;
import dev.keyturn.report.CalendarCsv;
import dev.keyturn.report.CalendarJson;
import dev.keyturn.report.Inventory;
import dev.keyturn.report.SeenKey;
import dev.keyturn.report.page.ReportPage;
import dev.keyturn.run.Run;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser.NewKey;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The report page and the calendar of a small account with known keys. */
class ReportPageTest {
  private static final String REGION = "eu-central-1";
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

  private final TurnableClock clock =
      TurnableClock.standingAt(Instant.parse("2026-11-22T10:15:30Z"));
  private final Account account = new Account("123456789012", clock, new Random(1));
  private final Staff staff = new Staff(account, clock);
  private final Run run = Given.run(account, clock, REGION);

  private void user(String name, String address, NewKey... keys) {
    staff.hire(name, address, Arrays.asList(keys));
  }

  private NewKey key(int age) {
    return staff.key(age);
  }

  private NewKey used(int age, int daysAgo) {
    return new NewKey(
        ago(age), AccessKey.Status.ACTIVE, new LastUse.At(ago(daysAgo), REGION, "s3"));
  }

  private Instant ago(int days) {
    return staff.ago(days);
  }

  /** Eight active keys of seven users, and one who has none. */
  private void company() {
    user("alice", "alice@corp.example", used(61, 1));
    user("bob", "bob@corp.example", used(31, 50));
    user("carol", "carol@corp.example", key(3));
    user("dave", "dave@corp.example", used(100, 44), used(20, 2));
    user("erin", "ask the ops team", key(45));
    user("robot", "", used(95, 45));
    user("ghost", "", key(44));
    user("gone", "gone@corp.example");
  }

  private Plan survey() throws CannotBegin {
    return run.plan(RunRequest.everyone().over(new PlanHorizon.Survey(90)));
  }

  private String page() throws CannotBegin {
    Plan plan = survey();
    return ReportPage.of(plan, run.report(plan));
  }

  private static List<String> users(List<SeenKey> keys) {
    return keys.stream().map(key -> key.user() + " " + key.ageDays()).sorted().toList();
  }

  @Test
  void theFiguresForAuditorsAreAboutAllUsers() throws CannotBegin {
    company();
    Inventory inventory = Inventory.of(survey());
    assertThat(users(inventory.keys()))
        .containsExactly(
            "alice 61",
            "bob 31",
            "carol 3",
            "dave 100",
            "dave 20",
            "erin 45",
            "ghost 44",
            "robot 95");
    assertThat(users(inventory.olderThan(90))).containsExactly("dave 100", "robot 95");
    assertThat(users(inventory.unusedFor(45))).containsExactly("bob 31", "erin 45", "robot 95");
    assertThat(users(inventory.severalOfOneUser())).containsExactly("dave 100", "dave 20");
    assertThat(inventory.unseen()).isZero();
    assertThat(inventory.keys())
        .filteredOn(SeenKey::atLeast)
        .extracting(key -> key.user().value())
        .containsExactlyInAnyOrder("robot", "ghost");
  }

  @Test
  void keysOfManagedUsersAreCountedEvenIfNothingIsDue() throws CannotBegin {
    company();
    for (PlanHorizon breadth : List.of(PlanHorizon.today(), new PlanHorizon.Survey(90))) {
      Plan plan = run.plan(RunRequest.everyone().over(breadth));
      assertThat(users(Inventory.ofLookedAfter(plan).keys()))
          .containsExactly("alice 61", "bob 31", "carol 3", "dave 100", "dave 20", "erin 45");
    }
  }

  @Test
  void thePageSaysThem() throws CannotBegin {
    company();
    String text = page().replaceAll("<[^>]*>", "");
    assertThat(text)
        .contains("CIS 1.14: keys older than 90 days 2")
        .contains("CIS 1.12: keys unused for 45 days 3")
        .contains("CIS 1.13: users with two active keys 1")
        .contains("8 active keys: 6 older than the 30 days", "3 of them older than the 60 days")
        .contains("Users without an address 2")
        .contains("The next 90 days");
  }

  @Test
  void aPlanListsPlannedStepsAndAnApplyCompletedOnes() throws CannotBegin {
    company();
    assertThat(page()).contains("<dt>to rotate</dt>").doesNotContain("<dt>rotated</dt>");
    Run.Applied applied = run.planAndApply(RunRequest.everyone().over(new PlanHorizon.Survey(90)));
    assertThat(ReportPage.of(applied.plan(), applied.report()))
        .contains("<dt>rotated</dt>")
        .doesNotContain("<dt>to rotate</dt>");
  }

  @Test
  void unknownValuesAreShownAsUnknown() throws CannotBegin {
    company();
    Plan plan =
        run.plan(
            RunRequest.of(new Scope.Only(Set.of(new UserName("bob"))))
                .over(new PlanHorizon.Survey(90)));
    String page = ReportPage.of(plan, run.report(plan));
    assertThat(page).contains("CIS 1.12", "not known").contains("Last use is not known");
  }

  @Test
  void heldUsersAreShownWithTheirRemedy() throws CannotBegin {
    company();
    assertThat(page())
        .contains("ADDRESS_INVALID", "aws iam tag-user --user-name erin --tags")
        .contains("Users who are held");
  }

  @Test
  void valuesThatOthersWroteAreEscaped() throws CannotBegin {
    company();
    Plan plan = survey();
    Report said = run.report(plan);
    List<Row> rows =
        said.rows().stream()
            .map(
                row ->
                    new Row(
                        row.user(),
                        new Owner.Unreachable("ask <b>us</b> & \u202e\"them\""),
                        row.keys(),
                        row.decision(),
                        new Row.Outcome.Failed("</td><script>alert('1')</script>")))
            .toList();
    Report hostile =
        new Report(
            "<i>corp</i>",
            said.mode(),
            said.accountId(),
            said.date(),
            said.runId(),
            said.users(),
            said.lookedAfter(),
            said.apiCalls(),
            said.time(),
            rows,
            List.of());
    assertThat(ReportPage.of(plan, hostile))
        .contains("ask &lt;b&gt;us&lt;/b&gt; &amp; \ufffd&quot;them&quot;")
        .contains("&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)")
        .doesNotContain("<b>us", "\u202e", "<i>corp", "<script>alert");
  }

  @Test
  void aPageNeedsNoNetworkAndRunsOnlyItsOwnScript() throws CannotBegin, NoSuchAlgorithmException {
    company();
    String page = page();
    assertThat(page).doesNotContain("http:", "https:", "//cdn", "@import", "src=", "style=");
    assertThat(page).doesNotContainPattern("\\son[a-z]+=");
    for (String tag : List.of("style", "script")) {
      assertThat(page).contains(tag + "-src &#39;sha256-" + hash(only(page, tag)) + "&#39;");
    }
    assertThat(page).contains("default-src &#39;none&#39;");
  }

  private static String only(String page, String tag) {
    Matcher found = Pattern.compile("(?s)<" + tag + ">(.*?)</" + tag + ">").matcher(page);
    assertThat(found.find()).isTrue();
    String code = found.group(1);
    assertThat(found.find()).isFalse();
    return code;
  }

  private static String hash(String code) throws NoSuchAlgorithmException {
    return Base64.getEncoder()
        .encodeToString(
            MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everyTableHasACaptionEveryLinkATargetAndEveryIdIsItsOwn() throws CannotBegin {
    company();
    String page = page();
    assertThat(count(page, "<table")).isEqualTo(count(page, "<caption>")).isGreaterThan(5);
    assertThat(count(page, "<h1>")).isEqualTo(1);
    List<String> ids = found(page, " id=\"([^\"]+)\"");
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(new HashSet<>(ids)).containsAll(found(page, "href=\"#([^\"]+)\""));
    assertThat(page).contains("<html lang=\"en\">", "<title>");
  }

  private static int count(String page, String what) {
    return page.split(Pattern.quote(what), -1).length - 1;
  }

  private static List<String> found(String page, String pattern) {
    return Pattern.compile(pattern).matcher(page).results().map(hit -> hit.group(1)).toList();
  }

  @Test
  void theCalendarListsWhatBeginsOnEachDay() throws CannotBegin {
    user("alice", "alice@corp.example", key(29));
    user("gone", "gone@corp.example");
    Calendar calendar = Calendar.of(survey());
    assertThat(calendar.days()).hasSize(91);
    assertThat(calendar.days().getFirst().date()).isEqualTo(TODAY);
    assertThat(CalendarCsv.of(calendar).lines())
        .containsExactly(
            "date,user,decision,reason",
            "2026-11-24,alice,warn,WARNING",
            "2026-12-24,alice,rotate,OVERDUE",
            "2027-01-04,alice,deactivate,GRACE_OVER",
            "2027-01-15,alice,delete,RETENTION_OVER",
            "2027-01-24,alice,warn,WARNING");
    assertThat(calendar.days().get(3).due(Verb.WARN)).isEqualTo(1);
    assertThat(calendar.days().get(3).begins()).isEmpty();
  }

  @Test
  void theCalendarAsJsonHasEveryDay() throws CannotBegin {
    user("alice", "alice@corp.example", key(29));
    Plan plan = survey();
    String json = CalendarJson.of(run.report(plan), Calendar.of(plan));
    assertThat(found(json, "\"date\": \"([^\"]+)\""))
        .hasSize(92)
        .startsWith("2026-11-22", "2026-11-22", "2026-11-23")
        .endsWith("2027-02-20");
    assertThat(json).contains("\"decision\": \"deactivate\"", "\"unread\": 0");
  }

  @Test
  void theCalendarMatchesThePlanner() throws CannotBegin {
    for (int age = 0; age < 70; age += 3) {
      user("aged" + age, "aged" + age + "@corp.example", key(age));
    }
    Plan plan = survey();
    for (Calendar.Day day : Calendar.of(plan).days()) {
      for (Verb verb : Verb.values()) {
        assertThat((long) day.due(verb))
            .as("%s on %s", verb, day.date())
            .isEqualTo(run.report(Forecast.of(plan, day.date())).count(verb));
      }
    }
  }

  @Test
  void fiveThousandUsersFitIntoAFewMegabytes() throws CannotBegin {
    for (int i = 0; i < 5_000; i++) {
      user("user" + i, i % 10 == 0 ? "" : "user" + i + "@corp.example", key(i % 75));
    }
    String page = page();
    assertThat(page.length()).isLessThan(4_000_000);
    assertThat(page).contains("5000", "user4999");
  }
}
