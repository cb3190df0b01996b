package dev.keyturn.cli.command;

import dev.keyturn.facts.UserName;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What undo and mend have in common. */
final class InterventionOptions {
  @Parameters(
      paramLabel = "USER",
      converter = RunOptions.UserConverter.class,
      description = "The name of the user.")
  @SuppressWarnings("NullAway.Init") // picocli injects the field before anything is run
  private UserName user;

  @Option(names = "--yes", description = "Do not ask. Required where there is no terminal.")
  private boolean yes;

  @SuppressWarnings("NullAway.Init") // the same
  InterventionOptions() {}

  UserName user() {
    return user;
  }

  boolean yes() {
    return yes;
  }
}
