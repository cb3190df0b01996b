package dev.keyturn.doctor;

import dev.keyturn.doctor.CredentialsCheck.Caller;
import dev.keyturn.doctor.probe.DoctorProbes;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.doctor.probe.IamDirectory.Census;
import dev.keyturn.doctor.probe.LenientSettings;
import dev.keyturn.doctor.probe.ManagedUsers;
import dev.keyturn.doctor.probe.Triggers;
import dev.keyturn.port.Account;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.CredentialStore.Whose;
import dev.keyturn.settings.AwsSettings;
import dev.keyturn.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks everything that a run depends on, and reports for each point whether it is right and how
 * to fix it. It only reads. A point that cannot be checked is reported and stops no other check.
 */
public final class Doctor {
  private static final String OWN_SETTINGS_FIRST = "AWS's own settings must be fixed first.";

  private final Map<String, String> environment;
  private final LenientSettings draft;

  /**
   * Makes no call.
   *
   * @param environment that holds the settings
   */
  public Doctor(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.draft = LenientSettings.of(environment);
  }

  /** The settings to connect with; invalid ones are replaced by defaults. */
  public Settings settings() {
    return draft.settings();
  }

  /** Connects to the account. */
  @FunctionalInterface
  public interface Entrance {
    /** The probes of the account; throws if AWS's standard settings contradict each other. */
    DoctorProbes open() throws CannotBegin;
  }

  /** Runs all checks. */
  public Diagnosis examine(Entrance entrance) {
    List<Finding> all = new ArrayList<>(SettingsCheck.of(draft));
    Findings findings = new Findings(Section.CREDENTIALS);
    if (!AwsSettings.problems(environment).isEmpty()) {
      findings.unknown(
          "identity",
          "doctor does not connect to AWS with invalid settings of AWS's own.",
          new Fix.Advice("Fix the findings about variables, and run doctor again."));
      all.addAll(findings.findings());
      all.addAll(outside(OWN_SETTINGS_FIRST));
      return diagnosis("", "", all);
    }
    try {
      DoctorProbes probes = entrance.open();
      Caller caller = CredentialsCheck.of(probes.account(), findings);
      all.addAll(findings.findings());
      return switch (caller) {
        case Caller.Known(Account.Identity identity) -> {
          all.addAll(inside(probes, identity));
          yield diagnosis(identity.accountId(), identity.arn(), all);
        }
        case Caller.Unknown(String why) -> {
          all.addAll(outside(why));
          yield diagnosis("", "", all);
        }
      };
    } catch (CannotBegin e) {
      findings.error(
          "identity",
          String.valueOf(e.getMessage()),
          Findings.setting(String.valueOf(e.getMessage())));
      all.addAll(findings.findings());
      all.addAll(outside(OWN_SETTINGS_FIRST));
      return diagnosis("", "", all);
    }
  }

  private Diagnosis diagnosis(String account, String caller, List<Finding> findings) {
    return new Diagnosis(
        draft.knows("LAMBDA_FUNCTION_NAME") ? settings().name() : "", account, caller, findings);
  }

  private List<Finding> inside(DoctorProbes probes, Account.Identity identity) {
    ScheduleCheck schedule = new ScheduleCheck(draft, environment, probes, identity);
    Findings scheduled = new Findings(Section.SCHEDULE);
    Optional<Triggers.Function> function = schedule.check(scheduled);
    Findings users = new Findings(Section.USERS);
    Optional<Census> census =
        users.read(
            "listed", "iam:GetAccountAuthorizationDetails", () -> probes.directory().census());
    ManagedUsers managedUsers = new ManagedUsers(draft, census);
    UsersCheck.of(managedUsers, users);
    List<Finding> findings = new ArrayList<>();
    Optional<Whose> whose =
        draft.knows("S3_CSV_BUCKET")
            ? Optional.of(probes.bucketSettings().whose())
            : Optional.empty();
    Optional<Whose> foreign = whose.filter(Whose.Foreign.class::isInstance);
    findings.addAll(
        PermissionsCheck.of(probes, identity, function, managedUsers, foreign.isPresent()));
    findings.addAll(SenderCheck.of(draft, probes, managedUsers));
    BucketCheck bucket = new BucketCheck(draft, probes, whose, runner(probes, identity, function));
    findings.addAll(bucket.findings());
    findings.addAll(users.findings());
    findings.addAll(
        foreign
            .map(other -> unknown(Section.OWNERS, other.why()))
            .orElseGet(
                () ->
                    OwnersCheck.ofOneAccount(draft, probes.directory(), identity, managedUsers)
                        .findings(bucket.deniesOtherReaders())));
    findings.addAll(scheduled.findings());
    return findings;
  }

  private static List<Finding> unknown(Section section, String why) {
    Findings findings = new Findings(section);
    findings.unknown(
        "all", why, new Fix.Advice("Name a bucket of this account, and run doctor again."));
    return findings.findings();
  }

  /**
   * The principal that runs Keyturn: the function's role, or without a function the caller of
   * doctor.
   */
  private static String runner(
      DoctorProbes probes, Account.Identity identity, Optional<Triggers.Function> function) {
    return function
        .map(Triggers.Function::role)
        .or(() -> probes.grants().source(identity.arn()))
        .orElse(identity.arn());
  }

  /**
   * Without a known caller nothing else can be checked, and each section says so.
   *
   * @param why the caller is unknown
   */
  private static List<Finding> outside(String why) {
    List<Finding> all = new ArrayList<>();
    for (Section section : Section.values()) {
      if (section.compareTo(Section.CREDENTIALS) > 0) {
        Findings findings = new Findings(section);
        findings.unknown(
            "all", why, new Fix.Advice("Fix the finding about credentials, and run doctor again."));
        all.addAll(findings.findings());
      }
    }
    return all;
  }
}
