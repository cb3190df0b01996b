package dev.keyturn.cli.command;

import dev.keyturn.cli.output.ReportFile;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.PlanHorizon;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.Scope;
import dev.keyturn.report.page.ReportPage;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of plan and apply. */
final class RunOptions {
  /** The forms of a report. */
  enum Output {
    TABLE,
    JSON,
    CSV
  }

  @Option(
      names = "--output",
      paramLabel = "FORM",
      defaultValue = "table",
      description =
          "table, json or csv (default: table). With json or csv, nothing else is printed on"
              + " standard output.")
  private Output output = Output.TABLE;

  @Mixin private AwsOptions aws = new AwsOptions();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      converter = UserConverter.class,
      description = "Only this user; may be given several times.")
  private Set<UserName> users = new LinkedHashSet<>();

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

  AwsOptions aws() {
    return aws;
  }

  Output output() {
    return output;
  }

  Scope scope() {
    return users.isEmpty() ? new Scope.Everyone() : new Scope.Only(users);
  }

  /** The request for a run; a page needs more than what is due today. */
  RunRequest request() {
    RunRequest today = RunRequest.of(scope());
    return report().isPresent() ? today.over(new PlanHorizon.Survey(ReportPage.DAYS)) : today;
  }

  /** Rejects an invalid user name. */
  static final class UserConverter implements ITypeConverter<UserName> {
    @Override
    public UserName convert(String value) {
      try {
        return new UserName(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
