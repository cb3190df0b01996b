package dev.keyturn.report.page;

import dev.keyturn.report.Inventory;
import dev.keyturn.report.SeenKey;
import java.util.List;

/**
 * The figures that auditors ask for, of all users' active keys (CIS Amazon Web Services Foundations
 * Benchmark, versions 1.4 to 3.0, recommendations 1.12 to 1.14).
 */
final class ComplianceSection {
  static final int OLDEST_DAYS = 90;
  static final int UNUSED_DAYS = 45;

  private final Html html;
  private final Inventory inventory;

  ComplianceSection(Html html, Inventory inventory) {
    this.html = html;
    this.inventory = inventory;
  }

  void write() {
    html.element(
        "p",
        "Of all users, also those whom Keyturn does not look after, as they were before this run."
            + " The numbers are those of the CIS AWS Foundations Benchmark, versions 1.4 to 3.0;"
            + " passwords are not looked at.");
    if (inventory.unseen() > 0) {
      html.element(
          "p",
          "The keys of %s could not be told: the figures may be higher."
              .formatted(Words.count(inventory.unseen(), "user")),
          "class",
          "note");
    }
    old();
    unused();
    several();
  }

  private void old() {
    List<SeenKey> keys = inventory.olderThan(OLDEST_DAYS);
    figure("CIS 1.14: keys older than 90 days", String.valueOf(keys.size()), keys.isEmpty());
    if (inventory.keys().stream().anyMatch(key -> key.atLeast() && key.ageDays() <= OLDEST_DAYS)) {
      html.element(
          "p",
          "Some keys were not listed. The credential report tells when they were last changed, so"
              + " they may be older than it seems, and this figure higher.",
          "class",
          "note");
    }
    KeyTable.write(html, "Keys older than 90 days", keys);
  }

  private void unused() {
    if (!inventory.reported()) {
      figure("CIS 1.12: keys unused for 45 days", "not known", false);
      html.element(
          "p",
          "Last use is not known: there was no credential report, or this run was about some users"
              + " alone.",
          "class",
          "note");
      return;
    }
    List<SeenKey> keys = inventory.unusedFor(UNUSED_DAYS);
    figure("CIS 1.12: keys unused for 45 days", String.valueOf(keys.size()), keys.isEmpty());
    if (inventory.usesUnknown() > 0) {
      html.element(
          "p",
          "Of %s the last use is not known; they are not in this figure."
              .formatted(Words.count(inventory.usesUnknown(), "key")),
          "class",
          "note");
    }
    KeyTable.write(html, "Keys unused for 45 days", keys);
  }

  private void several() {
    List<SeenKey> keys = inventory.severalOfOneUser();
    long users = keys.stream().map(SeenKey::user).distinct().count();
    figure("CIS 1.13: users with two active keys", String.valueOf(users), users == 0);
    if (users > 0) {
      html.element(
          "p",
          "Within the grace of a rotation that is as it should be: the old key works until its"
              + " owner has moved to the new one.",
          "class",
          "note");
    }
    KeyTable.write(html, "Keys of users with two active keys", keys);
  }

  private void figure(String heading, String value, boolean good) {
    html.open("h3").text(heading + " ");
    html.element("span", value, "class", good ? "figure good" : "figure").end();
  }
}
