package dev.keyturn.report.page;

import dev.keyturn.policy.Policy;
import dev.keyturn.report.Inventory;
import java.util.ArrayList;
import java.util.List;

/** The ages of the keys. */
final class AgesSection {
  private static final int[] WIDTHS = {5, 10, 15, 30, 60, 90, 180, 365};
  private static final int MOST_BARS = 18;

  private final Html html;
  private final Inventory inventory;
  private final Policy policy;
  private final int days;
  private final int bars;

  AgesSection(Html html, Inventory inventory, Policy policy) {
    this.html = html;
    this.inventory = inventory;
    this.policy = policy;
    int upTo = Math.max(120, 2 * policy.overdueDays());
    int width = WIDTHS[0];
    for (int wider : WIDTHS) {
      if (width * MOST_BARS < upTo) {
        width = wider;
      }
    }
    this.days = width;
    this.bars = Math.ceilDiv(upTo, width);
  }

  /**
   * A bar.
   *
   * @param from the lowest age, in days
   * @param young the number of keys up to the warning age
   * @param warned the number of keys past the warning age, but not past the overdue age
   * @param overdue the number of keys past the overdue age
   */
  record Bar(long from, String ages, int young, int warned, int overdue) {
    int all() {
      return young + warned + overdue;
    }
  }

  void write() {
    List<Bar> all = bars();
    html.element("p", sentence());
    if (inventory.keys().isEmpty()) {
      return;
    }
    new AgeChart(html, all, days, policy).write();
    Table table =
        Table.aside(
            html,
            "The same as figures",
            all.size(),
            "Age in days",
            "Keys",
            "Up to %s days".formatted(policy.warningDays()),
            "Warned about",
            "Past %s days".formatted(policy.overdueDays()));
    for (Bar bar : all) {
      html.open("tr").element("th", bar.ages(), "scope", "row", "data-v", "" + bar.from());
      for (int keys : new int[] {bar.all(), bar.young(), bar.warned(), bar.overdue()}) {
        html.element("td", String.valueOf(keys), "class", "number", "data-v", "" + keys);
      }
      html.end();
    }
    table.close();
  }

  private String sentence() {
    int warned = inventory.olderThan(policy.warningDays()).size();
    int overdue = inventory.olderThan(policy.overdueDays()).size();
    return "%s: %s older than the %s days after which owners are warned, %s of them older than the %s days after which keys are replaced.%s%s"
        .formatted(
            Words.count(inventory.keys().size(), "active key"),
            warned,
            policy.warningDays(),
            overdue,
            policy.overdueDays(),
            inventory.keys().stream().anyMatch(key -> key.atLeast())
                ? " The age of keys that are known only from the credential report counts from"
                    + " their last change: they may be older."
                : "",
            inventory.unseen() > 0
                ? " The keys of %s are unknown and not in these figures."
                    .formatted(Words.count(inventory.unseen(), "user"))
                : "");
  }

  private List<Bar> bars() {
    int[][] counts = new int[bars + 1][3];
    inventory
        .keys()
        .forEach(
            key -> {
              int bar = Math.clamp(key.ageDays() / days, 0, bars);
              int zone =
                  key.ageDays() > policy.overdueDays()
                      ? 2
                      : key.ageDays() > policy.warningDays() ? 1 : 0;
              counts[bar][zone]++;
            });
    List<Bar> all = new ArrayList<>();
    for (int i = 0; i <= bars; i++) {
      long from = (long) i * days;
      String ages = i == bars ? from + " and more" : from + " to " + (from + days - 1);
      all.add(new Bar(from, ages, counts[i][0], counts[i][1], counts[i][2]));
    }
    return all;
  }
}
