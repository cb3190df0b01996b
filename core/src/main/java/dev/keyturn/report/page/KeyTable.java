package dev.keyturn.report.page;

import dev.keyturn.report.AccountView;
import dev.keyturn.report.SeenKey;
import dev.keyturn.report.SeenKey.Use;
import java.util.List;

/** The list of keys behind a figure. */
final class KeyTable {
  private KeyTable() {}

  static void write(Html html, String caption, List<SeenKey> keys) {
    if (!keys.isEmpty()) {
      Table table =
          Table.folded(html, caption, keys.size(), "User", "Key", "Age in days", "Last use");
      keys.forEach(
          key -> {
            cells(html, key);
            html.end();
          });
      table.close();
    }
  }

  /** All keys, each with what can replace it. */
  static void writeWaysOff(Html html, AccountView view) {
    List<SeenKey> keys = view.inventory().keys();
    if (!keys.isEmpty()) {
      Table table =
          Table.aside(
              html,
              "What uses each key, and what can replace it",
              keys.size(),
              "User",
              "Key",
              "Age in days",
              "Last use",
              "Alternative");
      for (SeenKey key : keys) {
        cells(html, key);
        html.element("td", view.wayOff(key).alternative()).end();
      }
      table.close();
    }
  }

  private static void cells(Html html, SeenKey key) {
    html.open("tr").element("th", key.user().value(), "scope", "row");
    if (key.id().isEmpty()) {
      html.element("td", "not listed", "class", "quiet");
    } else {
      html.open("td").element("code", key.id()).close();
    }
    html.element("td", age(key), "data-v", String.valueOf(key.ageDays()), "class", "number");
    html.element("td", use(key.use()), "data-v", String.valueOf(days(key.use())));
  }

  private static String age(SeenKey key) {
    return key.atLeast() ? "at least " + key.ageDays() : String.valueOf(key.ageDays());
  }

  private static String use(Use use) {
    return switch (use) {
      case Use.Unknown _ -> "unknown";
      case Use.Never _ -> "never";
      case Use.Ago(long days, String service, String region) ->
          Words.ago(days) + known(service) + known(region);
    };
  }

  private static String known(String name) {
    return name.equals("N/A") || name.isBlank() ? "" : ", " + name;
  }

  private static long days(Use use) {
    return switch (use) {
      case Use.Unknown _ -> -1;
      case Use.Never _ -> Integer.MAX_VALUE;
      case Use.Ago(long days, String _, String _) -> days;
    };
  }
}
