package dev.keyturn.demo.command;

import static java.util.function.Predicate.not;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.output.StatusLine;
import dev.keyturn.demo.DayRun;
import dev.keyturn.demo.DemoOrganization;
import dev.keyturn.demo.Narration;
import dev.keyturn.demo.OrganizationDay;
import dev.keyturn.demo.OrganizationNarration;
import dev.keyturn.demo.Playground;
import dev.keyturn.demo.web.DemoPage;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Workplace;
import dev.keyturn.settings.Settings;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyturn demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the whole life of keys in a minute, without an AWS account.",
      "",
      "Starts a sandbox with a company in it, lets days pass with a run on each, and prints what"
          + " happens. It is the same run that apply uses, over HTTP; only the owners are"
          + " simulated.",
      "",
      "With --web it is a page in your browser: drag a timeline, read mails, act as an owner, and"
          + " make AWS fail. Its address is printed; it is served on loopback until Ctrl-C.",
      "",
      "With --accounts it shows a day of an organization instead, on which one account denies"
          + " access and the process that works in another one crashes. With --web it is a page,"
          + " too: let days pass, repair the account, and open each day's report.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn demo",
      "  keyturn demo --users 200 --days 30",
      "  keyturn demo --remind-every 7",
      "  keyturn demo --rotate-exposed --days 10",
      "  keyturn demo --set UNUSED_DAYS=45 --set NO_ACTION_ON=SAT,SUN",
      "  keyturn demo --web",
      "  keyturn demo --accounts 20",
      "  keyturn demo --accounts 20 --web",
    })
public final class DemoCommand implements Callable<Integer> {
  /** The factor by which waits are shortened: a demo needs no waits as for a real AWS. */
  private static final int HASTE = 200;

  /**
   * The sandbox keeps every mail, and a page is served for a long time: more does not fit into the
   * heap.
   */
  private static final int MOST_ON_PAGE = 50;

  private static final int LONGEST_ON_PAGE = 200;

  /** The key of the tenth user is found in public. */
  private static final int WITH_AN_EXPOSED_KEY = 10;

  /** The maximum of days times users: it takes minutes and fits into the launcher's heap. */
  private static final int MOST_USER_DAYS = 100_000;

  private static final int MOST_ACCOUNTS = 200;

  private static final int MOST_ACCOUNTS_ON_PAGE = 50;

  /** Settings that change what happens to keys; the others belong to the demo's account. */
  private static final List<String> SETTABLE =
      List.of(
          "DEACTIVATE_DAYS",
          "DELETION_DAYS",
          "EMAIL_DOMAINS",
          "IN_USE_GRACE_DAYS",
          "MAX_ACTIONS_PER_RUN",
          "MAX_EXEMPTION_DAYS",
          "MAX_OVERDUE_DAYS",
          "NOTICE_DAYS",
          "NO_ACTION_ON",
          "NO_ACTION_ZONE",
          "ON_EXPOSED",
          "OVERDUE_DAYS",
          "REMIND_EVERY_DAYS",
          "UNUSED_DAYS",
          "WARNING_DAYS");

  private static final Duration MORNING = Duration.ofHours(8);

  private final Terminal terminal;
  private final Machine machine;

  @Mixin private CompanySize company = new CompanySize();

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "The number of days, 1 to 1000 (default: 100), fewer with thousands of users; with --web,"
              + " up to 200.")
  private int days;

  @Option(
      names = "--remind-every",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Repeat warnings after N days, 1 to 365, as REMIND_EVERY_DAYS does (default: 1, daily;"
              + " the guide recommends 7). Also with --web.")
  private int remindEvery;

  @Option(
      names = "--rotate-exposed",
      description =
          "Replace a key that AWS found in public at once, as ON_EXPOSED=rotate does; otherwise an"
              + " administrator orders it days later. Needs ten users or more. Also with --web.")
  private boolean rotateExposed;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Run with another value of a setting (docs/settings.md), such as UNUSED_DAYS=45,"
              + " NO_ACTION_ON=SAT,SUN, MAX_OVERDUE_DAYS=90 or NOTICE_DAYS=7; repeatable. Also with"
              + " --web.")
  private Map<String, String> set = Map.of();

  @Option(names = "--web", description = "Serve the demo as a page on 127.0.0.1.")
  private boolean web;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "With --web: the page's port; 0 picks a free one (default: 0).")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--accounts",
      paramLabel = "N",
      description =
          "Show a day of an organization of N AWS accounts, 8 to 200; with --web, up to 50.")
  private Optional<Integer> accounts = Optional.empty();

  public DemoCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    Optional<String> problem = problem();
    if (problem.isPresent()) {
      terminal.err().println("keyturn: " + problem.get() + ".");
      return ExitStatus.BAD_INPUT;
    }
    if (accounts.isPresent()) {
      return tellOfAnOrganization(accounts.get());
    }
    try (Machine.Lent lent = machine.lend();
        Playground playground = Playground.open(0, company.users(), clock()).with(chosen())) {
      List<String> problems = playground.problems();
      if (!problems.isEmpty()) {
        problems.forEach(said -> terminal.err().println("keyturn: --set: " + said + "."));
        return ExitStatus.BAD_INPUT;
      }
      return tellOfACompany(playground, lent.runtime());
    } catch (CannotBegin | IOException | UnusableTemplates e) {
      terminal.err().println("keyturn: the demo could not begin: " + e.getMessage());
      return ExitStatus.CANNOT_BEGIN;
    }
  }

  private int tellOfACompany(Playground playground, RuntimeEnvironment runtime)
      throws CannotBegin, IOException, UnusableTemplates {
    Settings settings = playground.settings();
    MailFactory mails = new MailFactory(settings);
    try (Aws aws = Aws.connect(settings, hasty(runtime), playground.standIn())) {
      Workplace place =
          new Workplace(settings, aws.ports(), mails, Optional.empty(), hasty(runtime), _ -> {});
      return web
          ? serve(() -> DemoPage.open(port.orElse(0), playground, place, days))
          : tell(playground, new DayRun(place));
    }
  }

  private Map<String, String> chosen() {
    Map<String, String> all = new TreeMap<>(set);
    all.putIfAbsent("REMIND_EVERY_DAYS", String.valueOf(remindEvery));
    if (rotateExposed) {
      all.putIfAbsent("ON_EXPOSED", "rotate");
    }
    return all;
  }

  private int tellOfAnOrganization(int size) {
    try (Machine.Lent lent = machine.lend();
        DemoOrganization place = DemoOrganization.open(0, size, clock());
        Aws hub = Aws.connect(place.settings(), hasty(lent.runtime()), place.standIn())) {
      RuntimeEnvironment hasty = hasty(lent.runtime());
      MailFactory mails = new MailFactory(place.settings());
      DemoPage.Days days = doing -> new OrganizationDay(place.settings(), hub, hasty, mails, doing);
      if (web) {
        return serve(() -> DemoPage.open(port.orElse(0), place, days, hasty, this.days));
      }
      StatusLine lines = new StatusLine(terminal.out(), terminal.watched() && terminal.colours());
      new OrganizationNarration(place, lines::say, terminal.colours()).tell(days.telling(_ -> {}));
      return ExitStatus.DONE;
    } catch (CannotBegin | IOException | UnusableTemplates e) {
      terminal.err().println("keyturn: the demo could not begin: " + e.getMessage());
      return ExitStatus.CANNOT_BEGIN;
    }
  }

  private int tell(Playground playground, DayRun run) throws CannotBegin {
    StatusLine lines = new StatusLine(terminal.out(), terminal.watched() && terminal.colours());
    return new Narration(lines::say, lines::show, terminal.colours()).tell(playground, run, days)
            > 0
        ? ExitStatus.SOME_FAILED
        : ExitStatus.DONE;
  }

  private interface Opening {
    DemoPage open() throws IOException, CannotBegin;
  }

  /** Serves a page until the process is to end. */
  private int serve(Opening opening) throws IOException, CannotBegin {
    try (DemoPage page = opening.open()) {
      terminal.out().println(page.address());
      terminal
          .err()
          .println(
              "Open this address in a browser on this machine. Everyone who knows it can play;"
                  + " nothing is kept. Ctrl-C ends the demo.");
      terminal.flush();
      machine.awaitInterrupt();
      return ExitStatus.DONE;
    } catch (BindException e) {
      terminal
          .err()
          .println(
              "keyturn: port %s cannot be served on: %s. Try --port 0."
                  .formatted(port.orElse(0), e.getMessage()));
      return ExitStatus.CANNOT_BEGIN;
    }
  }

  private static RuntimeEnvironment hasty(RuntimeEnvironment runtime) {
    return new RuntimeEnvironment(
        runtime.clock(),
        time -> runtime.waits().pause(time.dividedBy(HASTE)),
        runtime.random(),
        runtime.executor());
  }

  /**
   * On the page, runs begin in the morning, so that the date does not change while a visitor plays.
   */
  private InstantSource clock() {
    if (!web) {
      return machine.clock();
    }
    Instant now = machine.clock().instant();
    Duration toMorning = Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plus(MORNING));
    return () -> machine.clock().instant().plus(toMorning);
  }

  private Optional<String> problem() {
    int mostAccounts = web ? MOST_ACCOUNTS_ON_PAGE : MOST_ACCOUNTS;
    if (accounts
        .filter(number -> number < DemoOrganization.FEWEST || number > mostAccounts)
        .isPresent()) {
      return Optional.of(
          "%s--accounts goes from %s to %s"
              .formatted(web ? "with --web, " : "", DemoOrganization.FEWEST, mostAccounts));
    }
    int mostUsers = web ? MOST_ON_PAGE : 5000;
    int mostDays = web ? LONGEST_ON_PAGE : 1000;
    if (!company.possible() || company.users() > mostUsers || days < 1 || days > mostDays) {
      return Optional.of(
          "%s--users goes from 1 to %s, --days from 1 to %s"
              .formatted(web ? "with --web, " : "", mostUsers, mostDays));
    }
    if (company.users() * days > MOST_USER_DAYS) {
      return Optional.of(
          "%s users over %s days would take hours; --users times --days goes to %s, such as --users %s --days %s"
              .formatted(
                  company.users(),
                  days,
                  MOST_USER_DAYS,
                  company.users(),
                  MOST_USER_DAYS / company.users()));
    }
    if (rotateExposed && company.users() < WITH_AN_EXPOSED_KEY) {
      return Optional.of("--rotate-exposed needs %s users or more".formatted(WITH_AN_EXPOSED_KEY));
    }
    if (remindEvery < 1 || remindEvery > 365) {
      return Optional.of("--remind-every must be from 1 to 365, not " + remindEvery);
    }
    if (accounts.isPresent() && !set.isEmpty()) {
      return Optional.of("--set is for the demo of one account, without --accounts");
    }
    Optional<String> unknown = set.keySet().stream().filter(not(SETTABLE::contains)).findFirst();
    if (unknown.isPresent()) {
      return Optional.of(
          "--set does not take %s; it takes %s"
              .formatted(unknown.get(), String.join(", ", SETTABLE)));
    }
    if (port.isPresent() && !web) {
      return Optional.of("--port is for the page, so it requires --web");
    }
    return port.filter(number -> number < 0 || number > 65_535)
        .map(number -> "--port must be from 0 to 65535, not " + number);
  }
}
