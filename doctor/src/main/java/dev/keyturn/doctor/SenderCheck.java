package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.DoctorProbes;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.doctor.probe.LenientSettings;
import dev.keyturn.doctor.probe.ManagedUsers;
import dev.keyturn.doctor.probe.Outgoing.Standing;
import dev.keyturn.settings.Settings;
import java.util.List;
import java.util.Locale;

/** Checks that mails reach owners. */
final class SenderCheck {
  /** SES's service quota "Sending quota", as Service Quotas names it. */
  private static final String SENDING_QUOTA = "L-804C8AE8";

  private SenderCheck() {}

  static List<Finding> of(LenientSettings draft, DoctorProbes probes, ManagedUsers managedUsers) {
    Findings findings = new Findings(Section.SENDER);
    if (!draft.knows("SES_REGION")) {
      findings.unknown("standing", "SES_REGION must be fixed first", mendSettings());
      return findings.findings();
    }
    Settings settings = draft.settings();
    if (draft.knows("SES_EMAIL")) {
      verified(settings, probes, findings);
    } else {
      findings.unknown("verified", "SES_EMAIL must be fixed first", mendSettings());
    }
    findings
        .read("standing", "ses:GetAccount", () -> probes.outgoing().standing())
        .ifPresent(
            standing -> {
              account(settings, standing, findings);
              quota(settings, standing, managedUsers, findings);
            });
    return findings.findings();
  }

  private static Fix mendSettings() {
    return new Fix.Advice("Fix the settings, and run doctor again.");
  }

  private static void verified(Settings settings, DoctorProbes probes, Findings findings) {
    findings.answer(
        "verified",
        probes.mailer().check(),
        "%s, or a domain of it, is verified in %s"
            .formatted(settings.sender().address(), settings.sesRegion()),
        "ses:GetEmailIdentity",
        Shell.aws(
            "sesv2 create-email-identity",
            "--region",
            settings.sesRegion(),
            "--email-identity",
            settings.sender().address().value()),
        new Fix.Advice(
            "SES then mails a link to that address; open it. It is better to verify the whole"
                + " domain, with DKIM (SES developer guide, \"Creating and verifying"
                + " identities\")."));
  }

  private static void account(Settings settings, Standing standing, Findings findings) {
    String region = settings.sesRegion();
    if (standing.production()) {
      findings.ok("sandbox", "out of the SES sandbox: mails reach any address");
    } else {
      findings.error(
          "sandbox",
          "SES is in its sandbox in %s: mails reach verified addresses only".formatted(region),
          Shell.aws(
              "sesv2 put-account-details",
              "--region",
              region,
              "--production-access-enabled",
              "--mail-type",
              "TRANSACTIONAL",
              "--website-url",
              "https://" + settings.sender().address().domain(),
              "--use-case-description",
              "Keyturn tells our own staff that their IAM access keys are replaced"),
          new Fix.Advice("AWS decides on this, usually within a day."));
    }
    if (standing.sending()) {
      findings.ok("sending", "SES sends");
    } else {
      findings.error(
          "sending",
          "sending is disabled for this account in %s".formatted(region),
          Shell.aws(
              "sesv2 put-account-sending-attributes", "--region", region, "--sending-enabled"));
    }
    Fix look =
        new Fix.Advice(
            "SES's console, \"Reputation metrics\", and AWS's mail to the account's owner say"
                + " why; answer there.");
    switch (standing.enforcement()) {
      case "HEALTHY" -> findings.ok("reputation", "healthy");
      case "SHUTDOWN" -> findings.error("reputation", "AWS stopped sending for this account", look);
      default ->
          findings.warning(
              "reputation", "AWS is reviewing this account: " + standing.enforcement(), look);
    }
  }

  /** On the first day, or after a change of settings, every owner may get a mail. */
  private static void quota(
      Settings settings, Standing standing, ManagedUsers managedUsers, Findings findings) {
    if (!managedUsers.known()) {
      findings.unknown("quota", "the number of owners is not known", mendUsers());
      return;
    }
    long owners = managedUsers.reachable().size();
    String told =
        standing.perDay() < 0
            ? "no limit"
            : String.format(
                Locale.ROOT,
                "%.0f mails in 24 hours, %.0f of them sent; %.0f a second; %s",
                standing.perDay(),
                standing.sentToday(),
                standing.perSecond(),
                Words.count(owners, "owner"));
    Fix more =
        Shell.aws(
            "service-quotas request-service-quota-increase",
            "--region",
            settings.sesRegion(),
            "--service-code",
            "ses",
            "--quota-code",
            SENDING_QUOTA,
            "--desired-value",
            String.valueOf(Math.max(2 * owners, 1)));
    if (standing.perDay() == 0 || standing.perSecond() == 0) {
      findings.error("quota", "SES lets this account send no mail at all: " + told, more);
    } else if (standing.perDay() >= 0 && standing.perDay() < owners) {
      findings.error("quota", "mails fail on a day when every owner gets one: " + told, more);
    } else if (standing.perDay() >= 0 && standing.perDay() - standing.sentToday() < owners) {
      findings.warning(
          "quota",
          "the rest of today's quota is not enough for every owner: " + told,
          new Fix.Advice(
              "Wait until the mails of the last 24 hours no longer count, or request more:"),
          more);
    } else {
      findings.ok("quota", told);
    }
  }

  private static Fix mendUsers() {
    return new Fix.Advice("Fix the finding about users, and run doctor again.");
  }
}
