package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.DoctorProbes;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.doctor.probe.IamDirectory.Group;
import dev.keyturn.doctor.probe.IamDirectory.Member;
import dev.keyturn.doctor.probe.IamDirectory.Reach;
import dev.keyturn.doctor.probe.LenientSettings;
import dev.keyturn.doctor.probe.ManagedUsers;
import dev.keyturn.doctor.probe.Verdict;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks that owners can read their own files, and only those. Users with the same groups, policies
 * and boundary have the same permissions, so one of each kind is checked.
 */
final class OwnersCheck {
  /** The maximum number of kinds that are checked. */
  private static final int KINDS = 100;

  /** In a policy: the folder of the user who asks. */
  private static final String OWN_FILES = BucketPaths.folder("${aws:username}");

  private static final String SIMULATOR = "iam:SimulatePrincipalPolicy on arn:...:user/*";

  private final LenientSettings draft;
  private final DoctorProbes probes;
  private final Account.Identity identity;
  private final ManagedUsers managedUsers;
  private final Findings findings = new Findings(Section.OWNERS);

  OwnersCheck(
      LenientSettings draft,
      DoctorProbes probes,
      Account.Identity identity,
      ManagedUsers managedUsers) {
    this.draft = draft;
    this.probes = probes;
    this.identity = identity;
    this.managedUsers = managedUsers;
  }

  /**
   * Checks owners, and who else could read their files.
   *
   * @param guarded whether the bucket's policy denies that to everyone else, whatever their own
   *     policies allow
   */
  List<Finding> findings(boolean guarded) {
    if (!managedUsers.known() || !draft.knows("S3_CSV_BUCKET")) {
      findings.unknown(
          "group",
          "users, address tag and bucket must be known first",
          new Fix.Advice("Fix the findings about those, and run doctor again."));
      return findings.findings();
    }
    Optional<Group> group = group();
    group.ifPresentOrElse(
        found ->
            findings.ok(
                "group", "'%s' lets its members read their own files".formatted(found.name())),
        () ->
            findings.error(
                "group",
                "no group lets owners read their own files, and only those, in "
                    + draft.settings().bucket(),
                makeGroup().toArray(Fix[]::new)));
    reach(group, guarded);
    return findings.findings();
  }

  /** The group whose policies name the bucket and each member's own folder in it. */
  private Optional<Group> group() {
    return managedUsers.groups().stream()
        .filter(
            group ->
                group.documents().stream()
                    .anyMatch(
                        document -> document.contains(draft.settings().bucket() + "/" + OWN_FILES)))
        .findFirst();
  }

  private List<Fix> makeGroup() {
    String arn = "arn:%s:s3:::%s".formatted(identity.partition(), draft.settings().bucket());
    String document =
        """
        {"Version":"2012-10-17","Statement":[\
        {"Effect":"Allow","Action":"s3:ListBucket","Resource":"%1$s",\
        "Condition":{"StringLike":{"s3:prefix":"%2$s*"}}},\
        {"Effect":"Allow","Action":"s3:GetObject","Resource":"%1$s/%2$s*"}]}\
        """
            .formatted(arn, OWN_FILES);
    return List.of(
        new Fix.Advice("deploy/template.yaml creates one. Without it:"),
        Shell.aws("iam create-group", "--group-name", groupName()),
        Shell.aws(
            "iam put-group-policy",
            "--group-name",
            groupName(),
            "--policy-name",
            "fetch-own-key",
            "--policy-document",
            document));
  }

  /** The template's name: keyturn-prod has keyturn-owners-prod. */
  private String groupName() {
    String name = draft.settings().name();
    return name.matches("keyturn-[\\w-]+")
        ? "keyturn-owners" + name.substring("keyturn".length())
        : "keyturn-owners";
  }

  private void reach(Optional<Group> group, boolean guarded) {
    Seen seen = new Seen();
    List<List<Member>> owners = kinds(managedUsers.lookedAfter());
    owners.stream().limit(KINDS).forEach(kind -> ask(kind, seen, true));
    owners.stream().skip(KINDS).forEach(kind -> seen.own.unknown.addAll(kind));
    own(seen, group);
    if (guarded) {
      findings.ok("others", "the bucket's policy denies everyone else to read an owner's file");
      return;
    }
    List<List<Member>> unmanaged =
        kinds(
            managedUsers.everyone().stream()
                .filter(member -> !managedUsers.lookedAfter().contains(member))
                .toList());
    unmanaged.stream().limit(KINDS).forEach(kind -> ask(kind, seen, false));
    Stream.concat(owners.stream().skip(KINDS), unmanaged.stream().skip(KINDS))
        .forEach(kind -> seen.others.unknown.addAll(kind));
    others(seen);
  }

  private static List<List<Member>> kinds(List<Member> members) {
    return List.copyOf(
        members.stream()
            .collect(Collectors.groupingBy(Member::rights, LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  /** Users by answer: yes, no or unknown. */
  private static final class Tally {
    final List<Member> yes = new ArrayList<>();
    final List<Member> no = new ArrayList<>();
    final List<Member> unknown = new ArrayList<>();

    void add(Verdict verdict, List<Member> members) {
      switch (verdict) {
        case YES -> yes.addAll(members);
        case NO -> no.addAll(members);
        case UNKNOWN -> unknown.addAll(members);
      }
    }
  }

  private static final class Seen {
    final Tally own = new Tally();
    final Tally others = new Tally();
    int administrators;
    String why = "IAM's policy simulator gives no clear answer";
    Fix remedy = Findings.allow(SIMULATOR);
  }

  private void ask(List<Member> kind, Seen seen, boolean owners) {
    Member one = kind.getFirst();
    try {
      Reach reach = probes.directory().reach(one, other(one));
      if (owners) {
        seen.own.add(reach.own(), kind);
      }
      if (reach.others() == Verdict.YES && reach.administers() == Verdict.YES) {
        seen.administrators += kind.size();
      } else {
        seen.others.add(reach.others(), kind);
      }
    } catch (PortFailure failure) {
      seen.why = failure.message();
      seen.remedy = Findings.remedy(failure, SIMULATOR);
      if (owners) {
        seen.own.unknown.addAll(kind);
      }
      seen.others.unknown.addAll(kind);
    }
  }

  private UserName other(Member one) {
    return managedUsers.lookedAfter().stream()
        .map(Member::user)
        .filter(user -> !user.equals(one.user()))
        .findFirst()
        .orElse(new UserName("another-user"));
  }

  private void own(Seen seen, Optional<Group> group) {
    if (!seen.own.no.isEmpty()) {
      List<Fix> fixes =
          new ArrayList<>(
              seen.own.no.stream()
                  .limit(Words.FIRST)
                  .<Fix>map(
                      member ->
                          Shell.aws(
                              "iam add-user-to-group",
                              "--group-name",
                              group.map(Group::name).orElseGet(this::groupName),
                              "--user-name",
                              member.user().value()))
                  .toList());
      if (seen.own.no.size() > Words.FIRST) {
        fixes.add(new Fix.Advice("Repeat this for the others; doctor then names the next ones."));
      }
      findings.add(
          "own",
          Severity.ERROR,
          "%s may not read their own files: %s"
              .formatted(Words.count(seen.own.no.size(), "owner"), Words.names(seen.own.no)),
          fixes);
    }
    unknown("own", seen.own, seen);
    if (seen.own.no.isEmpty() && seen.own.unknown.isEmpty()) {
      findings.ok("own", "%s may read their own files".formatted(count(seen.own.yes)));
    }
  }

  private void others(Seen seen) {
    if (!seen.others.yes.isEmpty()) {
      Member one = seen.others.yes.getFirst();
      findings.error(
          "others",
          "%s may read others' files: %s; roles are not checked"
              .formatted(Words.count(seen.others.yes.size(), "user"), Words.names(seen.others.yes)),
          new Fix.Advice(
              "A bucket policy that denies it applies to roles, too: see bucket.readers."),
          new Fix.Advice("Find the policies that allow it (MatchedStatements), and narrow them:"),
          Shell.aws(
              "iam simulate-principal-policy",
              "--policy-source-arn",
              one.arn(),
              "--action-names",
              "s3:GetObject",
              "--resource-arns",
              "arn:%s:s3:::%s/%sany.csv"
                  .formatted(
                      identity.partition(),
                      draft.settings().bucket(),
                      BucketPaths.folder(other(one).value())),
              "--context-entries",
              "ContextKeyName=aws:username,ContextKeyType=string,ContextKeyValues=" + one.user()));
    }
    unknown("others", seen.others, seen);
    if (seen.others.yes.isEmpty() && seen.others.unknown.isEmpty()) {
      findings.ok(
          "others",
          "no user except %s may read others' files; roles are not checked, see bucket.readers"
              .formatted(Words.count(seen.administrators, "administrator")));
    }
  }

  private void unknown(String point, Tally tally, Seen seen) {
    if (!tally.unknown.isEmpty()) {
      findings.unknown(
          point, "for %s: %s".formatted(Words.names(tally.unknown), seen.why), seen.remedy);
    }
  }

  private static String count(List<Member> members) {
    return Words.count(members.size(), "owner");
  }
}
