package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.DoctorProbes;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.doctor.probe.LenientSettings;
import dev.keyturn.doctor.probe.Triggers.Entry;
import dev.keyturn.doctor.probe.Triggers.Function;
import dev.keyturn.port.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that the function is scheduled and has these settings. */
final class ScheduleCheck {
  private static final String LIVE_NAME = "[\\w-]{1,64}";

  private final LenientSettings draft;
  private final Map<String, String> environment;
  private final DoctorProbes probes;
  private final Account.Identity identity;

  ScheduleCheck(
      LenientSettings draft,
      Map<String, String> environment,
      DoctorProbes probes,
      Account.Identity identity) {
    this.draft = draft;
    this.environment = environment;
    this.probes = probes;
    this.identity = identity;
  }

  /** The function, if there is one. */
  Optional<Function> check(Findings findings) {
    String name = draft.settings().name();
    if (!draft.knows("LAMBDA_FUNCTION_NAME")) {
      findings.unknown(
          "function",
          "LAMBDA_FUNCTION_NAME must be fixed first",
          new Fix.Advice("Fix the settings, and run doctor again."));
      return Optional.empty();
    }
    if (!name.matches(LIVE_NAME)) {
      absent(findings, "'%s' cannot be a function's name".formatted(name));
      return Optional.empty();
    }
    Optional<Optional<Function>> read =
        findings.read(
            "function", "lambda:GetFunctionConfiguration", () -> probes.triggers().function(name));
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Optional<Function> function = read.get();
    if (function.isEmpty()) {
      absent(findings, "there is no function '%s' in %s".formatted(name, probes.region()));
      return Optional.empty();
    }
    findings.ok("function", function.get().arn());
    settings(function.get(), findings);
    present(function.get(), findings);
    return function;
  }

  private void absent(Findings findings, String why) {
    findings.warning(
        "function",
        why + ": no schedule of Keyturn is known",
        new Fix.Advice(
            "Deploy it (deploy/README.md), and run doctor with LAMBDA_FUNCTION_NAME and AWS_REGION"
                + " as deployed. If another scheduler runs keyturn apply each day, ignore this."));
  }

  /** Compares the function's settings with doctor's. */
  private void settings(Function function, Findings findings) {
    List<String> variables =
        Stream.concat(
                LenientSettings.STAND_INS.keySet().stream(), LenientSettings.OPTIONAL.stream())
            .filter(variable -> !same(variable, function))
            .toList();
    if (variables.isEmpty()) {
      findings.ok("settings", "the function has the same settings as doctor");
      return;
    }
    List<Fix> fixes = new ArrayList<>();
    fixes.add(
        new Fix.Advice(
            "If the function is right, use its values; otherwise change the stack's parameters and"
                + " deploy again."));
    for (String variable : variables) {
      String value = function.variables().getOrDefault(variable, "");
      fixes.add(
          value.isBlank()
              ? Shell.command("unset", variable)
              : Shell.command("export", variable + "=" + value));
    }
    findings.add(
        "settings",
        Severity.WARNING,
        "the function's values differ from doctor's for " + String.join(", ", variables),
        fixes);
  }

  private boolean same(String variable, Function function) {
    String here = environment.getOrDefault(variable, "").strip();
    String there = function.variables().getOrDefault(variable, "").strip();
    return here.equals(there) || usual(variable, here).equals(usual(variable, there));
  }

  /** Includes defaults of settings that are not set. */
  private static String usual(String variable, String value) {
    if (!value.isEmpty()) {
      return value;
    }
    return switch (variable) {
      case "DRY_RUN" -> "false";
      case "HTML_REPORT" -> "true";
      case "ON_EXPOSED" -> "hold";
      case "IN_USE_GRACE_DAYS", "NOTICE_DAYS", "UNUSED_DAYS" -> "0";
      case "REMIND_EVERY_DAYS" -> "1";
      case "IAM_CALLS_PER_SECOND" -> "20";
      case "ORG_ACCOUNTS_AT_ONCE" -> "40";
      case "ORG_STOP_PERCENT" -> "10";
      case "ORG_ROLE_NAME" -> "keyturn-member-prod";
      default -> "";
    };
  }

  private void present(Function function, Findings findings) {
    Optional<List<Entry>> rules =
        findings.read(
            "rules",
            "events:ListRuleNamesByTarget and events:DescribeRule",
            () -> probes.triggers().rules(function.arn()));
    if (!function.variables().getOrDefault("ORG_ID", "").isBlank()) {
      rules.ifPresent(own -> ofOrganization(own, findings));
      return;
    }
    if (rules.stream().flatMap(List::stream).anyMatch(Entry::enabled)) {
      findings.ok("present", told(rules.orElse(List.of())));
      return;
    }
    Optional<List<Entry>> schedules =
        findings.read(
            "schedules",
            "scheduler:ListSchedules",
            () -> probes.triggers().schedules(function.arn()));
    List<Entry> all =
        Stream.concat(rules.stream(), schedules.stream()).flatMap(List::stream).toList();
    if (all.stream().anyMatch(Entry::enabled)) {
      findings.ok("present", told(all));
    } else if (!all.isEmpty()) {
      findings.add(
          "present",
          Severity.ERROR,
          "the function's schedule is disabled: "
              + all.stream().map(Entry::name).collect(Collectors.joining(", ")),
          all.stream().limit(1).map(Entry::toggle).toList());
    } else if (rules.isPresent() && schedules.isPresent()) {
      findings.error(
          "present", "nothing starts the function", schedule(function).toArray(Fix[]::new));
    }
  }

  /** With {@code ORG_ID}, a state machine starts the function, which refuses every other start. */
  private void ofOrganization(List<Entry> own, Findings findings) {
    List<Entry> enabled = own.stream().filter(Entry::enabled).toList();
    if (enabled.isEmpty()) {
      findings.ok(
          "present",
          "with ORG_ID, the state machine of deploy/organization.yaml starts the function");
      return;
    }
    findings.add(
        "present",
        Severity.WARNING,
        "with ORG_ID, the function refuses what this rule starts each time: " + told(enabled),
        enabled.stream().map(Entry::toggle).toList());
  }

  private static String told(List<Entry> entries) {
    return entries.stream()
        .filter(Entry::enabled)
        .map(entry -> "%s %s".formatted(entry.name(), entry.when()).strip())
        .collect(Collectors.joining(", "));
  }

  private List<Fix> schedule(Function function) {
    String name = draft.settings().name();
    String region = probes.region();
    return List.of(
        new Fix.Advice("Deploy the stack again (deploy/README.md). Without it:"),
        Shell.aws(
            "events put-rule",
            "--region",
            region,
            "--name",
            name,
            "--schedule-expression",
            "cron(0 5 * * ? *)"),
        Shell.aws(
            "lambda add-permission",
            "--region",
            region,
            "--function-name",
            name,
            "--statement-id",
            "keyturn-schedule",
            "--action",
            "lambda:InvokeFunction",
            "--principal",
            "events.amazonaws.com",
            "--source-arn",
            "arn:%s:events:%s:%s:rule/%s"
                .formatted(identity.partition(), region, identity.accountId(), name)),
        Shell.aws(
            "events put-targets",
            "--region",
            region,
            "--rule",
            name,
            "--targets",
            "Id=keyturn,Arn=" + function.arn()));
  }
}
