package dev.keyturn.doctor.probe;

import dev.keyturn.settings.Problem;
import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings with errors replaced: invalid values are reported and replaced by usual ones, so that
 * the rest of the installation can still be checked.
 *
 * @param settings with replacements
 * @param problems all errors
 * @param bad variables with replaced values, from which no conclusion may be drawn
 */
public record LenientSettings(Settings settings, List<Problem> problems, Set<String> bad) {
  /** Every required variable, and its replacement. */
  public static final Map<String, String> STAND_INS = standIns();

  /** The optional variables. */
  public static final List<String> OPTIONAL =
      List.of(
          "ADMIN_EMAIL",
          "KMS_KEY_ID",
          "MAIL_TEMPLATES",
          "IN_USE_GRACE_DAYS",
          "NOTICE_DAYS",
          "UNUSED_DAYS",
          "MAX_ACTIONS_PER_RUN",
          "DRY_RUN",
          "HTML_REPORT",
          "ON_EXPOSED",
          "REMIND_EVERY_DAYS",
          "IAM_CALLS_PER_SECOND",
          "MAX_EXEMPTION_DAYS",
          "EMAIL_DOMAINS",
          "NO_ACTION_ON",
          "NO_ACTION_ZONE",
          "MAX_OVERDUE_DAYS",
          "EVENT_BUS",
          "ORG_ID",
          "ORG_UNITS",
          "ORG_EXCLUDED",
          "ORG_CANARY_UNITS",
          "ORG_ACCOUNTS_AT_ONCE",
          "ORG_STOP_PERCENT",
          "ORG_ROLE_NAME",
          "ORG_LIST_ROLE_ARN");

  public LenientSettings {
    problems = List.copyOf(problems);
    bad = Set.copyOf(bad);
  }

  private static Map<String, String> standIns() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("LAMBDA_FUNCTION_NAME", "keyturn");
    all.put("SES_EMAIL", "keys@corp.example");
    all.put("SES_REGION", "eu-central-1");
    all.put("IAM_EMAIL_TAG_KEY", "email");
    all.put("S3_CSV_BUCKET", "your-bucket");
    all.put("LAST_CHECK_DATE_TAG_KEY", "last-check-date");
    all.put("LAST_CHECK_OLD_KEY_TAG_KEY", "last-check-old-key");
    all.put("WARNING_DAYS", "30");
    all.put("OVERDUE_DAYS", "60");
    all.put("DEACTIVATE_DAYS", "10");
    all.put("DELETION_DAYS", "10");
    return all;
  }

  public static LenientSettings of(Map<String, String> environment) {
    Map<String, String> usable = new LinkedHashMap<>(environment);
    List<Problem> problems = new ArrayList<>();
    Set<String> bad = new LinkedHashSet<>();
    while (true) {
      switch (Settings.read(usable)) {
        case Checked.Sound sound -> {
          return new LenientSettings(sound.settings(), problems, bad);
        }
        case Checked.Unsound unsound -> {
          if (problems.isEmpty()) {
            problems.addAll(unsound.problems());
          }
          int before = bad.size();
          unsound.problems().forEach(problem -> bad.addAll(problem.variables()));
          if (bad.size() == before) {
            throw new IllegalStateException("no variable is to blame: " + unsound.problems());
          }
          standIn(usable, bad);
        }
      }
    }
  }

  private static void standIn(Map<String, String> usable, Set<String> bad) {
    for (String variable : bad) {
      String usual = STAND_INS.get(variable);
      if (usual == null) {
        usable.remove(variable);
      } else {
        usable.put(variable, usual);
      }
    }
  }

  public boolean knows(String... variables) {
    return List.of(variables).stream().noneMatch(bad::contains);
  }
}
