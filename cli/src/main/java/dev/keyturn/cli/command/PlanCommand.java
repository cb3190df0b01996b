package dev.keyturn.cli.command;

import static java.util.function.Predicate.not;

import dev.keyturn.cli.AsOf;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.output.ReportFile;
import dev.keyturn.cli.output.ReportFile.Form;
import dev.keyturn.event.Report;
import dev.keyturn.plan.Forecast;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.PlanHorizon;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Scope;
import dev.keyturn.report.Calendar;
import dev.keyturn.run.ReadOnlyPorts;
import dev.keyturn.run.Run;
import dev.keyturn.settings.Organization;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
        "Shows exactly what apply would do, today or on a future day. Writes nothing to the"
            + " account. Uses default values for missing settings.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn plan                              what is due today",
      "  keyturn plan --report keys.html           the same as a page, for a browser",
      "  keyturn plan --days 90                    day by day, if owners do nothing",
      "  keyturn plan --as-of tomorrow             what will be due tomorrow",
      "  keyturn plan --as-of +30                  the same, 30 days from now",
      "  keyturn plan alice --output json          one user, for a program",
      "  keyturn plan 'ci-*' --verbose             some users, and why nothing is due",
      "  keyturn plan --org                        the accounts of an organization",
      "  keyturn plan --account 111122223333       one of them",
    })
public final class PlanCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Machine machine;

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--as-of",
      paramLabel = "DAY",
      converter = AsOf.Converter.class,
      description =
          "Plan each day until then, as a daily schedule would, and show that day: a date"
              + " (YYYY-MM-DD), tomorrow, or +N for N days from today (1 to 400). Not in the past.")
  private @Nullable AsOf asOf;

  @Option(
      names = "--days",
      paramLabel = "N",
      description =
          "Show day by day what will happen in the next N days (1 to 400) if owners do nothing.")
  private @Nullable Integer days;

  @Option(
      names = "--org",
      description = "All accounts of the organization (ORG_ID), in a line for each.")
  private boolean org;

  @Option(
      names = "--ou",
      paramLabel = "ID",
      converter = UnitConverter.class,
      description =
          "All accounts in or below this unit of the organization; may be given several times.")
  private Set<String> units = new LinkedHashSet<>();

  public PlanCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    AsOf day = asOf;
    Integer many = days;
    Optional<String> slip = slip(day, many);
    if (slip.isPresent()) {
      terminal.err().println("keyturn: " + slip.get());
      return ExitStatus.BAD_INPUT;
    }
    if (Printed.refuses(terminal, options)) {
      return ExitStatus.BAD_INPUT;
    }
    Session session = new Session(terminal, machine, options.aws(), options.account());
    if (org || !units.isEmpty()) {
      return session.openHub(
          hub -> new ManyAccounts(terminal, options).plan(hub.plan(), units, hub.runtime()));
    }
    return session.look(
        (place, ports) -> {
          Run run = place.run();
          if (many != null) {
            return daysToCome(run, ports, many);
          }
          return day == null ? today(run, ports) : dayToCome(run, ports, day);
        });
  }

  /** Plans, and keeps on this machine what was verified. */
  private static Plan planned(Run run, RunRequest request) throws CannotBegin {
    Plan plan = run.plan(request);
    run.remember(plan);
    return plan;
  }

  private Scope scope(ReadOnlyPorts ports) throws CannotBegin {
    return options.scope(ports.ports().users());
  }

  /** Prints what prevents an apply, before the plan; JSON and CSV stay unchanged. */
  private void remark(ReadOnlyPorts ports) {
    PrintWriter to = options.beside(terminal);
    refusals(ports).forEach(to::println);
    if (!ports.remarks().isEmpty()) {
      to.println();
    }
  }

  private static List<String> refusals(ReadOnlyPorts ports) {
    return ports.remarks().stream()
        .map(why -> "keyturn apply cannot begin yet: " + Words.plainLines(why))
        .toList();
  }

  /** What a page says beside the plan. */
  private static List<String> remarks(ReadOnlyPorts ports) {
    return Stream.concat(
            refusals(ports).stream(),
            Stream.of(ports.assumed().sentence())
                .filter(not(String::isEmpty))
                .map(said -> said + ". keyturn apply requires all settings."))
        .toList();
  }

  private static String closing(ReadOnlyPorts ports) {
    if (!ports.remarks().isEmpty()) {
      return "Nothing was changed.";
    }
    return ports.assumed().values().isEmpty()
        ? "Nothing was changed; keyturn apply does this."
        : "Nothing was changed; with all settings, keyturn apply does this.";
  }

  /** The error in a combination of options. */
  private Optional<String> slip(@Nullable AsOf day, @Nullable Integer many) {
    boolean several = org || !units.isEmpty();
    if (org && !units.isEmpty()) {
      return Optional.of("--org means all units, --ou some; give one of them.");
    }
    if (several && options.account().isPresent()) {
      return Optional.of("--account means one account, --org and --ou several; give one of them.");
    }
    if (several && (day != null || many != null || !options.everyone())) {
      return Optional.of(
          "--org and --ou do not go with --as-of, --days and --user; use --account.");
    }
    if (several && options.report().flatMap(ReportFile::form).equals(Optional.of(Form.JSON))) {
      return Optional.of(ManyAccounts.NO_FINDINGS);
    }
    if (day != null && many != null) {
      return Optional.of("--as-of shows one day, --days all until then; give one of them.");
    }
    if (day != null && options.report().isPresent()) {
      return Optional.of(
          "--report is about today and the next days; leave out --as-of, or give --days.");
    }
    if (many != null && (many < 1 || many > AsOf.MOST_DAYS)) {
      return Optional.of(
          "--days is a number from 1 to %s, not %s.".formatted(AsOf.MOST_DAYS, many));
    }
    return Optional.empty();
  }

  private int today(Run run, ReadOnlyPorts ports) throws CannotBegin {
    Plan plan = planned(run, options.request(ports.ports().users()));
    options.explain(plan, terminal.err());
    remark(ports);
    return Printed.print(
        terminal,
        options,
        ports.ports().users(),
        new Run.Applied(plan, run.report(plan)),
        remarks(ports),
        closing(ports));
  }

  private int daysToCome(Run run, ReadOnlyPorts ports, int many) throws CannotBegin {
    PlanHorizon horizon =
        options.report().isPresent()
            ? new PlanHorizon.Survey(many)
            : new PlanHorizon.Until(run.today().plusDays(many));
    Plan plan = planned(run, RunRequest.of(scope(ports)).over(horizon));
    options.explain(plan, terminal.err());
    remark(ports);
    Report report = run.report(plan);
    boolean written =
        Printed.page(
            terminal,
            options,
            ports.ports().users(),
            new Run.Applied(plan, report),
            remarks(ports));
    int status = Printed.print(terminal, options.output(), report, Calendar.of(plan));
    return written ? status : Math.max(status, ExitStatus.SOME_FAILED);
  }

  private int dayToCome(Run run, ReadOnlyPorts ports, AsOf asOf) throws CannotBegin {
    LocalDate today = run.today();
    LocalDate day = asOf.from(today);
    if (day.isBefore(today)) {
      terminal
          .err()
          .println(
              "keyturn: --as-of %s is past: today is %s (UTC, by AWS's clock)."
                  .formatted(day, today));
      return ExitStatus.BAD_INPUT;
    }
    if (day.isAfter(today.plusDays(AsOf.MOST_DAYS))) {
      terminal
          .err()
          .println(
              "keyturn: --as-of %s is too far ahead: the last day is %s."
                  .formatted(day, today.plusDays(AsOf.MOST_DAYS)));
      return ExitStatus.BAD_INPUT;
    }
    Plan plan = Forecast.of(planned(run, RunRequest.of(scope(ports)).until(day)), day);
    options.explain(plan, terminal.err());
    remark(ports);
    return print(
        run.report(plan),
        "Nothing was changed. This is what keyturn apply will do on that day, if it runs daily and"
            + " owners do nothing but use their new keys.");
  }

  /** Refuses what cannot be the id of a unit or root. */
  static final class UnitConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!Organization.isUnit(value)) {
        throw new TypeConversionException("not the id of a unit or root: '" + value + "'");
      }
      return value;
    }
  }

  private int print(Report report, String closing) {
    return Printed.print(terminal, options.output(), report, closing);
  }
}
