package dev.keyturn.cli.command;

import dev.keyturn.aws.Selection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that calls AWS. */
final class AwsOptions {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "The profile with the credentials and settings for AWS.")
  private @Nullable String profile;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      converter = FetchCommand.RegionConverter.class,
      description =
          "The region (default: AWS_REGION, the profile's, AWS_DEFAULT_REGION or SES_REGION).")
  private @Nullable String region;

  Selection selection() {
    return new Selection(Optional.ofNullable(profile), Optional.ofNullable(region));
  }
}
