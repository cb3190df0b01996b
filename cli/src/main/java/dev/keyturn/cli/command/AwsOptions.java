package dev.keyturn.cli.command;

import dev.keyturn.aws.Selection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that calls AWS has in common. */
final class AwsOptions {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "The profile whose credentials and settings AWS is called with.")
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
