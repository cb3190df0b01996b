package dev.keyturn.report.page;

import dev.keyturn.event.Report;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Policy;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.report.Calendar;
import dev.keyturn.report.Held;
import dev.keyturn.report.Inventory;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A run as one page: what was done and why, how old keys are, what comes, who is held, who has no
 * address, and the figures that auditors ask for. It holds no secret, loads nothing, and can be
 * read without its script, which only sorts and filters.
 */
public final class ReportPage {
  /** So many days to come stand in a page, unless it is asked for others. */
  public static final int DAYS = 90;

  private static final Own STYLE = Own.of("page.css");
  private static final Own SCRIPT = Own.of("page.js");

  private final Html html = new Html();
  private final Plan plan;
  private final Report report;
  private final Policy policy;
  private final Map<UserName, ReportedUser> reported;
  private final Inventory inventory;
  private final Calendar calendar;

  private ReportPage(Plan plan, Report report) {
    this.plan = plan;
    this.report = report;
    this.policy = plan.policy();
    this.reported = plan.reported();
    this.inventory = Inventory.of(plan);
    this.calendar = Calendar.of(plan);
  }

  /**
   * The page.
   *
   * @param plan made as a {@linkplain dev.keyturn.plan.PlanHorizon.Survey survey}
   * @param report of the plan, or of what was done by it
   */
  public static String of(Plan plan, Report report) {
    return new ReportPage(plan, report).page();
  }

  private String page() {
    html.doctype().open("html", "lang", "en").open("head");
    html.lone("meta", "charset", "utf-8");
    html.lone(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'"
            .formatted(STYLE.source(), SCRIPT.source()));
    html.lone("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.lone("meta", "name", "color-scheme", "content", "light dark");
    html.lone("meta", "name", "referrer", "content", "no-referrer");
    html.element("title", "%s, %s, %s".formatted(report.name(), mode(), report.date()));
    html.own("style", STYLE.code()).end();
    html.open("body");
    html.element("a", "Skip to what happened", "class", "skip", "href", "#today");
    header();
    html.open("main");
    sections();
    html.end();
    footer();
    html.own("script", SCRIPT.code());
    return html.close().close().page();
  }

  private String mode() {
    return report.mode() == Mode.PLAN ? "plan" : "apply";
  }

  private void header() {
    html.open("header").open("p", "class", "eyebrow").text("Keyturn " + mode()).close();
    html.element("h1", report.name());
    html.open("p", "class", "lead").text("Account ").element("code", report.accountId());
    html.text(", ");
    html.element("time", Words.day(report.date()), "datetime", report.date().toString());
    html.text(
        report.mode() == Mode.PLAN
            ? ". Nothing was touched: this is what an apply would do."
            : ". This is what was done.");
    html.close();
    figures();
    navigation();
    html.end();
  }

  private void figures() {
    html.open("dl", "class", "figures");
    figure("users", report.users(), "");
    figure("looked after", report.lookedAfter(), "");
    boolean plan = report.mode() == Mode.PLAN;
    for (Verb verb : Verb.values()) {
      figure(plan ? Words.due(verb) : Words.done(verb), report.count(verb), verb.word());
    }
    figure("left for the next run", report.left(), "");
    figure("failed", report.failed(), "failed");
    html.end();
  }

  private void figure(String what, long value, String name) {
    String look = value == 0 ? "none" : name;
    html.open("div", "class", look).element("dt", what).element("dd", String.valueOf(value));
    html.close();
  }

  private void navigation() {
    html.open("nav", "aria-label", "On this page").open("ul");
    link("today", "Today");
    link("held", "Held");
    link("ages", "Key ages");
    link("coming", "Next " + Words.count(days(), "day"));
    link("without-address", "Without an address");
    link("compliance", "Compliance");
    html.close().end();
  }

  private void link(String id, String text) {
    html.open("li").element("a", text, "href", "#" + id).close();
  }

  private long days() {
    return ChronoUnit.DAYS.between(plan.today(), plan.until());
  }

  private void sections() {
    section("today", "Today", TodaySection.rows(report).size());
    new TodaySection(html, report).write();
    html.end();
    section("held", "Who is held", Held.rows(report).size());
    new HeldSection(html, plan, report).write();
    html.end();
    section("ages", "How old keys are", -1);
    new AgesSection(html, inventory, policy).write();
    html.end();
    section("coming", "The next " + Words.count(days(), "day"), -1);
    new ComingSection(html, calendar).write();
    html.end();
    section("without-address", "Users without an address", plan.withoutAddress().size());
    new WithoutAddressSection(html, plan, reported).write();
    html.end();
    section("compliance", "Compliance", -1);
    new ComplianceSection(html, inventory).write();
    html.end();
  }

  private void section(String id, String heading, int count) {
    html.open("section", "id", id, "aria-labelledby", id + "-heading");
    html.open("h2", "id", id + "-heading").text(heading);
    if (count >= 0) {
      html.text(" ").element("span", String.valueOf(count), "class", "count");
    }
    html.end();
  }

  private void footer() {
    html.open("footer").open("p");
    html.text(
        "Days are whole UTC days by AWS's clock; older than %d means %d and more. "
            .formatted(policy.warningDays(), policy.warningDays() + 1));
    html.text(
        "Keys are warned about past %d days and replaced past %d; an old key is switched off %s after that, and deleted %s later. "
            .formatted(
                policy.warningDays(),
                policy.overdueDays(),
                Words.count(policy.deactivateDays(), "day"),
                Words.count(policy.deletionDays(), "day")));
    html.text("Last uses are up to four hours old. This page holds no secret.");
    html.close().open("p").text("Run ").element("code", report.runId());
    html.text(
        ", %s, %.1f s."
            .formatted(
                Words.count(report.apiCalls(), "AWS call"), report.time().toMillis() / 1000.0));
    html.close().end();
  }
}
