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
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remark;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.ReportedRoot;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.port.Scope;
import dev.keyturn.port.SignIn;
import dev.keyturn.report.AccountView;
import dev.keyturn.report.Calendar;
import dev.keyturn.report.CalendarCsv;
import dev.keyturn.report.CalendarJson;
import dev.keyturn.report.Check;
import dev.keyturn.report.Controls;
import dev.keyturn.report.Inventory;
import dev.keyturn.report.SeenKey;
import dev.keyturn.report.Trend;
import dev.keyturn.report.page.ReportArchive;
import dev.keyturn.report.page.ReportPage;
import dev.keyturn.run.Run;
import dev.keyturn.sample.Sampled;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser.NewKey;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a page and the days to come say of an account that is known to the last key. */
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

  private static String withoutTrend(Plan plan, Report report) {
    return ReportPage.of(AccountView.of(plan, report), Trend.none(report.accountId()));
  }

  private String page() throws CannotBegin {
    Plan plan = survey();
    return withoutTrend(plan, run.report(plan));
  }

  private static List<String> users(List<SeenKey> keys) {
    return keys.stream().map(key -> key.user() + " " + key.ageDays()).sorted().toList();
  }

  @Test
  void theAccountIsNamedByItsIdAndItsAlias() throws CannotBegin {
    company();
    Plan plan = survey();
    Report report = run.report(plan);
    Trend none = Trend.none(report.accountId());
    assertThat(ReportPage.of(AccountView.of(plan, report).named(Optional.of("example-corp")), none))
        .contains("AWS account <code>" + report.accountId() + "</code> (example-corp), ");
    assertThat(withoutTrend(plan, report))
        .contains("AWS account <code>" + report.accountId() + "</code>, ");
  }

  @Test
  void theTopSaysWhatIsLeftOutAndWhatPreventsAnApply() throws CannotBegin {
    Plan plan = survey();
    AccountView view =
        AccountView.of(plan, run.report(plan)).remarking(List.of("The bucket is <missing>."));
    assertThat(ReportPage.of(view, Trend.none(view.report().accountId())))
        .contains("<p class=\"remark\">The bucket is &lt;missing&gt;.</p>");
  }

  @Test
  void dueAndHeldUsersHaveTheirRemarks() throws CannotBegin {
    company();
    Plan plan = survey();
    Report report = run.report(plan);
    assertThat(report.rows())
        .extracting(row -> row.decision().verb())
        .contains(Verb.HOLD, Verb.ROTATE);
    List<Remark> remarks =
        List.of(
            new Remark(
                Reason.Remark.THRESHOLD_OUT_OF_BOUNDS,
                "keyturn-overdue-days is 500 and may be <90>"));
    Report remarked =
        new Report(
            report.name(),
            report.mode(),
            report.accountId(),
            report.date(),
            report.runId(),
            report.users(),
            report.managed(),
            report.apiCalls(),
            report.time(),
            report.rows().stream().map(row -> row.with(remarks)).toList(),
            report.neverRotated());
    String remark = "<small>keyturn-overdue-days is 500 and may be &lt;90&gt;</small>";
    assertThat(withoutTrend(plan, report)).doesNotContain(remark);
    assertThat(withoutTrend(plan, remarked).split(remark, -1)).hasSize(report.rows().size() + 1);
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
  void keysOfManagedUsersAreCountedAlsoWhereNothingIsDue() throws CannotBegin {
    company();
    for (PlanHorizon horizon : List.of(PlanHorizon.today(), new PlanHorizon.Survey(90))) {
      Plan plan = run.plan(RunRequest.everyone().over(horizon));
      assertThat(users(Inventory.ofManaged(plan).keys()))
          .containsExactly("alice 61", "bob 31", "carol 3", "dave 100", "dave 20", "erin 45");
    }
  }

  @Test
  void thePageSaysThem() throws CannotBegin {
    company();
    String text = page().replaceAll("<[^>]*>", "");
    assertThat(text)
        .contains("Access keys are rotated every 90 daysCIS 1.14medium75 % 6 of 8no earlier report")
        .contains("Credentials unused for 45 days are disabledCIS 1.12medium62 % 5 of 8")
        .contains("A user has one active access keyCIS 1.13medium85 % 6 of 7")
        .contains("The root user has no access key\u2013critical0 % 0 of 1")
        .contains("8 active keys: 6 older than the 30 days", "3 of them older than the 60 days")
        .contains("Users without an address", "Overdue, and not replaced by any run")
        .contains("The next 90 days");
  }

  @Test
  void theTopSaysWhichAccountWhenByWhomAndOneVerdict() throws CannotBegin {
    company();
    Plan plan = survey();
    String page = withoutTrend(plan, run.report(plan));
    String top = page.substring(page.indexOf("<header>"), page.indexOf("</header>"));
    assertThat(top)
        .contains("<code>123456789012</code>", plan.identity().arn(), "with Keyturn ")
        .containsPattern(
            "datetime=\"2026-11-22T\\d\\d:\\d\\d:\\d\\dZ\">Sunday, 22 November 2026, \\d")
        .contains("<p class=\"verdict\">3 of 8 active keys are older than 60 days.</p>");
  }

  @Test
  void noTileSaysZero() throws CannotBegin {
    user("carol", "carol@corp.example", key(3));
    assertThat(page()).contains("<dt>users</dt><dd>1</dd>").doesNotContain("<dd>0</dd>");
  }

  @Test
  void whatMattersToADecisionComesFirstAndTheCalendarLastAndFolded() throws CannotBegin {
    company();
    String page = page();
    assertThat(found(page, "<section id=\"([a-z]+)\""))
        .containsExactly("compliance", "person", "ages", "today", "coming");
    assertThat(page).contains("<details class=\"aside\"><summary>Calendar</summary>");
  }

  @Test
  void anOldKeyInKeyturnsOwnGraceFailsNoControl() throws CannotBegin {
    user("alice", "alice@corp.example", used(61, 1));
    user("dave", "dave@corp.example", used(20, 1), used(10, 1));
    run.planAndApply(RunRequest.everyone());
    clock.advance(Duration.ofHours(5));
    Plan plan = survey();
    AccountView view = AccountView.of(plan, run.report(plan));
    assertThat(view.controls().result(Check.SEVERAL)).contains(new Controls.Result(1, 2));
    assertThat(view.controls().inGrace()).containsExactly(new UserName("alice"));
    assertThat(users(view.controls().several())).containsExactly("dave 10", "dave 20");
    assertThat(withoutTrend(plan, view.report()).replaceAll("<[^>]*>", ""))
        .contains("1 user has two active keys within Keyturn's own grace".replace("'", "&#39;"));
  }

  @Test
  void passwordsAndSecondFactorsCountWhereTheCredentialReportHasThem() throws CannotBegin {
    user("alice", "alice@corp.example", used(10, 1));
    Plan plan = survey();
    Map<UserName, ReportedUser> reported = new HashMap<>(plan.reported());
    reported.put(new UserName("pam"), signingIn("pam", ago(45), false));
    reported.put(new UserName("pit"), signingIn("pit", ago(44), true));
    Inventory inventory = Inventory.of(plan, reported);
    Controls controls =
        Controls.of(plan, reported, Optional.of(new ReportedRoot(0, true)), inventory);
    assertThat(controls.passwords()).containsExactly(new UserName("pam"));
    assertThat(controls.withoutMfa()).containsExactly(new UserName("pam"));
    assertThat(controls.result(Check.UNUSED)).contains(new Controls.Result(1, 3));
    assertThat(controls.result(Check.USER_MFA)).contains(new Controls.Result(1, 2));
    assertThat(controls.result(Check.ROOT_KEY)).contains(new Controls.Result(0, 1));
    assertThat(controls.result(Check.ROOT_MFA)).contains(new Controls.Result(0, 1));
  }

  @Test
  void pagesInTheBucketCompareWithTheOnesBefore() throws CannotBegin {
    company();
    Map<String, String> bucket = new TreeMap<>();
    ReportArchive archive = new ReportArchive(bucketObjects(bucket));
    Plan first = survey();
    archive.place(first, run.report(first));
    clock.advance(Duration.ofDays(7));
    Plan second = survey();
    archive.place(second, run.report(second));
    assertThat(bucket.get("state/controls.txt"))
        .startsWith("123456789012; 2026-11-22 unused 3/8")
        .contains("; 2026-11-29 ");
    assertThat(bucket.keySet()).hasSize(3);
    assertThat(bucket.get(ReportArchive.name(run.report(second)))).contains("on 2026-11-22");

    Plan some =
        run.plan(
            RunRequest.of(new Scope.Only(Set.of(new UserName("bob"))))
                .over(new PlanHorizon.Survey(90)));
    String before = bucket.get("state/controls.txt");
    clock.advance(Duration.ofDays(1));
    archive.place(some, run.report(some));
    assertThat(bucket).containsEntry("state/controls.txt", before);
  }

  private static BucketObjects bucketObjects(Map<String, String> bucket) {
    return new BucketObjects() {
      @Override
      public Optional<StoredText> read(String name) {
        return Optional.ofNullable(bucket.get(name)).map(text -> new StoredText(text, text));
      }

      @Override
      public WriteResult write(String name, String text, Expected expected) {
        boolean fits =
            switch (expected) {
              case Expected.Nothing _ -> !bucket.containsKey(name);
              case Expected.Version(String version) -> version.equals(bucket.get(name));
            };
        if (fits) {
          bucket.put(name, text);
        }
        return fits ? new WriteResult.Written(text) : new WriteResult.Refused();
      }

      @Override
      public List<String> names(String beginning) {
        return bucket.keySet().stream().filter(name -> name.startsWith(beginning)).toList();
      }
    };
  }

  private static ReportedUser signingIn(String name, Instant password, boolean mfa) {
    return new ReportedUser(
        new UserName(name),
        password,
        List.of(),
        false,
        Optional.of(
            new SignIn(
                "arn:aws:iam::123456789012:user/staff/" + name, true, Optional.of(password), mfa)));
  }

  @Test
  void aPageSaysWhatHasChangedSinceTheOneBefore() throws CannotBegin {
    company();
    String before = page();
    clock.advance(Duration.ofDays(7));
    user("late", "late@corp.example", key(91));
    Plan plan = survey();
    AccountView view = AccountView.of(plan, run.report(plan));
    String after = ReportPage.of(view, Trend.in(before, "123456789012"));
    assertThat(after).contains("1 more fail than on 2026-11-22", "as on 2026-11-22");
    assertThat(Trend.in(after, "123456789012").days()).hasSize(2);
    assertThat(ReportPage.of(view, Trend.in(before, "999999999999")))
        .contains("no earlier report")
        .doesNotContain("than on");
  }

  @Test
  void aPlanSaysWhatIsToBeDoneAndAnApplyWhatWasDone() throws CannotBegin {
    company();
    assertThat(page()).contains("<dt>to rotate</dt>").doesNotContain("<dt>rotated</dt>");
    Run.Applied applied = run.planAndApply(RunRequest.everyone().over(new PlanHorizon.Survey(90)));
    assertThat(withoutTrend(applied.plan(), applied.report()))
        .contains("<dt>rotated</dt>")
        .doesNotContain("<dt>to rotate</dt>");
  }

  @Test
  void whatIsNotKnownIsSaidToBeNotKnown() throws CannotBegin {
    company();
    Plan plan =
        run.plan(
            RunRequest.of(new Scope.Only(Set.of(new UserName("bob"))))
                .over(new PlanHorizon.Survey(90)));
    String page = withoutTrend(plan, run.report(plan));
    assertThat(page).contains("CIS 1.12", ">unknown<").contains("Last use is unknown");
  }

  @Test
  void whoIsHeldIsToldWhatFreesThem() throws CannotBegin {
    company();
    assertThat(page())
        .contains("ADDRESS_INVALID", "aws iam tag-user --user-name erin --tags")
        .contains("Held users");
  }

  @Test
  void whatOthersWroteIsNoMarkup() throws CannotBegin {
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
            said.managed(),
            said.apiCalls(),
            said.time(),
            rows,
            List.of());
    assertThat(withoutTrend(plan, hostile))
        .contains("ask &lt;b&gt;us&lt;/b&gt; &amp; \ufffd&quot;them&quot;")
        .contains("&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)")
        .doesNotContain("<b>us", "\u202e", "<i>corp", "<script>alert");
  }

  @Test
  void aPageNeedsNoNetworkAndRunsNothingButItsOwn() throws CannotBegin, NoSuchAlgorithmException {
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
  void theCalendarSaysOnWhichDayWhatBegins() throws CannotBegin {
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
  void theDaysToComeAsJsonAreAllThere() throws CannotBegin {
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
  void theCalendarIsThePlannersOwn() throws CannotBegin {
    for (int age = 0; age < 70; age += 3) {
      user("aged" + age, "aged" + age + "@corp.example", key(age));
    }
    Plan plan = survey();
    for (Calendar.Day day : Calendar.of(plan).days()) {
      Report planned = run.report(Forecast.of(plan, day.date()));
      for (Verb verb : Verb.values()) {
        assertThat((long) day.due(verb))
            .as("%s on %s", verb, day.date())
            .isEqualTo(planned.count(verb));
      }
    }
  }

  @Test
  @Sampled(parts = 4)
  void fiveThousandUsersFitIntoAFewMegabytes() throws CannotBegin {
    for (int i = 0; i < 5_000; i++) {
      user("user" + i, i % 10 == 0 ? "" : "user" + i + "@corp.example", key(i % 75));
    }
    String page = page();
    assertThat(page.length()).isLessThan(4_000_000);
    assertThat(page).contains("5000", "user4999");
  }
}
