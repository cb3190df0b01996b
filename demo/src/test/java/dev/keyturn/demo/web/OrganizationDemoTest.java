package dev.keyturn.demo.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.demo.DemoOrganization;
import dev.keyturn.demo.OrganizationDay;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.settings.Settings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of an organization, by what its server answers. */
class OrganizationDemoTest {
  private static final int ACCOUNTS = 9;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean waits;
  private DemoOrganization place;
  private Aws hub;
  private DemoPage page;

  @BeforeEach
  void open() throws Exception {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T08:00:00Z"));
    RuntimeEnvironment runtime =
        new RuntimeEnvironment(clock, _ -> {}, new Random(7), this::execute);
    place = DemoOrganization.open(0, ACCOUNTS, clock);
    Settings settings = place.settings();
    hub = Aws.connect(settings, runtime, place.standIn());
    MailFactory mails = new MailFactory(settings);
    page =
        DemoPage.open(
            0,
            place,
            doing -> new OrganizationDay(settings, hub, runtime, mails, doing),
            runtime,
            3);
  }

  /** Runs a task at once, or lets it wait. */
  private void execute(Runnable task) {
    if (waits) {
      waiting.add(task);
    } else {
      task.run();
    }
  }

  @AfterEach
  void close() {
    page.close();
    hub.close();
    place.close();
    http.shutdownNow();
  }

  @Test
  void dayZeroIsAPlanThatChangedNothing() {
    assertThat(state().list("days")).hasSize(1);
    assertThat(state().text("doing")).contains("");
    Json.Obj plan = day(0);
    assertThat(plan.text("digest")).contains("");
    assertThat(plan.flag("planned")).contains(true);
    assertThat(plan.objects("accounts")).hasSize(ACCOUNTS);
    assertThat(account(plan, "legacy").text("state")).contains("denied");
    assertThat(account(plan, "legacy").flag("person")).contains(true);
    assertThat(account(plan, "legacy").text("detail").orElseThrow())
        .contains("is not authorized to perform: sts:AssumeRole");
    assertThat(account(plan, "payments").text("state")).contains("due");
    assertThat(account(plan, "payments").number("rotate")).contains(2.0);
    assertThat(account(plan, "canary").number("ring")).contains(1.0);
    assertThat(account(plan, "payments").number("ring")).contains(2.0);
    assertThat(plan.number("calls").orElseThrow()).isPositive();
    assertThat(get("report/0").body())
        .contains("Nothing was changed", "1 of 9 accounts needs a person");
  }

  @Test
  void oneAccountCrashesOnTheFirstDayAndIsFinishedOnTheNext() {
    post("next");
    Json.Obj first = day(1);
    assertThat(first.flag("planned")).contains(false);
    assertThat(account(first, "payments").text("state")).contains("lost");
    assertThat(account(first, "payments").flag("due")).contains(true);
    assertThat(account(first, "data-lake").text("state")).contains("acted");
    assertThat(account(first, "legacy").text("state")).contains("denied");
    assertThat(first.text("digest").orElseThrow())
        .startsWith("Keyturn in organization o-")
        .contains("2026-11-24: 2 accounts need attention", "Lost (no result): 1", "legacy");
    assertThat(mails())
        .filteredOn(mail -> mail.texts("to").contains("security@corp.example"))
        .extracting(mail -> mail.text("subject").orElseThrow())
        .containsExactly(first.text("digest").orElseThrow().lines().findFirst().orElseThrow());
    assertThat(get("report/1").body()).contains("This is what was done", "2 of 9 accounts need");

    post("next");
    assertThat(account(day(2), "payments").text("state")).contains("acted");
    assertThat(account(day(2), "payments").number("rotate")).contains(2.0);
    assertThat(state().objects("days"))
        .extracting(day -> day.number("person").orElseThrow())
        .containsExactly(1.0, 2.0, 1.0);
    assertThat(account(day(1), "payments").text("state")).contains("lost");
  }

  @Test
  void theAccountThatDeniesAccessIsReadOnceItsRoleIsRepaired() {
    assertThat(state().flag("admitted")).contains(false);
    assertThat(state().text("denying"))
        .contains(account(day(0), "legacy").text("id").orElseThrow());
    post("admit");
    assertThat(state().flag("admitted")).contains(true);
    post("next");
    assertThat(account(day(1), "legacy").text("state").orElseThrow()).isIn("acted", "quiet");
  }

  @Test
  void aDayThatIsInProgressIsNotRepeatedAndTheLastOneIsTheLast() {
    waits = true;
    assertThat(post("next").statusCode()).isEqualTo(200);
    assertThat(state().flag("busy")).contains(true);
    assertThat(post("next").body()).contains("A day is in progress.");
    waits = false;
    waiting.remove().run();
    assertThat(state().flag("busy")).contains(false);
    post("next");
    post("next");
    assertThat(state().list("days")).hasSize(4);
    assertThat(post("next").body()).contains("Day 3 is the last one.");
  }

  @Test
  void aDayThatFailsIsToldAndIsNoDay() {
    place.close();
    post("next");
    assertThat(state().text("problem").orElseThrow()).contains("The run could not begin");
    assertThat(state().flag("busy")).contains(false);
    assertThat(state().list("days")).hasSize(1);
  }

  /** The page's own policy lists its style and script by hash; this one isolates it. */
  @Test
  void aReportCannotReachThePage() {
    assertThat(get("report/0").headers().firstValue("content-security-policy").orElseThrow())
        .contains("sandbox allow-scripts", "frame-ancestors 'none'")
        .doesNotContain("allow-same-origin");
  }

  @ParameterizedTest
  @CsvSource({
    "report/1, 404",
    "report/x, 404",
    "mail/0, 404",
    "api/days/9, 400",
    "api/days/x, 400"
  })
  void namesWhatIsNotThere(String path, int status) {
    assertThat(get(path).statusCode()).isEqualTo(status);
  }

  @Test
  void everyFileThatThePageNamesIsServed() {
    List<String> files =
        Pattern.compile("(?:src|href|from) ?=? ?\"(?:\\./)?([\\w-]+\\.(?:js|css|svg))\"")
            .matcher(get("").body() + get("organization.js").body() + get("steps.js").body())
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(files).contains("organization.js", "organization.css", "accounts.js", "tools.js");
    assertThat(files).allSatisfy(file -> assertThat(get(file).statusCode()).isEqualTo(200));
  }

  private Json.Obj state() {
    return Json.object(Bytes.of(get("api/state").body()));
  }

  private Json.Obj day(int number) {
    return Json.object(Bytes.of(get("api/days/" + number).body()));
  }

  private List<Json.Obj> mails() {
    try (Wire wire = new Wire(place.standIn().endpoint())) {
      return wire.get("mails").objects("mails");
    }
  }

  private static Json.Obj account(Json.Obj day, String name) {
    return day.objects("accounts").stream()
        .filter(account -> account.text("name").orElseThrow().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(page.address().resolve(path)));
  }

  private HttpResponse<String> post(String what) {
    return send(
        HttpRequest.newBuilder(page.address().resolve("api/" + what))
            .POST(BodyPublishers.ofString("{}"))
            .header("Content-Type", "application/json"));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
