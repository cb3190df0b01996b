package dev.keyturn.cli.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Orders.Wish;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.run.Workplace;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyturn rotate}. */
@Command(
    name = "rotate",
    mixinStandardHelpOptions = true,
    description =
        "Replaces keys ahead of schedule, by the same steps as apply, and tells the owners why. If"
            + " it is interrupted, the next run continues.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn rotate alice               shows what it would do, and asks",
      "  keyturn rotate alice bob --yes     asks nothing",
      "  keyturn rotate alice --compromised",
      "                                     also deactivates the old key at once",
      "  keyturn rotate alice --yes --output json",
      "                                     for a program",
      "",
      "docs/bad-days.md says what to do when a key is exposed.",
    })
public final class RotateCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Machine machine;

  @Mixin private InterventionOptions options = new InterventionOptions();

  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--key",
      paramLabel = "ID",
      converter = FetchCommand.KeyConverter.class,
      description = "Only if this is the key that would be replaced; with one user.")
  private @Nullable KeyId key;

  @Option(
      names = "--compromised",
      description =
          "The old key is in other hands: deactivate it as soon as the new one is stored and"
              + " announced. Keep the new key's file where its owner does not read.")
  private boolean compromised;

  public RotateCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    return options.refuses(terminal, "rotate")
        ? ExitStatus.BAD_INPUT
        : new Session(terminal, machine, options.aws(), options.account()).open(this::rotate);
  }

  private int rotate(Workplace place) throws CannotBegin {
    Set<UserName> users = options.users(place.ports().users());
    if (key != null && users.size() > 1) {
      terminal
          .err()
          .println(
              "keyturn: --key goes with one user. Name one user, or leave --key out. Nothing was"
                  + " changed.");
      return ExitStatus.BAD_INPUT;
    }
    Wish wish = new Wish(Optional.ofNullable(key), compromised);
    return new OrderedRotation(terminal, place, wish, output)
        .rotate(users, options, machine::report);
  }
}
