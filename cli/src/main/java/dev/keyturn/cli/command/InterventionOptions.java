package dev.keyturn.cli.command;

import dev.keyturn.cli.Terminal;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Users;
import dev.keyturn.settings.Settings;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of rotate, undo and mend. */
final class InterventionOptions {
  @Mixin private UserSelection users = new UserSelection();

  @Mixin private AwsOptions aws = new AwsOptions();

  @Mixin private AccountOption account = new AccountOption();

  @Option(names = "--yes", description = "Do not ask. Required without a terminal.")
  private boolean yes;

  /** Refuses a command that names no user, or that may not act. */
  boolean refuses(Terminal terminal, String command) {
    if (users.all()) {
      terminal
          .err()
          .println(
              "keyturn: name a user: keyturn %s alice. Nothing was read or touched."
                  .formatted(command));
      return true;
    }
    return terminal.refusesToAct(yes);
  }

  /** The users in the order in which they are named. */
  Set<UserName> users(Users all) throws CannotBegin {
    return users.chosen(all);
  }

  Optional<AccountId> account() {
    return account.account();
  }

  AwsOptions aws() {
    return aws;
  }

  /**
   * Whether the command may act: not in a dry run, and with consent only. If not, it prints that
   * nothing was changed.
   */
  boolean consented(Terminal terminal, Settings settings, PrintWriter to) {
    if (settings.options().dryRun()) {
      to.println("Nothing was changed because DRY_RUN is true.");
      return false;
    }
    if (!yes && !terminal.consents("Do this?")) {
      to.println("Nothing was changed.");
      return false;
    }
    return true;
  }
}
