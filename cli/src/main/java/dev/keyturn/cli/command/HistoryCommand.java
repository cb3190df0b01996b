package dev.keyturn.cli.command;

import dev.keyturn.cli.DayConverter;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.output.HistoryText;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.run.Workplace;
import dev.keyturn.state.History;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyturn history}. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description =
        "Shows the audit trail: who did what to whom, why, and with which result. Writes"
            + " nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn history                               the last 90 days, all users",
      "  keyturn history alice --since 2026-01-01      one user",
      "  keyturn history --output json                 one JSON object a line",
    })
public final class HistoryCommand implements Callable<Integer> {
  private static final int USUAL_DAYS = 90;

  /** The forms of the trail. */
  enum Form {
    TABLE,
    JSON
  }

  private final Terminal terminal;
  private final Machine machine;

  @Mixin private UserSelection users = new UserSelection();

  @Option(
      names = "--since",
      paramLabel = "YYYY-MM-DD",
      converter = DayConverter.class,
      description = "From this day on, in UTC (default: the last 90 days).")
  private @Nullable LocalDate since;

  @Option(
      names = "--output",
      paramLabel = "FORM",
      defaultValue = "table",
      description = "table or json (default: table).")
  private Form form = Form.TABLE;

  @Mixin private AwsOptions aws = new AwsOptions();

  @Mixin private AccountOption account = new AccountOption();

  public HistoryCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    return new Session(terminal, machine, aws, account.account()).openToRead(this::read);
  }

  private int read(Workplace place) throws CannotBegin {
    LocalDate day =
        since == null
            ? LocalDate.ofInstant(machine.clock().instant(), ZoneOffset.UTC).minusDays(USUAL_DAYS)
            : since;
    History.Lines lines = place.history().since(day, users::includes);
    terminal
        .out()
        .print(
            switch (form) {
              case TABLE -> HistoryText.table(lines.lines());
              case JSON -> HistoryText.json(lines.lines());
            });
    if (lines.unreadable() > 0) {
      terminal
          .err()
          .println(
              "keyturn: skipped %s under %s that Keyturn did not write."
                  .formatted(Words.count(lines.unreadable(), "line"), BucketPaths.AUDIT));
    }
    return ExitStatus.DONE;
  }
}
