package dev.keyturn.report.page;

import dev.keyturn.event.NeverRotated;
import dev.keyturn.event.Report;
import dev.keyturn.facts.KeyId;
import dev.keyturn.report.AccountView;
import java.util.List;

/** What needs a person: users that failed or are held, overdue keys, users without an address. */
final class PersonSection {
  private final Html html;
  private final AccountView view;
  private final Report report;

  PersonSection(Html html, AccountView view) {
    this.html = html;
    this.view = view;
    this.report = view.report();
  }

  void write() {
    HeldSection held = new HeldSection(html, view.plan(), report);
    if (report.failed() == 0
        && held.isEmpty()
        && report.neverRotated().isEmpty()
        && view.plan().withoutAddress().isEmpty()) {
      html.element("p", "Nothing needs a person.");
      return;
    }
    if (report.failed() > 0) {
      html.open("p").element("strong", Words.count(report.failed(), "user"), "class", "failed");
      html.text(" failed: see ").element("a", "why", "href", "#today").text(".").close();
    }
    if (!held.isEmpty()) {
      html.element("h3", "Held");
      held.write();
    }
    if (!report.neverRotated().isEmpty()) {
      html.element("h3", "Overdue, and not replaced by any run");
      overdue(report.neverRotated());
    }
    if (!view.plan().withoutAddress().isEmpty()) {
      html.element("h3", "Users without an address");
      new WithoutAddressSection(html, view.plan(), view.reported()).write();
    }
  }

  private void overdue(List<NeverRotated> keys) {
    Table table =
        Table.open(html, "Overdue keys", keys.size(), "User", "Key", "Age in days", "Why");
    for (NeverRotated key : keys) {
      html.open("tr").element("th", key.user().value(), "scope", "row");
      html.open("td").element("code", key.key().map(KeyId::value).orElse("not listed")).close();
      String age = String.valueOf(key.ageDays());
      html.element("td", key.key().isPresent() ? age : "at least " + age, "data-v", age);
      html.open("td").text(key.reason().meaning()).text(" ");
      html.element("code", key.reason().name(), "class", "quiet").close().end();
    }
    table.close();
  }
}
