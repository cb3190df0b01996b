package dev.keyturn.report.page;

import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.report.AccountView;
import dev.keyturn.report.Controls;
import dev.keyturn.report.Inventory;
import dev.keyturn.report.SeenKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The lists behind the figures; an empty list is left out. */
final class KeysSection {
  private final Html html;
  private final Plan plan;
  private final Inventory inventory;
  private final Controls controls;
  private final AccountView view;

  KeysSection(Html html, AccountView view) {
    this.html = html;
    this.plan = view.plan();
    this.inventory = view.inventory();
    this.controls = view.controls();
    this.view = view;
  }

  void write() {
    KeyTable.write(html, "Keys older than 90 days", inventory.olderThan(90));
    KeyTable.write(html, "Keys unused for 45 days", inventory.unusedFor(45));
    KeyTable.write(html, "Two active keys of one user", controls.several());
    Set<UserName> inGrace = new HashSet<>(controls.inGrace());
    List<SeenKey> grace =
        inventory.severalOfOneUser().stream().filter(key -> inGrace.contains(key.user())).toList();
    KeyTable.write(html, "Keys in Keyturn's own grace period", grace);
    users("Passwords unused for 45 days", controls.passwords());
    users("Users with a password and no second factor", controls.withoutMfa());
    exemptions();
    KeyTable.writeWaysOff(html, view);
  }

  private void users(String caption, List<UserName> users) {
    if (users.isEmpty()) {
      return;
    }
    Table table = Table.folded(html, caption, users.size(), "User");
    users.forEach(
        user -> html.open("tr").element("th", user.value(), "scope", "row").close().text("\n"));
    table.close();
  }

  private void exemptions() {
    List<Plan.Decided> exempt =
        plan.entries().stream()
            .filter(Plan.Decided.class::isInstance)
            .map(Plan.Decided.class::cast)
            .filter(entry -> entry.facts().exemption() instanceof Exemption.Until)
            .toList();
    if (exempt.isEmpty()) {
      return;
    }
    Table table = Table.folded(html, "Exempt users", exempt.size(), "User", "Until", "Why");
    for (Plan.Decided entry : exempt) {
      if (entry.facts().exemption() instanceof Exemption.Until(var day, String reason)) {
        html.open("tr").element("th", entry.user().value(), "scope", "row");
        html.element("td", day + (day.isBefore(plan.today()) ? " (over)" : ""));
        html.open("td").element("bdi", reason).close().end();
      }
    }
    table.close();
  }
}
