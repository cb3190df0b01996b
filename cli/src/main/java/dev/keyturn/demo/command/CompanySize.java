package dev.keyturn.demo.command;

import picocli.CommandLine.Option;

/** How large the company is that a sandbox is made for. */
final class CompanySize {
  /** The users that an AWS account may have, by its default quota. */
  private static final int MOST = 5000;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "14",
      description = "How many users the company has, 1 to 5000 (default: 14).")
  private int users;

  int users() {
    return users;
  }

  boolean possible() {
    return users >= 1 && users <= MOST;
  }
}
