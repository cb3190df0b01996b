package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.doctor.probe.IamDirectory.Member;
import dev.keyturn.doctor.probe.ManagedUsers;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Checks that users can be managed. */
final class UsersCheck {
  private final ManagedUsers managedUsers;
  private final Settings settings;
  private final Findings findings;

  private UsersCheck(ManagedUsers managedUsers, Findings findings) {
    this.managedUsers = managedUsers;
    this.settings = managedUsers.settings();
    this.findings = findings;
  }

  static void of(ManagedUsers managedUsers, Findings findings) {
    if (managedUsers.known()) {
      new UsersCheck(managedUsers, findings).all();
    } else if (findings.findings().isEmpty()) {
      findings.unknown(
          "listed",
          "IAM_EMAIL_TAG_KEY must be fixed first",
          new Fix.Advice("Fix the settings, and run doctor again."));
    }
  }

  private void all() {
    List<Member> everyone = managedUsers.everyone();
    int managed = managedUsers.managed().size();
    if (managed == 0) {
      findings.error(
          "listed",
          "none of %s has the tag '%s', so Keyturn manages no user"
              .formatted(Words.count(everyone.size(), "user"), settings.addressTag()),
          tag("USER", settings.addressTag(), "ADDRESS"));
    } else {
      findings.ok(
          "listed", "%s, %s managed".formatted(Words.count(everyone.size(), "user"), managed));
    }
    each(
        new Point("without-address", Severity.WARNING),
        member -> managedUsers.owner(member) instanceof Owner.None,
        "without the tag '%s': not managed, however old their keys are"
            .formatted(settings.addressTag()),
        member -> tag(member.user().value(), settings.addressTag(), "ADDRESS"));
    each(
        new Point("bad-address", Severity.ERROR),
        member -> managedUsers.owner(member) instanceof Owner.Unreachable,
        "with a tag '%s' that is not exactly one mail address; their keys are not changed"
            .formatted(settings.addressTag()),
        member -> tag(member.user().value(), settings.addressTag(), "ADDRESS"));
    if (managedUsers.knowsRecords()) {
      records();
    }
    each(
        new Point("exemption", Severity.ERROR),
        member -> Exemption.read(member.tags().get(Exemption.TAG)) instanceof Exemption.Unreadable,
        "with a tag '%s' that is not a date and a reason; held until it is corrected"
            .formatted(Exemption.TAG),
        member -> tag(member.user().value(), Exemption.TAG, "DATE REASON"));
  }

  private void records() {
    each(
        new Point("no-room", Severity.ERROR),
        member ->
            !(managedUsers.owner(member) instanceof Owner.None)
                && !member.tags().haveRoomFor(settings.recordTags()),
        "without room for the two tags of a rotation (IAM allows 50); their keys are not replaced",
        member ->
            Shell.aws(
                "iam untag-user",
                "--user-name",
                member.user().value(),
                "--tag-keys",
                "KEY1",
                "KEY2"));
    each(
        new Point("record", Severity.ERROR),
        member -> record(member) instanceof RotationRecord.Unreadable,
        "with a record of a rotation (%s) that cannot be read; held"
            .formatted(String.join(", ", settings.recordTags())),
        member -> Shell.command("./keyturn", "mend", member.user().value()));
    each(
        new Point("half-done", Severity.ERROR),
        member ->
            managedUsers.owner(member) instanceof Owner.None
                && record(member) instanceof RotationRecord.UnderWay,
        "with a rotation in progress but no address; held",
        member -> tag(member.user().value(), settings.addressTag(), "ADDRESS"));
  }

  private RotationRecord record(Member member) {
    return RotationRecord.read(
        member.tags().get(settings.dateTag()), member.tags().get(settings.oldKeyTag()));
  }

  private record Point(String name, Severity severity) {}

  /** Reports the affected users: their number, the first names, and a fix for each of these. */
  private void each(
      Point point, Predicate<Member> applies, String what, Function<Member, Fix> fix) {
    List<Member> found = managedUsers.everyone().stream().filter(applies).toList();
    if (found.isEmpty()) {
      findings.ok(point.name(), "none");
      return;
    }
    List<Fix> fixes = new ArrayList<>(found.stream().limit(Words.FIRST).map(fix).toList());
    if (found.size() > Words.FIRST) {
      fixes.add(new Fix.Advice("Repeat this for the others; doctor then names the next ones."));
    }
    findings.add(
        point.name(),
        point.severity(),
        "%s %s: %s".formatted(Words.count(found.size(), "user"), what, Words.names(found)),
        fixes);
  }

  private static Fix tag(String user, String key, String value) {
    return Shell.aws(
        "iam tag-user", "--user-name", user, "--tags", "Key=%s,Value=%s".formatted(key, value));
  }
}
