package dev.keyturn.cli;

import dev.keyturn.report.Calendar;
import dev.keyturn.run.Breadth;
import dev.keyturn.run.CannotBegin;
import dev.keyturn.run.Deadline;
import dev.keyturn.run.Plan;
import dev.keyturn.run.Report;
import dev.keyturn.run.Run;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
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
      "  keyturn plan --report keys.html           the same as a page, for a browser",
      "  keyturn plan --days 90                    day by day, if nobody does anything",
      "  keyturn plan --as-of 2027-01-31           what will be due then, if nobody does anything",
      "  keyturn plan --user alice --output json   one user, for a program",
    })
final class PlanCommand implements Callable<Integer> {
  /** As far as a plan can be made with some sense. */
  private static final int MOST_DAYS = 400;

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

  @Option(
      names = "--days",
      paramLabel = "N",
      description =
          "Tell day by day what will happen in the next N days (1 to 400) if nobody does"
              + " anything.")
  private @Nullable Integer days;

  PlanCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    LocalDate day = asOf;
    Integer many = days;
    Optional<String> slip = slip(day, many);
    if (slip.isPresent()) {
      terminal.err().println("keyturn: " + slip.get());
      return ExitStatus.BAD_INPUT;
    }
    if (Printed.refuses(terminal, options)) {
      return ExitStatus.BAD_INPUT;
    }
    Session session = new Session(terminal, machine);
    if (many != null) {
      return session.open(place -> daysToCome(place.run(), many));
    }
    return session.open(place -> day == null ? today(place.run()) : dayToCome(place.run(), day));
  }

  /** What does not go together. */
  private Optional<String> slip(@Nullable LocalDate day, @Nullable Integer many) {
    if (day != null && many != null) {
      return Optional.of("--as-of shows one day, --days all until then; give one of them.");
    }
    if (day != null && options.report().isPresent()) {
      return Optional.of(
          "--report is about today and the days to come; leave out --as-of, or give --days.");
    }
    if (many != null && (many < 1 || many > MOST_DAYS)) {
      return Optional.of("--days is a number from 1 to %d, not %d.".formatted(MOST_DAYS, many));
    }
    return Optional.empty();
  }

  private int today(Run run) throws CannotBegin {
    Plan plan = run.plan(options.scope(), Deadline.none(), Printed.breadth(options));
    return Printed.print(
        terminal,
        options,
        run,
        new Run.Applied(plan, run.report(plan)),
        "Nothing was touched; keyturn apply does this.");
  }

  private int daysToCome(Run run, int many) throws CannotBegin {
    Breadth breadth =
        options.report().isPresent()
            ? new Breadth.Survey(many)
            : new Breadth.Until(run.today().plusDays(many));
    Plan plan = run.plan(options.scope(), Deadline.none(), breadth);
    Report report = run.report(plan);
    boolean written = Printed.page(terminal, options, run, new Run.Applied(plan, report));
    int status = Printed.print(terminal, options.output(), report, Calendar.of(run, plan));
    return written ? status : Math.max(status, ExitStatus.SOME_FAILED);
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
    Plan plan = run.forecast(run.plan(options.scope(), Deadline.none(), day), day);
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
