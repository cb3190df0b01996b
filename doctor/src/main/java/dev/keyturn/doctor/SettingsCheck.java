package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.doctor.probe.LenientSettings;
import dev.keyturn.mail.template.Templates;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.settings.Options.MailTemplates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks the settings. */
final class SettingsCheck {
  private SettingsCheck() {}

  static List<Finding> of(LenientSettings draft) {
    Findings findings = new Findings(Section.SETTINGS);
    if (draft.problems().isEmpty()) {
      findings.ok("variables", "all are set and consistent");
    }
    draft
        .problems()
        .forEach(
            problem ->
                findings.add(
                    "variables", Severity.ERROR, problem.text(), mended(problem.variables())));
    templates(draft, findings);
    if (draft.settings().options().dryRun()) {
      findings.warning(
          "dry-run",
          "DRY_RUN is true: apply and the function only plan",
          new Fix.Advice("When the plans are right, set it to false (DryRun in the template)."),
          Shell.command("export", "DRY_RUN=false"));
    }
    return findings.findings();
  }

  private static List<Fix> mended(List<String> variables) {
    List<Fix> fixes = new ArrayList<>();
    for (String variable : variables) {
      String usual = LenientSettings.STAND_INS.get(variable);
      fixes.add(
          usual == null
              ? Shell.command("unset", variable)
              : Shell.command("export", variable + "=" + usual));
    }
    fixes.add(new Fix.Advice("Replace these with your values; docs/settings.md explains each."));
    return fixes;
  }

  private static void templates(LenientSettings draft, Findings findings) {
    try {
      switch (draft.settings().options().templates()) {
        case MailTemplates.Standard _ -> findings.ok("templates", "the standard ones");
        case MailTemplates.InDirectory directory -> {
          Templates.replacedBy(Path.of(directory.path()));
          findings.ok("templates", "those in %s can be used".formatted(directory.path()));
        }
      }
    } catch (UnusableTemplates e) {
      findings.error(
          "templates",
          String.join("; ", e.problems()),
          new Fix.Advice("Fix them (docs/templates.md), or use the standard ones."),
          Shell.command("unset", "MAIL_TEMPLATES"));
    }
  }
}
