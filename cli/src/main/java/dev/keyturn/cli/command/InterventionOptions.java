package dev.keyturn.cli.command;

import dev.keyturn.facts.UserName;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of undo and mend. */
final class InterventionOptions {
  @Parameters(
      paramLabel = "USER",
      converter = RunOptions.UserConverter.class,
      description = "The name of the user.")
  @SuppressWarnings("NullAway.Init") // picocli injects the field before anything is run
  private UserName user;

  @Mixin private AwsOptions aws = new AwsOptions();

  @Option(names = "--yes", description = "Do not ask. Required without a terminal.")
  private boolean yes;

  @SuppressWarnings("NullAway.Init") // the same
  InterventionOptions() {}

  UserName user() {
    return user;
  }

  AwsOptions aws() {
    return aws;
  }

  boolean yes() {
    return yes;
  }
}
