package dev.keyturn.report.page;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.plan.Plan;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedy;
import dev.keyturn.report.Held;
import dev.keyturn.report.Held.HeldRow;
import java.util.List;

/** The held users, and what ends each hold. */
final class HeldSection {
  private final Html html;
  private final Report report;
  private final Held held;

  HeldSection(Html html, Plan plan, Report report) {
    this.html = html;
    this.report = report;
    this.held = new Held(plan, report);
  }

  boolean isEmpty() {
    return rows().isEmpty();
  }

  /**
   * Exempt users are left out: an exemption is intended and has its own list. One a key of whom may
   * be in other hands is not.
   */
  private List<HeldRow> rows() {
    return Held.rows(report).stream()
        .filter(
            held -> held.hold().reason() != Reason.Hold.EXEMPT || held.row().exposure().isPresent())
        .toList();
  }

  void write() {
    List<HeldRow> rows = rows();
    html.element(
        "p", "Their keys are not changed until the cause is gone; every run checks again.");
    Table table =
        Table.open(html, "Held users", rows.size(), "User", "Why", "What ends the hold", "Keys");
    rows.forEach(this::row);
    table.close();
  }

  private void row(HeldRow user) {
    Row row = user.row();
    Hold hold = user.hold();
    html.open("tr").open("th", "scope", "row", "data-name", row.user().value());
    TodaySection.user(html, row);
    html.close().open("td").text(hold.reason().meaning());
    if (!hold.detail().isEmpty()) {
      html.text(": ").element("bdi", hold.detail());
    }
    html.text(" ").element("code", hold.reason().name(), "class", "quiet").close();
    html.open("td");
    remedy(user);
    TodaySection.remarks(html, row);
    html.close();
    TodaySection.keys(html, report, row);
    html.end();
  }

  private void remedy(HeldRow user) {
    switch (held.remedy(user)) {
      case Remedy.Hint hint -> html.text(hint.text());
      case Remedy.Already already -> html.text(already.text());
      case Remedy.RunByHand byHand -> {
        html.text(byHand.before() + " ");
        html.element("code", byHand.command(), "class", "command");
        html.text(byHand.after().isEmpty() ? "" : " " + byHand.after());
      }
      case Remedy.Change change -> {
        html.element("code", "keyturn mend " + user.row().user().operand(), "class", "command");
        html.text(" " + change.text());
      }
    }
  }
}
