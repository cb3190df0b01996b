package dev.keyturn.report.page;

import dev.keyturn.event.Report;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.event.Row;
import dev.keyturn.policy.Exposure;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.AccountView;
import dev.keyturn.report.Held;
import java.lang.module.ModuleDescriptor;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The top of the page: account, time, caller and version; a verdict; a few figures. */
final class Masthead {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("', 'HH:mm' UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Html html;
  private final AccountView view;
  private final Report report;

  Masthead(Html html, AccountView view) {
    this.html = html;
    this.view = view;
    this.report = view.report();
  }

  void write(int overdueDays) {
    boolean planned = report.mode() == Mode.PLAN;
    Page.title(html, planned, report.name());
    html.open("p", "class", "lead").text("AWS account ").element("code", report.accountId());
    view.alias().ifPresent(alias -> html.text(" (" + alias + ")"));
    html.text(", ").open("time", "datetime", view.time().toString());
    html.text(Words.day(report.date()) + TIME.format(view.time())).close();
    html.text(", read as ").element("code", view.plan().identity().arn());
    html.text(" with Keyturn " + version());
    html.text(Page.outcome(planned)).close();
    exposed();
    html.element("p", verdict(overdueDays), "class", "verdict");
    view.remarks().forEach(remark -> html.element("p", remark, "class", "remark"));
    figures(planned);
  }

  /** Users with a key that may be in other hands come first. */
  private void exposed() {
    List<Row> rows = report.rows().stream().filter(row -> row.exposure().isPresent()).toList();
    if (rows.isEmpty()) {
      return;
    }
    boolean held =
        rows.stream().anyMatch(row -> row.exposure().flatMap(Exposure::advice).isPresent());
    html.open("p", "class", "verdict").text(rows.size() == 1 ? "A key of " : "Keys of ");
    html.element(
        "a",
        Words.names(rows.stream().map(Row::user).toList()),
        "href",
        held ? "#person" : "#today");
    html.text(" may be in other hands.").close();
  }

  /** The summary in one sentence. */
  private String verdict(int overdueDays) {
    int old = view.inventory().olderThan(overdueDays).size();
    return "%s of %s %s older than %s days."
        .formatted(
            old,
            Words.count(view.inventory().keys().size(), "active key"),
            old == 1 ? "is" : "are",
            overdueDays);
  }

  /** The version of the jar, or of the module in a linked runtime; an unpackaged build has none. */
  private static String version() {
    return Optional.ofNullable(Masthead.class.getPackage().getImplementationVersion())
        .or(
            () ->
                Optional.ofNullable(Masthead.class.getModule().getDescriptor())
                    .flatMap(ModuleDescriptor::rawVersion))
        .orElse("(unpackaged)");
  }

  private void figures(boolean planned) {
    html.open("dl", "class", "figures");
    Page.figure(html, "users", report.users(), "");
    Page.figure(html, "managed", report.managed(), "");
    for (Verb verb : Verb.values()) {
      if (verb != Verb.HOLD) {
        Page.figure(html, planned ? Words.due(verb) : verb.done(), report.count(verb), verb.word());
      }
    }
    Page.figure(html, "held", Held.rows(report).size(), Verb.HOLD.word());
    Page.figure(html, "left for the next run", report.deferred(), "");
    Page.figure(html, "failed", report.failed(), "failed");
    html.end();
  }
}
