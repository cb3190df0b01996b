package dev.keyturn.doctor.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.aws.Aws.Clients;
import dev.keyturn.aws.adapter.IamUsers;
import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Pages;
import dev.keyturn.aws.client.Pages.Page;
import dev.keyturn.aws.permission.RequiredPermissions;
import dev.keyturn.aws.permission.Simulation;
import dev.keyturn.doctor.probe.IamDirectory;
import dev.keyturn.doctor.probe.Verdict;
import dev.keyturn.facts.Quarantine;
import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.settings.Settings;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.GroupDetail;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.UserDetail;

/**
 * Users, groups and policies by GetAccountAuthorizationDetails; a user's access to files by IAM's
 * policy simulator.
 */
public final class SeenUsers implements IamDirectory {
  private static final String READ = "s3:GetObject";
  private static final String MAKE = "iam:CreateAccessKey";

  private final Clients clients;
  private final Calls calls;
  private final Account account;
  private final Settings settings;
  private final UnaryOperator<String> key;

  /**
   * Makes no call.
   *
   * @param key in the bucket of an object, by its name
   */
  public SeenUsers(
      Clients clients, Calls calls, Account account, Settings settings, UnaryOperator<String> key) {
    this.clients = clients;
    this.calls = calls;
    this.account = account;
    this.settings = settings;
    this.key = key;
  }

  /** The content of all pages. */
  private static final class Heap {
    final List<UserDetail> users = new ArrayList<>();
    final List<GroupDetail> groups = new ArrayList<>();
    final Map<String, String> documents = new HashMap<>();

    void add(GetAccountAuthorizationDetailsResponse page) {
      users.addAll(page.userDetailList());
      groups.addAll(page.groupDetailList());
      page.policies().forEach(policy -> documents.put(policy.arn(), document(policy)));
    }
  }

  @Override
  public Census census() {
    Heap heap = new Heap();
    Pages.each(
        marker ->
            calls.call(
                "IAM GetAccountAuthorizationDetails",
                () -> {
                  GetAccountAuthorizationDetailsResponse page =
                      clients
                          .iam()
                          .getAccountAuthorizationDetails(
                              request ->
                                  request
                                      .filter(
                                          EntityType.USER,
                                          EntityType.GROUP,
                                          EntityType.LOCAL_MANAGED_POLICY)
                                      .maxItems(Pages.SIZE)
                                      .marker(marker));
                  return Page.of(List.of(page), page.isTruncated(), page.marker());
                }),
        heap::add);
    return calls.once(
        "IAM GetAccountAuthorizationDetails",
        () ->
            new Census(
                heap.users.stream().map(SeenUsers::member).toList(),
                heap.groups.stream().map(group -> group(group, heap.documents)).toList()));
  }

  private static Member member(UserDetail user) {
    return new Member(
        new UserName(user.userName()),
        user.arn(),
        new Tags(IamUsers.map(user.tags())),
        Stream.of(
                user.groupList().stream().map(group -> "group " + group),
                user.attachedManagedPolicies().stream().map(AttachedPolicy::policyArn),
                user.userPolicyList().stream().map(PolicyDetail::policyDocument),
                Optional.ofNullable(user.permissionsBoundary())
                    .map(AttachedPermissionsBoundary::permissionsBoundaryArn)
                    .stream()
                    .map(arn -> "boundary " + arn))
            .flatMap(part -> part)
            .sorted()
            .toList()
            .toString(),
        Quarantine.among(
                user.attachedManagedPolicies().stream().map(AttachedPolicy::policyArn).toList())
            .isPresent());
  }

  private static Group group(GroupDetail group, Map<String, String> documents) {
    return new Group(
        group.groupName(),
        Stream.concat(
                group.groupPolicyList().stream().map(one -> decoded(one.policyDocument())),
                group.attachedManagedPolicies().stream()
                    .map(attached -> documents.getOrDefault(attached.policyArn(), "")))
            .toList());
  }

  private static String document(ManagedPolicyDetail policy) {
    return policy.policyVersionList().stream()
        .filter(PolicyVersion::isDefaultVersion)
        .map(version -> decoded(version.document()))
        .findFirst()
        .orElse("");
  }

  /** IAM returns documents percent-encoded (RFC 3986). */
  private static String decoded(String document) {
    return URLDecoder.decode(document, UTF_8);
  }

  @Override
  public Reach reach(Member member, UserName other) {
    String files = "arn:%s:s3:::%s/".formatted(account.identify().partition(), settings.bucket());
    String own = files + key.apply(RequiredPermissions.file(member.user()));
    String others = files + key.apply(RequiredPermissions.file(other));
    Simulation reads = ask(member, READ, List.of(own, others));
    Verdict ofOthers = verdict(reads, READ, others);
    return new Reach(
        verdict(reads, READ, own),
        ofOthers,
        ofOthers == Verdict.YES ? administers(member, other) : Verdict.NO);
  }

  private Verdict administers(Member member, UserName other) {
    String user =
        "arn:%s:iam::%s:user/%s"
            .formatted(account.identify().partition(), account.identify().accountId(), other);
    return verdict(ask(member, MAKE, List.of(user)), MAKE, user);
  }

  private Simulation ask(Member member, String action, List<String> resources) {
    return Simulation.ask(
        clients.iam(),
        calls,
        member.arn(),
        List.of(action),
        resources,
        Map.of("aws:username", List.of(member.user().value())));
  }

  /** The bucket's policy may allow more; that is a separate finding. */
  private static Verdict verdict(Simulation answers, String action, String resource) {
    return switch (answers.of(action, resource)) {
      case ALLOWED -> Verdict.YES;
      case DENIED, NOT_ALLOWED -> Verdict.NO;
      case UNCLEAR -> Verdict.UNKNOWN;
    };
  }
}
