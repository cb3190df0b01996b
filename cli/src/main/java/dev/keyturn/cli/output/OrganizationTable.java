package dev.keyturn.cli.output;

import dev.keyturn.cli.Words;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.policy.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report over an organization for a person: a line for each account, and a sum. */
public final class OrganizationTable {
  private static final List<Verb> VERBS = List.of(Verb.values());

  private final OrganizationReport report;
  private final boolean colours;

  public OrganizationTable(OrganizationReport report, boolean colours) {
    this.report = report;
    this.colours = colours;
  }

  public String text() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("ACCOUNT", "NAME", "STATE"));
    VERBS.forEach(verb -> head.add(verb.name()));
    head.addAll(List.of("DEFERRED", "FAILED"));
    rows.add(head);
    report.accounts().forEach(account -> rows.add(cells(account)));
    int[] widths = new int[head.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    text.append(
        paint(
            AnsiStyle.BOLD,
            "%s plan, organization %s, %s".formatted(report.name(), report.id(), report.date())));
    text.append("\n\n").append(paint(AnsiStyle.DIM, line(head, widths))).append('\n');
    for (int i = 1; i < rows.size(); i++) {
      AccountResult account = report.accounts().get(i - 1);
      text.append(paint(ink(account), line(rows.get(i), widths))).append('\n');
      if (!account.detail().isEmpty()) {
        text.append(paint(ink(account), "    " + Words.plain(account.detail()))).append('\n');
      }
    }
    return text.append('\n').append(sum()).append('\n').toString();
  }

  private static List<String> cells(AccountResult account) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                account.account().value(), Words.plain(account.name()), account.state().word()));
    AccountResult.Counts counts = account.counts();
    Stream.concat(VERBS.stream().map(counts::of), Stream.of(counts.deferred(), counts.failed()))
        .map(number -> number == 0 ? "-" : String.valueOf(number))
        .forEach(cells::add);
    return cells;
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }

  private static AnsiStyle ink(AccountResult account) {
    return account.state().bad()
        ? AnsiStyle.RED
        : account.state() == AccountState.HELD ? AnsiStyle.YELLOW : AnsiStyle.PLAIN;
  }

  private String sum() {
    String states =
        Arrays.stream(AccountState.values())
            .filter(state -> report.count(state) > 0)
            .map(state -> state.word() + " " + report.count(state))
            .collect(Collectors.joining(", "));
    String users =
        VERBS.stream()
            .map(verb -> verb.word() + " " + report.users(verb))
            .collect(Collectors.joining(", "));
    return "%s: %s.\nUsers: %s, deferred %s.\nNothing was changed."
        .formatted(
            Words.count(report.accounts().size(), "account"), states, users, report.deferred());
  }

  private String paint(AnsiStyle ink, String text) {
    return colours ? ink.on(text) : text;
  }
}
