package dev.keyturn.cli.command;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.aws.org.MemberCredentials;
import dev.keyturn.aws.org.MemberCredentials.Access;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.org.OrganizationHub;
import dev.keyturn.cli.output.Progress;
import dev.keyturn.facts.AccountId;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.org.Enrolment;
import dev.keyturn.org.Hub;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.run.ReadOnlyPorts;
import dev.keyturn.run.Workplace;
import dev.keyturn.settings.Assumed;
import dev.keyturn.settings.Organization;
import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens settings, connection and run for a command; on failure, prints why and returns the exit
 * status.
 */
final class Session {
  private final Terminal terminal;
  private final Machine machine;
  private final AwsOptions options;
  private final Optional<AccountId> account;

  Session(Terminal terminal, Machine machine, AwsOptions options, Optional<AccountId> account) {
    this.terminal = terminal;
    this.machine = machine;
    this.options = options;
    this.account = account;
  }

  /** The work of a command on an account. */
  interface Work {
    /** Returns the exit status. */
    int with(Workplace place) throws CannotBegin;
  }

  int open(Work work) {
    return switch (Settings.read(terminal.environment())) {
      case Checked.Unsound unsound -> badSettings(unsound.texts());
      case Checked.Sound sound -> open(sound.settings(), Access.FULL, work);
    };
  }

  /** The same, with a session that changes nothing where one is needed. */
  int openToRead(Work work) {
    return switch (Settings.read(terminal.environment())) {
      case Checked.Unsound unsound -> badSettings(unsound.texts());
      case Checked.Sound sound -> open(sound.settings(), Access.READ, work);
    };
  }

  /** The work of a command that needs an account, but not every setting. */
  interface Filled {
    /** Returns the exit status. */
    int with(Workplace place, Assumed assumed) throws CannotBegin;
  }

  /** Opens an account with default values for missing settings. */
  int filled(Access access, Filled work) {
    return switch (Settings.readForPlan(environment())) {
      case Checked.Unsound unsound -> badSettings(unsound.texts());
      case Checked.Sound sound ->
          open(sound.settings(), access, place -> work.with(place, sound.assumed()));
    };
  }

  /** The work of a read-only plan. */
  interface Look {
    /**
     * Returns the exit status.
     *
     * @param ports the ports of the place, which know what prevents an apply
     */
    int with(Workplace place, ReadOnlyPorts ports) throws CannotBegin;
  }

  /**
   * Opens an account for reading only: missing settings have default values, and a line says so.
   */
  int look(Look look) {
    return filled(
        Access.READ,
        (place, assumed) -> {
          if (!assumed.sentence().isEmpty()) {
            terminal
                .err()
                .println(
                    "keyturn: " + assumed.sentence() + ". apply requires all: docs/settings.md.");
          }
          ReadOnlyPorts ports =
              new ReadOnlyPorts(place.ports(), assumed, new LedgerCache(terminal.environment()));
          return look.with(place.with(ports.ports()), ports);
        });
  }

  /** The work of a command on an organization. */
  interface HubWork {
    /** Returns the exit status. */
    int with(OrganizationHub hub) throws CannotBegin, UnusableTemplates;
  }

  /** Opens the hub of an organization. */
  int openHub(HubWork work) {
    return switch (Settings.read(terminal.environment())) {
      case Checked.Unsound unsound -> badSettings(unsound.texts());
      case Checked.Sound sound ->
          switch (sound.settings().options().organization()) {
            case Organization.None _ ->
                badSettings(
                    List.of(
                        "--org and --ou need ORG_ID, which is not set. Set it to the organization's"
                            + " id (o-...; 'aws organizations describe-organization' shows it), or"
                            + " leave the option out"));
            case Organization.Of of -> openHub(sound.settings(), of, work);
          };
    };
  }

  private int openHub(Settings settings, Organization.Of organization, HubWork work) {
    List<String> problems = Aws.problems(options.selection());
    if (!problems.isEmpty()) {
      return badSettings(problems);
    }
    try (Machine.Lent lent = machine.lend();
        Aws aws = Aws.connect(settings, lent.runtime(), options.selection())) {
      return work.with(
          new OrganizationHub(
              settings,
              organization,
              aws,
              lent.runtime(),
              new Hub(aws.ports(), new LedgerCache(terminal.environment()))));
    } catch (UnusableTemplates e) {
      return badSettings(e.problems());
    } catch (Enrolment.UnknownUnit e) {
      terminal.err().println("keyturn: " + Words.plain(String.valueOf(e.getMessage())));
      return ExitStatus.BAD_INPUT;
    } catch (CannotBegin e) {
      return cannotBegin(e);
    }
  }

  /**
   * The environment with the region of the command line, which a plan uses if SES_REGION is
   * missing.
   */
  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(terminal.environment());
    options.selection().region().ifPresent(region -> all.put("AWS_REGION", region));
    return all;
  }

  private int open(Settings settings, Access access, Work work) {
    List<String> problems = new ArrayList<>(Aws.problems(options.selection()));
    Organization organization = settings.options().organization();
    which(organization).ifPresent(problems::add);
    if (!problems.isEmpty()) {
      return badSettings(problems);
    }
    Progress progress = new Progress(terminal);
    MailFactory mails;
    try {
      mails = new MailFactory(settings);
    } catch (UnusableTemplates e) {
      return badSettings(e.problems());
    }
    try (Machine.Lent lent = machine.lend();
        Aws hub = Aws.connect(settings, lent.runtime(), options.selection());
        Aws member = member(hub, organization, access)) {
      return work.with(
          new Workplace(
              settings, member.ports(), mails, member.eventBus(), lent.runtime(), progress));
    } catch (CannotBegin e) {
      progress.clear();
      return cannotBegin(e);
    }
  }

  private int cannotBegin(CannotBegin e) {
    terminal.err().println("keyturn: the run could not begin; nothing was changed.");
    terminal.err().println("  " + Words.plainLines(String.valueOf(e.getMessage())));
    return ExitStatus.CANNOT_BEGIN;
  }

  /** What is wrong with the account that is meant, if anything. */
  private Optional<String> which(Organization organization) {
    return switch (organization) {
      case Organization.None _ ->
          account.map(
              id ->
                  "--account %s needs ORG_ID, which is not set. Without an organization, choose the account by --profile"
                      .formatted(id));
      case Organization.Of _ ->
          account.isPresent()
              ? Optional.empty()
              : Optional.of(
                  "ORG_ID is set: say which account, with --account ID (a plan: --ou ID or --org)");
    };
  }

  /** The account that is meant: that of the credentials, or a member of the organization. */
  private Aws member(Aws hub, Organization organization, Access access) {
    return organization instanceof Organization.Of of && account.isPresent()
        ? hub.member(new MemberCredentials.SessionRequest(account.get(), of.roleName(), access))
        : hub;
  }

  private int badSettings(List<String> problems) {
    terminal.err().println("keyturn: invalid settings; nothing was read or changed.");
    problems.forEach(problem -> terminal.err().println("  - " + Words.plainLines(problem)));
    terminal.err().println("docs/settings.md explains each setting.");
    return ExitStatus.BAD_INPUT;
  }
}
