package dev.keyturn.cli;

import dev.keyturn.run.Forecast;
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

  @Mixin private Options options = new Options();

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
    return new Session(terminal, machine)
        .open(
            run -> {
              Plan plan = run.plan(options.scope());
              LocalDate day = asOf;
              if (day != null && day.isBefore(plan.today())) {
                terminal
                    .err()
                    .println(
                        "keyturn: --as-of %s is past: today is %s (UTC, by AWS's clock)."
                            .formatted(day, plan.today()));
                return ExitStatus.BAD_INPUT;
              }
              return print(run, day == null ? plan : Forecast.of(plan, run.policy(), day));
            });
  }

  private int print(Run run, Plan plan) {
    Report report = run.report(plan);
    Printed.print(terminal, options.output(), report);
    return report.failed() > 0 ? ExitStatus.SOME_FAILED : ExitStatus.DONE;
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
