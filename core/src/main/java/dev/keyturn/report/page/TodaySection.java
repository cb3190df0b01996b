package dev.keyturn.report.page;

import dev.keyturn.event.Report;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.policy.Remark;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.Cells;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What was done, or is due, and why. */
final class TodaySection {
  private final Html html;
  private final Report report;

  TodaySection(Html html, Report report) {
    this.html = html;
    this.report = report;
  }

  void write() {
    List<Row> rows = rows(report);
    if (rows.isEmpty()) {
      html.element(
          "p",
          report.mode() == Mode.PLAN
              ? "Nothing would be done: no key is due."
              : "There was nothing to do: no key was due.");
      return;
    }
    Table table =
        Table.open(html, caption(), rows.size(), "User", "Decision", "Why", "Keys", "Outcome");
    rows.forEach(this::row);
    table.close();
  }

  /** All rows except holds without a failure; exposed keys first, then failures. */
  static List<Row> rows(Report report) {
    return report.rows().stream()
        .filter(row -> row.decision().verb() != Verb.HOLD || failed(row))
        .sorted(
            Comparator.comparing((Row row) -> row.exposure().isEmpty())
                .thenComparing(row -> !failed(row))
                .thenComparingInt(row -> order(row.decision().verb()))
                .thenComparing(Row::user))
        .toList();
  }

  private String caption() {
    return report.mode() == Mode.PLAN ? "What an apply would do today" : "What was done today";
  }

  static boolean failed(Row row) {
    return row.outcome() instanceof Outcome.Failed;
  }

  private static int order(Verb verb) {
    return switch (verb) {
      case DELETE -> 0;
      case DEACTIVATE -> 1;
      case ROTATE -> 2;
      case CLEAR -> 3;
      case WARN -> 4;
      case HOLD -> 5;
    };
  }

  private void row(Row row) {
    html.open("tr").open("th", "scope", "row", "data-name", row.user().value());
    user(html, row);
    html.close();
    html.open("td", "data-v", row.decision().verb().word());
    html.element(
        "span", row.decision().verb().word(), "class", "b " + row.decision().verb().word());
    html.close().open("td").text(row.decision().reason().meaning()).text(" ");
    html.element("code", row.decision().reason().name(), "class", "quiet").close();
    keys(html, report, row);
    html.open("td");
    outcome(row);
    Cells.advice(row).ifPresent(advice -> html.element("small", advice.text()));
    remarks(html, row);
    html.close().end();
  }

  static void remarks(Html html, Row row) {
    for (Remark remark : row.remarks()) {
      html.element("small", remark.detail());
    }
  }

  static void user(Html html, Row row) {
    html.text(row.user().value());
    Cells.email(row).ifPresent(email -> html.open("small").element("bdi", email).close());
  }

  /** The keys with their ages. The column is sorted by the oldest key. */
  static void keys(Html html, Report report, Row row) {
    long oldest = row.keys().stream().mapToLong(key -> key.ageDays(report.date())).max().orElse(-1);
    html.open("td", "data-v", String.valueOf(oldest));
    for (AccessKey key : row.keys()) {
      html.open("div", "class", "key").element("code", key.id().value());
      html.text(" " + Words.count(key.ageDays(report.date()), "day"));
      if (!key.active()) {
        html.text(", " + key.status().word().toLowerCase(Locale.ROOT));
      }
      html.close();
    }
    html.close();
  }

  private void outcome(Row row) {
    switch (row.outcome()) {
      case Outcome.Planned _ -> html.text("planned");
      case Outcome.Done _ -> html.text("done");
      case Outcome.Rotated rotated -> {
        html.text("done, new key ");
        html.element("code", rotated.newKey().value());
      }
      case Outcome.Deferred deferred -> html.text("deferred: " + deferred.why());
      case Outcome.Failed failed -> {
        html.element("strong", "failed", "class", "failed");
        html.text(": " + failed.error());
      }
    }
  }
}
