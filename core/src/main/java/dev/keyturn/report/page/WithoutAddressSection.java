package dev.keyturn.report.page;

import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.port.ReportedKey;
import dev.keyturn.port.ReportedUser;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The unmanaged users, those with keys first. */
final class WithoutAddressSection {
  private final Html html;
  private final Plan plan;
  private final Map<UserName, ReportedUser> reported;

  WithoutAddressSection(Html html, Plan plan, Map<UserName, ReportedUser> reported) {
    this.html = html;
    this.plan = plan;
    this.reported = reported;
  }

  /**
   * The number of active keys and the minimum age of the oldest; -1 if unknown or there is none.
   */
  private record Known(UserName user, long keys, long oldest) {}

  void write() {
    List<Known> users =
        plan.withoutAddress().stream()
            .map(this::known)
            .sorted(Comparator.comparingLong(Known::oldest).reversed().thenComparing(Known::user))
            .toList();
    html.element(
        "p",
        "They have no address tag: no mail is sent, and their keys are never changed."
            + (reported.isEmpty()
                ? " Their keys are unknown: there was no credential report."
                : ""));
    Table table =
        Table.open(
            html,
            "Users without an address",
            users.size(),
            "User",
            "Active keys",
            "Oldest, at least, in days");
    for (Known user : users) {
      html.open("tr").element("th", user.user().value(), "scope", "row");
      number(user.keys());
      number(user.oldest());
      html.end();
    }
    table.close();
  }

  private void number(long value) {
    html.element(
        "td",
        value < 0 ? "\u2013" : String.valueOf(value),
        "class",
        "number",
        "data-v",
        "" + value);
  }

  private Known known(UserName user) {
    ReportedUser told = reported.get(user);
    if (told == null) {
      return new Known(user, -1, -1);
    }
    List<ReportedKey> active = told.keys().stream().filter(ReportedKey::active).toList();
    return new Known(
        user,
        active.size(),
        active.stream()
            .mapToLong(
                key ->
                    ChronoUnit.DAYS.between(
                        LocalDate.ofInstant(key.changed(), ZoneOffset.UTC), plan.today()))
            .max()
            .orElse(-1));
  }
}
