package dev.keyturn.demo.command;

import dev.keyturn.cli.AsOf;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.demo.Playground;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyturn sandbox}. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = {
      "Serves an AWS account on loopback, with a company in it, until it is interrupted.",
      "",
      "IAM, S3, SES and STS with AWS's rules, in memory, for any SDK and the aws command line."
          + " Prints export lines for these, and Keyturn's settings for this company.",
    },
    footerHeading = "%nExample, in two shells:%n",
    footer = {
      "  keyturn sandbox > sandbox.env",
      "  . ./sandbox.env && keyturn plan --as-of tomorrow && aws iam list-users",
      "",
      "Time passes when you say so:",
      "  curl -d '{\"days\": 30}' $AWS_ENDPOINT_URL/_sandbox/clock",
    })
public final class SandboxCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Machine machine;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "4588",
      description = "The port on 127.0.0.1; 0 picks a free one (default: 4588).")
  private int port;

  @Option(
      names = "--today",
      paramLabel = "DAY",
      converter = AsOf.Converter.class,
      description =
          "The account's date at the start: a date (YYYY-MM-DD), tomorrow, or +N for N days"
              + " from now (default: this day).")
  private @Nullable AsOf today;

  @Mixin private CompanySize company = new CompanySize();

  public SandboxCommand(Terminal terminal, Machine machine) {
    this.terminal = terminal;
    this.machine = machine;
  }

  @Override
  public Integer call() {
    if (port < 0 || port > 65_535) {
      return refuse("--port must be from 0 to 65535, not " + port);
    }
    if (!company.possible()) {
      return refuse("--users must be from 1 to 5000, not " + company.users());
    }
    try (Playground playground = Playground.open(port, company.users(), clock())) {
      terminal.out().print(playground.exportLines());
      terminal
          .err()
          .println(
              "An AWS account with %s users is served on %s until you press Ctrl-C. Nothing is kept."
                  .formatted(company.users(), playground.standIn().endpoint()));
      terminal.flush();
      machine.awaitInterrupt();
      return ExitStatus.DONE;
    } catch (IOException e) {
      terminal
          .err()
          .println(
              "keyturn: port %s cannot be served on: %s. Try --port 0."
                  .formatted(port, e.getMessage()));
      return ExitStatus.CANNOT_BEGIN;
    }
  }

  /** The machine's clock, moved by the days between its date and the requested one. */
  private InstantSource clock() {
    Clock clock = machine.clock().withZone(ZoneOffset.UTC);
    AsOf start = today;
    if (start == null) {
      return clock;
    }
    LocalDate now = LocalDate.now(clock);
    return Clock.offset(clock, Duration.ofDays(ChronoUnit.DAYS.between(now, start.from(now))));
  }

  private int refuse(String why) {
    terminal.err().println("keyturn: " + why + ".");
    return ExitStatus.BAD_INPUT;
  }
}
