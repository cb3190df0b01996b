package dev.keyturn.demo.command;

import picocli.CommandLine.Option;

/** The option for the size of the company in a sandbox. */
final class CompanySize {
  /** The default maximum of users in an AWS account. */
  private static final int MOST = 5000;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "14",
      description = "The number of users in the company, 1 to 5000 (default: 14).")
  private int users;

  int users() {
    return users;
  }

  boolean possible() {
    return users >= 1 && users <= MOST;
  }
}
