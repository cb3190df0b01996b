package dev.keyturn.org;

import dev.keyturn.event.Report.Mode;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.page.Html;
import dev.keyturn.report.page.Page;
import dev.keyturn.report.page.Table;
import dev.keyturn.report.page.Words;
import java.util.List;
import java.util.Optional;

/**
 * The report over an organization as one page: which accounts need a person, and the result of
 * each. It contains no secret and no names of users.
 */
public final class OrganizationPage {
  private final Html html;
  private final OrganizationReport report;
  private final boolean planned;
  private final Optional<String> stopped;

  private OrganizationPage(OrganizationReport report, Mode mode, Optional<String> stopped) {
    this.report = report;
    this.planned = mode == Mode.PLAN;
    this.stopped = stopped;
    this.html =
        Page.begin(
            "%s, organization %s, %s".formatted(report.name(), report.id(), report.date()),
            "person");
  }

  /**
   * The page.
   *
   * @param stopped why the run stopped before it had changed every account, if it did
   */
  public static String of(OrganizationReport report, Mode mode, Optional<String> stopped) {
    return new OrganizationPage(report, mode, stopped).page();
  }

  private String page() {
    html.open("header");
    masthead();
    html.end().open("main");
    Page.section(html, "person", "What needs a person");
    person();
    html.end();
    Page.section(html, "accounts", "All accounts");
    // What needs a person has its reason in the table above.
    accounts(
        "Result of each account",
        report.accounts().stream()
            .map(account -> account.state().bad() ? account.because("") : account)
            .toList());
    html.end().end();
    html.open("footer");
    html.element("p", "docs/organization.md explains the states. This page holds no secret.");
    html.end();
    return Page.end(html);
  }

  private void masthead() {
    Page.title(html, planned, report.name());
    html.open("p", "class", "lead").text("AWS organization ").element("code", report.id());
    html.text(", ").open("time", "datetime", report.date().toString());
    html.text(Words.day(report.date())).close();
    html.text(Page.outcome(planned)).close();
    html.element("p", verdict(), "class", "verdict");
    html.open("dl", "class", "figures");
    Page.figure(html, "accounts", report.accounts().size(), "");
    for (AccountState state : AccountState.values()) {
      Page.figure(html, state.word(), report.count(state), state.bad() ? "failed" : "");
    }
    for (Verb verb : Verb.values()) {
      Page.figure(
          html,
          "users " + (planned ? Words.due(verb) : verb.done()),
          report.users(verb),
          verb.word());
    }
    Page.figure(html, "users left for the next run", report.deferred(), "");
    html.end();
  }

  private String verdict() {
    int bad = report.bad().size();
    return stopped.map(why -> "The run stopped. " + why + " ").orElse("")
        + report.remark().map(remark -> remark + " ").orElse("")
        + "%s of %s %s a person."
            .formatted(
                bad, Words.count(report.accounts().size(), "account"), bad == 1 ? "needs" : "need");
  }

  private void person() {
    List<AccountResult> bad = report.bad();
    if (bad.isEmpty()) {
      html.element("p", "No account failed, denied access or was lost.");
      return;
    }
    accounts("Accounts that failed, denied access or were lost", bad);
  }

  private void accounts(String caption, List<AccountResult> accounts) {
    Table table = Table.open(html, caption, accounts.size(), "Account", "State", "Users", "Why");
    accounts.forEach(this::row);
    table.close();
  }

  private void row(AccountResult account) {
    html.open("tr").open("th", "scope", "row").element("code", account.account().value());
    html.element("small", account.name()).close();
    html.open("td");
    if (account.state().bad()) {
      html.element("strong", account.state().word(), "class", "failed");
    } else {
      html.text(account.state().word());
    }
    html.close();
    html.open("td", "data-v", String.valueOf(account.counts().users()));
    if (account.state().reached() || account.counts().users() > 0) {
      html.text(account.counts().users() + " ");
    }
    for (Verb verb : Verb.values()) {
      int users = account.counts().of(verb);
      if (users > 0) {
        html.element("span", verb.word() + " " + users, "class", "b " + verb.word()).text(" ");
      }
    }
    if (account.counts().deferred() > 0) {
      html.element("span", "left " + account.counts().deferred(), "class", "b");
    }
    html.close().element("td", account.detail()).end();
  }
}
