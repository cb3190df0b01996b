package dev.keyturn.report.page;

import dev.keyturn.event.Report;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.policy.Policy;
import dev.keyturn.report.AccountView;
import dev.keyturn.report.Calendar;
import dev.keyturn.report.Trend;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The report of a run as one page: the results of the checks that auditors ask for, what needs a
 * person, the ages of keys, what was done and why, and what is due next. It contains no secret,
 * loads nothing, and works without its script, which only sorts, filters and switches the numbers
 * of checks.
 */
public final class ReportPage {
  /** The number of next days in a page by default. */
  public static final int DAYS = 90;

  private final Html html;
  private final AccountView view;
  private final Report report;
  private final Policy policy;
  private final Trend trend;
  private final Calendar calendar;

  private ReportPage(AccountView view, Trend trend) {
    this.view = view;
    this.report = view.report();
    this.policy = view.plan().policy();
    this.trend = trend;
    this.calendar = Calendar.of(view.plan());
    this.html =
        Page.begin(
            "%s, %s, %s"
                .formatted(
                    report.name(), report.mode() == Mode.PLAN ? "plan" : "apply", report.date()),
            "compliance",
            Trend.NAME,
            trend.with(view).text());
  }

  /**
   * The page.
   *
   * @param trend the results of earlier pages
   */
  public static String of(AccountView view, Trend trend) {
    return new ReportPage(view, trend).page();
  }

  private String page() {
    html.open("header");
    new Masthead(html, view).write(policy.overdueDays());
    navigation();
    html.end();
    html.open("main");
    sections();
    html.end();
    footer();
    return Page.end(html);
  }

  private void navigation() {
    html.open("nav", "aria-label", "On this page").open("ul");
    link("compliance", "Compliance");
    link("person", "Needs a person");
    link("ages", "Key ages");
    link("today", "Today");
    link("coming", "Next " + Words.count(days(), "day"));
    html.close().end();
    html.open("p", "class", "paper").open("label");
    html.lone("input", "type", "checkbox", "id", "appendix");
    html.text(" Print all lists, too").close().end();
  }

  private void link(String id, String text) {
    html.open("li").element("a", text, "href", "#" + id).close();
  }

  private long days() {
    return ChronoUnit.DAYS.between(view.plan().today(), view.plan().until());
  }

  private void sections() {
    Page.section(html, "compliance", "Compliance");
    new ComplianceSection(html, view.controls(), view.inventory()).write(report.date(), trend);
    html.end();
    Page.section(html, "person", "What needs a person");
    new PersonSection(html, view).write();
    html.end();
    Page.section(html, "ages", "How old keys are");
    new AgesSection(html, view.inventory(), policy).write();
    new KeysSection(html, view).write();
    html.end();
    Page.section(html, "today", report.mode() == Mode.PLAN ? "Due today" : "Done today");
    new TodaySection(html, report).write();
    html.end();
    Page.section(html, "coming", "The next " + Words.count(days(), "day"));
    new ComingSection(html, calendar).write();
    html.end();
  }

  private void footer() {
    html.open("footer").open("p");
    html.text(
        "Days are whole UTC days by AWS's clock; older than %s means %s and more. "
            .formatted(policy.warningDays(), policy.warningDays() + 1));
    html.text(
        "Keys are warned about past %s days and replaced past %s; an old key is deactivated %s after that, and deleted %s later. "
            .formatted(
                policy.warningDays(),
                policy.overdueDays(),
                Words.count(policy.deactivateDays(), "day"),
                Words.count(policy.deletionDays(), "day")));
    html.text("Last uses are up to four hours old. This page holds no secret.");
    html.close().open("p").text("Run ").element("code", report.runId());
    html.text(
        String.format(
            Locale.ROOT,
            ", %s, %.1f s.",
            Words.count(report.apiCalls(), "AWS call"),
            report.time().toMillis() / 1000.0));
    html.close().end();
  }
}
