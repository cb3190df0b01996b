package dev.keyturn.demo.web;

import dev.keyturn.demo.DemoOrganization;
import dev.keyturn.demo.OrganizationDay;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.mail.Mail;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.OrganizationPage;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.policy.Verb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A day of an organization.
 *
 * @param plan what was due before anything was changed
 * @param applied its report; on a day that only has a plan, the plan
 * @param digest the mail to the administrators, if there was something to tell
 * @param calls the number of calls to AWS
 */
record LivedDay(
    OrganizationReport plan,
    OrganizationDay.Applied applied,
    Mode mode,
    Optional<Mail> digest,
    int calls) {

  /** A day on which nothing is changed. */
  static LivedDay planned(OrganizationReport plan, int calls) {
    return new LivedDay(
        plan,
        new OrganizationDay.Applied(plan, Optional.empty()),
        Mode.PLAN,
        Optional.empty(),
        calls);
  }

  OrganizationReport report() {
    return applied.report();
  }

  /** The report page, as {@code keyturn plan --org --report} and the daily run write it. */
  String page() {
    return OrganizationPage.of(report(), mode, applied.stopped());
  }

  /** What a list of days says of it. */
  Map<String, Object> heading() {
    return Map.of("date", report().date(), "person", report().bad().size());
  }

  /** The whole day as JSON. */
  Map<String, Object> shape(DemoOrganization place) {
    Set<String> due =
        plan.accounts().stream()
            .filter(account -> account.state() == AccountState.DUE)
            .map(account -> account.account().value())
            .collect(Collectors.toSet());
    return Map.of(
        "planned",
        mode == Mode.PLAN,
        "stopped",
        applied.stopped().orElse(""),
        "digest",
        digest.map(mail -> mail.subject() + "\n\n" + mail.text()).orElse(""),
        "calls",
        calls,
        "accounts",
        report().accounts().stream()
            .map(account -> shape(account, place, due.contains(account.account().value())))
            .toList());
  }

  private static Map<String, Object> shape(
      AccountResult account, DemoOrganization place, boolean due) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("id", account.account());
    shape.put("name", account.name());
    shape.put("ring", account.account().equals(place.canary()) ? 1 : 2);
    shape.put("state", account.state().word());
    shape.put("person", account.state().bad());
    shape.put("due", due);
    shape.put("detail", account.detail());
    for (Verb verb : Verb.values()) {
      shape.put(verb.word(), account.counts().of(verb));
    }
    return shape;
  }
}
