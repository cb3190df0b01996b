package dev.keyturn.cli.command;

import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.command.OutputOption.Output;
import dev.keyturn.cli.output.ReportFile;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.PlanHorizon;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.OwnThresholds;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Scope;
import dev.keyturn.port.Users;
import dev.keyturn.report.page.ReportPage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of plan and apply. */
final class RunOptions {
  @Mixin private OutputOption output = new OutputOption();

  @Mixin private AwsOptions aws = new AwsOptions();

  @Mixin private AccountOption account = new AccountOption();

  @Option(
      names = "--verbose",
      description = "Say on standard error for each user why nothing is due, too.")
  private boolean verbose;

  @Mixin private UserSelection users = new UserSelection();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Also write a report to this file. The name selects the form: .html is a page for people,"
              + " .csv has a line for each key, .json has findings for AWS Security Hub."
              + " docs/report.md explains them.")
  private @Nullable Path report;

  /** The file of {@code --report}, if given. */
  Optional<ReportFile> report() {
    return Optional.ofNullable(report).map(ReportFile::new);
  }

  Optional<AccountId> account() {
    return account.account();
  }

  AwsOptions aws() {
    return aws;
  }

  Output output() {
    return output.output();
  }

  /** Where everything but the report is printed. */
  PrintWriter beside(Terminal terminal) {
    return output.beside(terminal);
  }

  /** Whether no user is named. */
  boolean everyone() {
    return users.all();
  }

  /** The users that the run is about. */
  Scope scope(Users all) throws CannotBegin {
    return users.scope(all);
  }

  /** The request for a run; a page needs more than what is due today. */
  RunRequest request(Users all) throws CannotBegin {
    RunRequest today = RunRequest.of(scope(all));
    return report().isPresent() ? today.over(new PlanHorizon.Survey(ReportPage.DAYS)) : today;
  }

  /**
   * With {@code --verbose}, prints for each user with nothing due the reason, and which tags do not
   * count.
   */
  void explain(Plan plan, PrintWriter to) {
    if (!verbose) {
      return;
    }
    for (Plan.Quiet user : plan.quiet()) {
      String refused =
          OwnThresholds.of(user.thresholds(), plan.policy())
              .refused()
              .map(remark -> "; " + remark.detail())
              .orElse("");
      to.println(quiet(user.user(), user.why()) + refused);
    }
    plan.withoutAddress().forEach(user -> to.println(quiet(user, Reason.Nothing.NO_ADDRESS)));
  }

  private static String quiet(UserName user, Reason why) {
    return "%s: nothing (%s), %s".formatted(user, why, why.meaning());
  }
}
