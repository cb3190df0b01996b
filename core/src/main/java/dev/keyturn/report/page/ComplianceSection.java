package dev.keyturn.report.page;

import dev.keyturn.report.Check;
import dev.keyturn.report.Controls;
import dev.keyturn.report.Controls.Result;
import dev.keyturn.report.Inventory;
import dev.keyturn.report.Trend;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The checks that auditors ask for, for all users (CIS Amazon Web Services Foundations Benchmark).
 * Their numbers depend on the version of the benchmark, which the reader chooses.
 */
final class ComplianceSection {
  private final Html html;
  private final Controls controls;
  private final Inventory inventory;

  ComplianceSection(Html html, Controls controls, Inventory inventory) {
    this.html = html;
    this.controls = controls;
    this.inventory = inventory;
  }

  void write(LocalDate today, Trend trend) {
    html.open("p").text("The account before this run, with all users, managed or not.");
    html.text(" Numbers are those of the ");
    html.open("span", "id", "version").text("CIS AWS Foundations Benchmark, version ");
    html.text(Check.USUAL).close().text(".").close();
    table(today, trend);
    if (!controls.inGrace().isEmpty()) {
      note(
          "%s two active keys within Keyturn's own grace period and %s above: the old key works until its owner has moved to the new one."
              .formatted(
                  Words.have(controls.inGrace().size(), "user"),
                  controls.inGrace().size() == 1 ? "is not counted" : "are not counted"));
    }
    if (inventory.unseen() > 0) {
      note(
          "The keys of %s could not be read: more may fail."
              .formatted(Words.count(inventory.unseen(), "user")));
    }
    if (!inventory.reported()) {
      note(
          "Last use is unknown: there was no credential report, or this run was limited to some"
              + " users.");
    } else if (inventory.usesUnknown() > 0) {
      note(
          "The last use of %s is unknown; they are not in the first figure."
              .formatted(Words.count(inventory.usesUnknown(), "key")));
    }
    if (inventory.keys().stream().anyMatch(key -> key.atLeast())) {
      note(
          "The age of keys that are known only from the credential report counts from their last"
              + " change: they may be older.");
    }
    numbers();
  }

  private void note(String text) {
    html.element("p", text, "class", "note");
  }

  private void table(LocalDate today, Trend trend) {
    Table table = Table.plain(html, "Controls", "Control", "Number", "Severity", "Passes", "Trend");
    for (Check check : Check.values()) {
      html.open("tr").element("th", check.title(), "scope", "row");
      html.open("td").open("span", "class", "cis", "data-cis", byVersion(check));
      html.text(number(check, Check.USUAL)).close().close();
      String severity = check.severity().name().toLowerCase(Locale.ROOT);
      html.open("td").element("span", severity, "class", "severity " + severity).close();
      controls
          .result(check)
          .ifPresentOrElse(
              result -> {
                passes(result);
                html.element("td", trend(today, check, result, trend));
              },
              () ->
                  html.element("td", "unknown", "class", "quiet")
                      .element("td", "", "class", "quiet"));
      html.end();
    }
    table.close();
  }

  private void passes(Result result) {
    if (result.of() == 0) {
      html.element("td", "nothing to check", "class", "quiet");
      return;
    }
    html.open("td").open("span", "class", result.passed() ? "result good" : "result");
    html.text("%s %%".formatted(result.passPercent())).close();
    html.text(" %s of %s".formatted(result.of() - result.failed(), result.of())).close();
  }

  private String trend(LocalDate today, Check check, Result now, Trend trend) {
    if (!inventory.reported()) {
      return "not compared";
    }
    return trend
        .before(today, check)
        .map(
            before -> {
              int more = now.failed() - before.result().failed();
              return more == 0
                  ? "as on " + before.day()
                  : "%s %s fail than on %s"
                      .formatted(Math.abs(more), more > 0 ? "more" : "fewer", before.day());
            })
        .orElse("no earlier report");
  }

  private static String number(Check check, String version) {
    return check.number(version).map(number -> "CIS " + number).orElse("\u2013");
  }

  /** The number in each version, for the script. */
  private static String byVersion(Check check) {
    return Check.VERSIONS.stream()
        .map(version -> version + "=" + number(check, version))
        .collect(Collectors.joining(";"));
  }

  private void numbers() {
    List<Check> numbered =
        List.of(Check.values()).stream().filter(check -> check.number("1.4").isPresent()).toList();
    Table table =
        Table.aside(
            html,
            "Numbers by version of the benchmark",
            Check.VERSIONS.size(),
            "Version",
            "Unused for 45 days",
            "One active key",
            "Rotated every 90 days");
    for (String version : Check.VERSIONS) {
      html.open("tr").element("th", version, "scope", "row");
      numbered.forEach(check -> html.element("td", check.number(version).orElse("\u2013")));
      html.end();
    }
    table.close();
  }
}
