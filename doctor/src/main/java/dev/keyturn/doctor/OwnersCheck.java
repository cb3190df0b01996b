package dev.keyturn.doctor;

import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.doctor.probe.IamDirectory;
import dev.keyturn.doctor.probe.IamDirectory.Group;
import dev.keyturn.doctor.probe.IamDirectory.Member;
import dev.keyturn.doctor.probe.IamDirectory.Reach;
import dev.keyturn.doctor.probe.LenientSettings;
import dev.keyturn.doctor.probe.ManagedUsers;
import dev.keyturn.doctor.probe.Verdict;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.BucketLayout;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Where owners' files and the group are. */
  private enum Where {
    ONE_ACCOUNT("deploy/template.yaml", "keyturn-owners"),
    MEMBER("deploy/member.yaml", "keyturn-member-owners");

    /** The template with the group. */
    private final String template;

    /** How the group's name begins. */
    private final String group;

    Where(String template, String group) {
      this.template = template;
      this.group = group;
    }
  }

  private static final String SIMULATOR = "iam:SimulatePrincipalPolicy on arn:...:user/*";

  private final LenientSettings draft;
  private final IamDirectory directory;
  private final Account.Identity identity;
  private final ManagedUsers managedUsers;
  private final Where where;
  private final String ownFiles;
  private final Findings findings = new Findings(Section.OWNERS);

  private OwnersCheck(
      LenientSettings draft,
      IamDirectory directory,
      Account.Identity identity,
      ManagedUsers managedUsers,
      Where where) {
    this.draft = draft;
    this.directory = directory;
    this.identity = identity;
    this.managedUsers = managedUsers;
    this.where = where;
    this.ownFiles =
        switch (where) {
          case ONE_ACCOUNT -> OWN_FILES;
          case MEMBER ->
              new BucketLayout.Member(new AccountId(identity.accountId())).key(OWN_FILES);
        };
  }

  static OwnersCheck ofOneAccount(
      LenientSettings draft,
      IamDirectory directory,
      Account.Identity identity,
      ManagedUsers managedUsers) {
    return new OwnersCheck(draft, directory, identity, managedUsers, Where.ONE_ACCOUNT);
  }

  /** Checks owners in an account of the organization: their files are in the hub's bucket. */
  static OwnersCheck ofMember(
      LenientSettings draft,
      IamDirectory directory,
      Account.Identity identity,
      ManagedUsers managedUsers) {
    return new OwnersCheck(draft, directory, identity, managedUsers, Where.MEMBER);
  }

  /**
   * Checks group and owners only. Whether others can read the files, the policy of the hub's bucket
   * decides.
   */
  List<Finding> ownFindings() {
    if (!managedUsers.known() || !draft.knows("S3_CSV_BUCKET")) {
      return findings(true);
    }
    if (managedUsers.managed().isEmpty()) {
      findings.ok("own", "no user has the tag " + draft.settings().addressTag());
      return findings.findings();
    }
    Optional<Group> group = checkedGroup();
    own(owners(), group);
    return findings.findings();
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
    reach(checkedGroup(), guarded);
    return findings.findings();
  }

  private Optional<Group> checkedGroup() {
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
    return group;
  }

  /** The group whose policies name the bucket and each member's own folder in it. */
  private Optional<Group> group() {
    return managedUsers.groups().stream()
        .filter(
            group ->
                group.documents().stream()
                    .anyMatch(
                        document -> document.contains(draft.settings().bucket() + "/" + ownFiles)))
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
            .formatted(arn, ownFiles);
    return List.of(
        new Fix.Advice(where.template + " creates one. Without it:"),
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

  /** The template's name: keyturn-prod has keyturn-owners-prod or keyturn-member-owners-prod. */
  private String groupName() {
    String name = draft.settings().name();
    return name.matches("keyturn-[\\w-]+")
        ? where.group + name.substring("keyturn".length())
        : where.group;
  }

  private void reach(Optional<Group> group, boolean guarded) {
    Seen seen = owners();
    own(seen, group);
    if (guarded) {
      findings.ok("others", "the bucket's policy denies everyone else to read an owner's file");
      return;
    }
    List<List<Member>> unmanaged =
        kinds(
            managedUsers.everyone().stream()
                .filter(member -> !managedUsers.managed().contains(member))
                .toList());
    unmanaged.stream().limit(KINDS).forEach(kind -> ask(kind, seen, false));
    Stream.concat(
            kinds(managedUsers.managed()).stream().skip(KINDS), unmanaged.stream().skip(KINDS))
        .forEach(kind -> seen.others.add(Gap.NOT_ASKED, kind));
    others(seen);
  }

  /** Asks about one owner of each kind. */
  private Seen owners() {
    Seen seen = new Seen();
    List<List<Member>> owners =
        kinds(managedUsers.managed().stream().filter(member -> !member.quarantined()).toList());
    owners.stream().limit(KINDS).forEach(kind -> ask(kind, seen, true));
    owners.stream().skip(KINDS).forEach(kind -> seen.own.add(Gap.NOT_ASKED, kind));
    return seen;
  }

  private static List<List<Member>> kinds(List<Member> members) {
    return List.copyOf(
        members.stream()
            .collect(Collectors.groupingBy(Member::rights, LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  /** Why nothing is known about some users, and what to do about it. */
  private record Gap(String why, Fix remedy) {
    static final Gap UNDECIDED =
        new Gap(
            "IAM's policy simulator gives no clear answer",
            new Fix.Advice(
                "Check the conditions of their policies and groups, permissions boundaries and the"
                    + " organization's policies; the simulator does not evaluate all of them."));
    static final Gap NOT_ASKED =
        new Gap(
            "doctor checks at most %s combinations of groups, policies and boundary"
                .formatted(KINDS),
            new Fix.Advice(
                "Give users their permissions by groups: users with the same ones are checked"
                    + " once."));
  }

  /** Users by answer: yes, no or unknown. */
  private static final class Tally {
    final List<Member> yes = new ArrayList<>();
    final List<Member> no = new ArrayList<>();
    final Map<Gap, List<Member>> unknown = new LinkedHashMap<>();

    void add(Verdict verdict, List<Member> members) {
      switch (verdict) {
        case YES -> yes.addAll(members);
        case NO -> no.addAll(members);
        case UNKNOWN -> add(Gap.UNDECIDED, members);
      }
    }

    void add(Gap gap, List<Member> members) {
      unknown.computeIfAbsent(gap, _ -> new ArrayList<>()).addAll(members);
    }
  }

  private static final class Seen {
    final Tally own = new Tally();
    final Tally others = new Tally();
    final Map<Fix, Gap> failures = new HashMap<>();
    int administrators;

    /** The same failure has another message for each user: the first one stands for all. */
    Gap gap(PortFailure failure) {
      return failures.computeIfAbsent(
          Findings.remedy(failure, SIMULATOR), remedy -> new Gap(failure.message(), remedy));
    }
  }

  private void ask(List<Member> kind, Seen seen, boolean owners) {
    Member one = kind.getFirst();
    try {
      Reach reach = directory.reach(one, other(one));
      if (owners) {
        seen.own.add(reach.own(), kind);
      }
      if (reach.others() == Verdict.YES && reach.administers() == Verdict.YES) {
        seen.administrators += kind.size();
      } else {
        seen.others.add(reach.others(), kind);
      }
    } catch (PortFailure failure) {
      if (owners) {
        seen.own.add(seen.gap(failure), kind);
      }
      seen.others.add(seen.gap(failure), kind);
    }
  }

  private UserName other(Member one) {
    return managedUsers.managed().stream()
        .map(Member::user)
        .filter(user -> !user.equals(one.user()))
        .findFirst()
        .orElse(new UserName("another-user"));
  }

  /** AWS's policy denies them the file, whatever group they are in. */
  private void quarantined() {
    List<Member> found = managedUsers.managed().stream().filter(Member::quarantined).toList();
    if (!found.isEmpty()) {
      findings.warning(
          "own",
          "%s may not read their own files, because AWS found a key of theirs in public: %s"
              .formatted(Words.count(found.size(), "owner"), Words.names(found)),
          new Fix.Advice("The plan says what to do:"),
          Shell.command("./keyturn", "plan"));
    }
  }

  private void own(Seen seen, Optional<Group> group) {
    quarantined();
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
    unknown("own", seen.own);
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
    unknown("others", seen.others);
    if (seen.others.yes.isEmpty() && seen.others.unknown.isEmpty()) {
      findings.ok(
          "others",
          "no user except %s may read others' files; roles are not checked, see bucket.readers"
              .formatted(Words.count(seen.administrators, "administrator")));
    }
  }

  private void unknown(String point, Tally tally) {
    tally.unknown.forEach(
        (gap, members) ->
            findings.unknown(
                point, "for %s: %s".formatted(Words.names(members), gap.why()), gap.remedy()));
  }

  private static String count(List<Member> members) {
    return Words.count(members.size(), "owner");
  }
}
