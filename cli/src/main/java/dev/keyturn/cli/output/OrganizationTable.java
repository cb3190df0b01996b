package dev.keyturn.cli.output;

import dev.keyturn.cli.Words;
import dev.keyturn.cli.output.TextTable.Cell;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.org.AccountResult;
import dev.keyturn.org.AccountState;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.org.OrganizationRun;
import dev.keyturn.policy.Verb;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report over an organization for a person: a line for each account, and a sum. */
public final class OrganizationTable {
  private static final List<Verb> VERBS = List.of(Verb.values());

  private final OrganizationReport report;
  private final Mode mode;
  private final Optional<String> stopped;
  private final boolean colours;

  /** The table of a plan. */
  public OrganizationTable(OrganizationReport report, boolean colours) {
    this(report, Mode.PLAN, Optional.empty(), colours);
  }

  private OrganizationTable(
      OrganizationReport report, Mode mode, Optional<String> stopped, boolean colours) {
    this.report = report;
    this.mode = mode;
    this.stopped = stopped;
    this.colours = colours;
  }

  /** The table of a run of the state machine. */
  public static OrganizationTable of(
      OrganizationReport report, OrganizationRun run, boolean colours) {
    return new OrganizationTable(report, run.mode(), run.stopped(), colours);
  }

  public String text() {
    TextTable table = new TextTable(colours, "");
    Stream<String> head =
        Stream.of(
                Stream.of("ACCOUNT", "NAME", "STATE"),
                VERBS.stream().map(Verb::name),
                Stream.of("DEFERRED", "FAILED"))
            .flatMap(titles -> titles);
    table.row(head.map(title -> Cell.of(title, AnsiStyle.DIM)));
    for (AccountResult account : report.accounts()) {
      AnsiStyle ink = ink(account);
      table.row(cells(account).map(text -> Cell.of(text, ink)));
      if (!account.detail().isEmpty()) {
        table.line(paint(ink, "    " + Words.plain(account.detail())));
      }
    }
    return paint(
            AnsiStyle.BOLD,
            "%s %s, organization %s, %s"
                .formatted(
                    report.name(),
                    mode.name().toLowerCase(Locale.ROOT),
                    report.id(),
                    report.date()))
        + "\n\n"
        + stopped.map(why -> paint(AnsiStyle.YELLOW, Words.plain(why)) + "\n\n").orElse("")
        + table.text()
        + "\n"
        + sum()
        + "\n";
  }

  private static Stream<String> cells(AccountResult account) {
    AccountResult.Counts counts = account.counts();
    return Stream.concat(
        Stream.of(account.account().value(), account.name(), account.state().word()),
        Stream.concat(VERBS.stream().map(counts::of), Stream.of(counts.deferred(), counts.failed()))
            .map(number -> number == 0 ? "-" : String.valueOf(number)));
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
    return "%s: %s.\nUsers: %s, deferred %s.%s"
        .formatted(
            Words.count(report.accounts().size(), "account"),
            states,
            users,
            report.deferred(),
            mode == Mode.PLAN ? "\nNothing was changed." : "");
  }

  private String paint(AnsiStyle ink, String text) {
    return colours ? ink.on(text) : text;
  }
}
