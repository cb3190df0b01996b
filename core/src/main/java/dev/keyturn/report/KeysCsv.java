package dev.keyturn.report;

import dev.keyturn.event.Row;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.port.Csv;
import dev.keyturn.report.SeenKey.Use;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All active keys of an account as CSV: a header, then one line for each key. */
public final class KeysCsv {
  private final AccountView view;
  private final Map<UserName, Row> rows;
  private final Map<UserName, String> exempt;
  private final Set<SeenKey> several;
  private final Set<UserName> inGrace;
  private final Set<UserName> unmanaged;

  private KeysCsv(AccountView view) {
    this.view = view;
    this.rows =
        view.report().rows().stream().collect(Collectors.toMap(Row::user, Function.identity()));
    this.exempt =
        view.plan().entries().stream()
            .filter(Plan.Decided.class::isInstance)
            .map(Plan.Decided.class::cast)
            .filter(entry -> entry.facts().exemption() instanceof Exemption.Until)
            .collect(Collectors.toMap(Plan.Decided::user, KeysCsv::until));
    this.several = new HashSet<>(view.controls().several());
    this.inGrace = new HashSet<>(view.controls().inGrace());
    this.unmanaged = new HashSet<>(view.plan().withoutAddress());
  }

  private static String until(Plan.Decided entry) {
    return entry.facts().exemption() instanceof Exemption.Until until ? until.day().toString() : "";
  }

  /** The oldest key first. Unknown values are empty. */
  public static String of(AccountView view) {
    KeysCsv csv = new KeysCsv(view);
    return Csv.line(
            "account",
            "date",
            "user",
            "key",
            "ageDays",
            "ageAtLeast",
            "lastUsedDaysAgo",
            "lastUsedService",
            "lastUsedRegion",
            "lookedAfter",
            "olderThan90Days",
            "unusedFor45Days",
            "secondActiveKey",
            "inGrace",
            "exemptUntil",
            "decision",
            "reason",
            "alternativeRule",
            "alternative")
        + view.inventory().keys().stream().map(csv::line).collect(Collectors.joining());
  }

  private String line(SeenKey key) {
    Row row = rows.get(key.user());
    return Csv.line(
        view.report().accountId(),
        view.report().date().toString(),
        key.user().value(),
        key.id(),
        String.valueOf(key.ageDays()),
        String.valueOf(key.atLeast()),
        lastUsed(key.use()),
        key.use() instanceof Use.Ago ago ? known(ago.service()) : "",
        key.use() instanceof Use.Ago ago ? known(ago.region()) : "",
        String.valueOf(!unmanaged.contains(key.user())),
        String.valueOf(key.ageDays() > Controls.OLDEST_DAYS),
        key.use() instanceof Use.Unknown ? "" : String.valueOf(key.unusedFor(Controls.UNUSED_DAYS)),
        String.valueOf(several.contains(key)),
        String.valueOf(inGrace.contains(key.user())),
        exempt.getOrDefault(key.user(), ""),
        row == null ? "" : row.decision().verb().word(),
        row == null ? "" : row.decision().reason().name(),
        view.wayOff(key).name(),
        view.wayOff(key).alternative());
  }

  private static String lastUsed(Use use) {
    return switch (use) {
      case Use.Unknown _ -> "";
      case Use.Never _ -> "never";
      case Use.Ago ago -> String.valueOf(ago.days());
    };
  }

  private static String known(String name) {
    return name.equals("N/A") ? "" : name;
  }
}
