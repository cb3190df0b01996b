package dev.keyturn.cli.output;

import dev.keyturn.cli.Words;
import dev.keyturn.cli.output.TextTable.Cell;
import dev.keyturn.event.Report;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.event.Row;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedy.Advice;
import dev.keyturn.policy.Remedy.Already;
import dev.keyturn.policy.Remedy.Hint;
import dev.keyturn.policy.Remedy.RunByHand;
import dev.keyturn.policy.Verb;
import dev.keyturn.report.Cells;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as text: a table, the meaning of its codes, and totals. */
public final class TableReport {
  private final Report report;
  private final String closing;
  private final boolean colours;

  /**
   * A table.
   *
   * @param closing the last sentence; may be empty
   */
  public TableReport(Report report, String closing, boolean colours) {
    this.report = report;
    this.closing = closing;
    this.colours = colours;
  }

  /** A column: its header, the text for a row, and the style of that text. */
  private record Column(String head, Function<Row, String> cell, Function<Row, AnsiStyle> style) {
    Cell of(Row row) {
      return Cell.of(cell.apply(row), style.apply(row));
    }
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        paint(
            AnsiStyle.BOLD,
            "%s %s, account %s, %s"
                .formatted(
                    report.name(),
                    report.mode().name().toLowerCase(Locale.ROOT),
                    report.accountId(),
                    report.date())));
    text.append("\n\n");
    if (!report.rows().isEmpty()) {
      table(text);
      text.append('\n');
      legend(text);
      text.append('\n');
    }
    return text.append(sum()).append('\n').toString();
  }

  private void table(StringBuilder text) {
    List<Column> columns = columns();
    TextTable table = new TextTable(colours, "");
    table.row(columns.stream().map(column -> Cell.of(column.head(), AnsiStyle.DIM)));
    for (Row row : report.rows()) {
      table.row(columns.stream().map(column -> column.of(row)));
      Cells.error(row)
          .ifPresent(error -> table.line(paint(style(row), "    " + Words.plain(error))));
      Cells.advice(row).stream()
          .flatMap(TableReport::lines)
          .forEach(line -> table.line(paint(style(row), "    " + Words.plain(line))));
      row.remarks()
          .forEach(
              remark -> table.line(paint(AnsiStyle.YELLOW, "    " + Words.plain(remark.detail()))));
    }
    text.append(table.text());
  }

  /** A command is a line of its own. */
  private static Stream<String> lines(Advice advice) {
    return switch (advice) {
      case Hint(String text) -> Stream.of(text);
      case Already(String text) -> Stream.of(text);
      case RunByHand(String before, String command, String after) ->
          Stream.of(before, "  " + command, after).filter(line -> !line.isEmpty());
    };
  }

  private List<Column> columns() {
    Function<Row, AnsiStyle> plain = _ -> AnsiStyle.PLAIN;
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("USER", row -> row.user().value(), plain));
    columns.add(
        new Column("DECISION", row -> row.decision().verb().word(), TableReport::decisionStyle));
    columns.add(new Column("REASON", row -> row.decision().reason().name(), plain));
    columns.add(new Column("KEYS", this::keys, plain));
    if (report.mode() == Mode.APPLY) {
      columns.add(new Column("OUTCOME", TableReport::outcome, TableReport::style));
    }
    columns.add(new Column("OWNER", row -> Cells.email(row).orElse("-"), plain));
    return columns;
  }

  private String keys(Row row) {
    return row.keys().stream().map(this::key).collect(Collectors.joining(", "));
  }

  private String key(AccessKey key) {
    String status = key.active() ? "" : " " + key.status().word().toLowerCase(Locale.ROOT);
    return "%s %s d%s".formatted(key.id(), key.ageDays(report.date()), status);
  }

  private static String outcome(Row row) {
    return Cells.newKey(row)
        .map(key -> Cells.outcome(row) + ", new " + key)
        .orElseGet(() -> Cells.outcome(row));
  }

  private static AnsiStyle decisionStyle(Row row) {
    if (row.outcome() instanceof Row.Outcome.Failed) {
      return AnsiStyle.RED;
    }
    return switch (row.decision().verb()) {
      case WARN -> AnsiStyle.CYAN;
      case ROTATE -> AnsiStyle.GREEN;
      case DEACTIVATE -> AnsiStyle.BLUE;
      case DELETE -> AnsiStyle.MAGENTA;
      case CLEAR -> AnsiStyle.DIM;
      case HOLD -> AnsiStyle.YELLOW;
    };
  }

  private static AnsiStyle style(Row row) {
    if (row.outcome() instanceof Row.Outcome.Failed) {
      return AnsiStyle.RED;
    }
    return row.decision().verb() == Verb.HOLD ? AnsiStyle.YELLOW : AnsiStyle.PLAIN;
  }

  private void legend(StringBuilder text) {
    List<Reason> reasons =
        report.rows().stream()
            .map(row -> row.decision().reason())
            .distinct()
            .sorted(Comparator.comparingInt(Reason.all()::indexOf))
            .toList();
    TextTable table = new TextTable(colours, "");
    for (Reason reason : reasons) {
      table.row(Cell.of(reason.name(), AnsiStyle.DIM), Cell.of(reason.meaning(), AnsiStyle.DIM));
    }
    text.append(table.text());
  }

  private String sum() {
    boolean plan = report.mode() == Mode.PLAN;
    String counts =
        Stream.of(Verb.values())
            .map(verb -> (plan ? verb.word() : verb.done()) + " " + report.count(verb))
            .collect(Collectors.joining(", "));
    return String.format(
            Locale.ROOT,
            "%s, %s managed: %s, failed %s.\n%s in %.1f s. %s",
            Words.count(report.users(), "user"),
            report.managed(),
            counts,
            report.failed(),
            Words.count(report.apiCalls(), "call"),
            report.time().toMillis() / 1000.0,
            closing)
        .stripTrailing();
  }

  private String paint(AnsiStyle style, String text) {
    return colours ? style.on(text) : text;
  }
}
