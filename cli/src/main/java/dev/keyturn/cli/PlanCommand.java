package dev.keyturn.cli;

import dev.keyturn.run.CannotBegin;
import dev.keyturn.run.Plan;
import dev.keyturn.run.Report;
import dev.keyturn.run.Run;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code keyturn plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Shows exactly what apply would do, today or on a day to come. Writes nothing at all.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn plan                              what is due today",
      "  keyturn plan --as-of 2027-01-31           what will be due then, if nobody does anything",
      "  keyturn plan --user alice --output json   one user, for a program",
    })
final class PlanCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Machine machine;

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--as-of",
      paramLabel = "YYYY-MM-DD",
      converter = DayConverter.class,
      description =
          "Plan each day until then, as a daily schedule would, and show that day. Not in the"
              + " past.")
  private @Nullable LocalDate asOf;

  PlanCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    LocalDate day = asOf;
    return new Session(terminal, machine)
        .open(place -> day == null ? today(place.run()) : dayToCome(place.run(), day));
  }

  private int today(Run run) throws CannotBegin {
    return print(
        run.report(run.plan(options.scope())), "Nothing was touched; keyturn apply does this.");
  }

  private int dayToCome(Run run, LocalDate day) throws CannotBegin {
    LocalDate today = run.today();
    if (day.isBefore(today)) {
      terminal
          .err()
          .println(
              "keyturn: --as-of %s is past: today is %s (UTC, by AWS's clock)."
                  .formatted(day, today));
      return ExitStatus.BAD_INPUT;
    }
    Plan plan = run.forecast(run.plan(options.scope()), day);
    return print(
        run.report(plan),
        "Nothing was touched. This is what keyturn apply will do on that day, if it runs daily and"
            + " owners do nothing but use their new keys.");
  }

  private int print(Report report, String closing) {
    return Printed.print(terminal, options.output(), report, closing);
  }

  /** Refuses what is no day. */
  static final class DayConverter implements ITypeConverter<LocalDate> {
    @Override
    public LocalDate convert(String value) {
      try {
        return LocalDate.parse(value);
      } catch (DateTimeException e) {
        throw new TypeConversionException("'" + value + "' is no date as 2027-01-31");
      }
    }
  }
}
