package dev.keyturn.aws.adapter;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Pages;
import dev.keyturn.aws.client.Pages.Page;
import dev.keyturn.facts.Quarantine;
import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.Users;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListUserTagsResponse;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.Tag;

/** Users and their tags, by GetAccountAuthorizationDetails with up to 1000 users for each call. */
public final class IamUsers implements Users {
  private final IamClient iam;
  private final Calls calls;

  /** The ARNs from listings, the only source of a user's path. */
  private final Map<UserName, String> arns = new ConcurrentHashMap<>();

  public IamUsers(IamClient iam, Calls calls) {
    this.iam = iam;
    this.calls = calls;
  }

  @Override
  public void each(Consumer<Listed> sink) {
    Pages.each(
        marker ->
            calls.call(
                "IAM GetAccountAuthorizationDetails",
                () -> {
                  GetAccountAuthorizationDetailsResponse page =
                      iam.getAccountAuthorizationDetails(
                          request ->
                              request.filter(EntityType.USER).maxItems(Pages.SIZE).marker(marker));
                  return Page.of(
                      page.userDetailList().stream()
                          .map(
                              user ->
                                  new Listed(
                                      noted(user.userName(), user.arn()),
                                      Optional.ofNullable(user.createDate()).orElse(Instant.EPOCH),
                                      new Tags(map(user.tags())),
                                      quarantine(user.attachedManagedPolicies())))
                          .toList(),
                      page.isTruncated(),
                      page.marker());
                }),
        sink);
  }

  /** It is not worth a failure. */
  @Override
  public Optional<String> accountAlias() {
    try {
      return calls.call(
          "IAM ListAccountAliases",
          () -> iam.listAccountAliases().accountAliases().stream().findFirst());
    } catch (PortFailure _) {
      return Optional.empty();
    }
  }

  @Override
  public List<UserName> names() {
    List<UserName> names = new ArrayList<>();
    Pages.each(
        marker ->
            calls.call(
                "IAM ListUsers",
                () -> {
                  ListUsersResponse page =
                      iam.listUsers(request -> request.maxItems(Pages.SIZE).marker(marker));
                  return Page.of(
                      page.users().stream()
                          .map(user -> noted(user.userName(), user.arn()))
                          .toList(),
                      page.isTruncated(),
                      page.marker());
                }),
        names::add);
    return names;
  }

  private UserName noted(String name, @Nullable String arn) {
    UserName user = new UserName(name);
    Optional.ofNullable(arn).ifPresent(told -> arns.put(user, told));
    return user;
  }

  /** The ARN of a user, if known from a listing. */
  public Optional<String> arn(UserName user) {
    return Optional.ofNullable(arns.get(user));
  }

  @Override
  public Tags tags(UserName user) {
    List<Tag> tags = new ArrayList<>();
    Pages.each(
        marker ->
            calls.call(
                "IAM ListUserTags for " + user,
                () -> {
                  ListUserTagsResponse page =
                      iam.listUserTags(
                          request ->
                              request.userName(user.value()).maxItems(Pages.SIZE).marker(marker));
                  return Page.of(page.tags(), page.isTruncated(), page.marker());
                }),
        tags::add);
    return new Tags(map(tags));
  }

  @Override
  public Optional<Quarantine> quarantine(UserName user) {
    List<AttachedPolicy> policies = new ArrayList<>();
    Pages.each(
        marker ->
            calls.call(
                "IAM ListAttachedUserPolicies for " + user,
                () -> {
                  ListAttachedUserPoliciesResponse page =
                      iam.listAttachedUserPolicies(
                          request ->
                              request.userName(user.value()).maxItems(Pages.SIZE).marker(marker));
                  return Page.of(page.attachedPolicies(), page.isTruncated(), page.marker());
                }),
        policies::add);
    return quarantine(policies);
  }

  private static Optional<Quarantine> quarantine(List<AttachedPolicy> attached) {
    return Quarantine.among(
        attached.stream()
            .flatMap(policy -> Optional.ofNullable(policy.policyArn()).stream())
            .toList());
  }

  @Override
  public void tag(UserName user, Map<String, String> tags) {
    List<Tag> wanted =
        tags.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    calls.write(
        "IAM TagUser for " + user,
        () -> iam.tagUser(request -> request.userName(user.value()).tags(wanted)));
  }

  @Override
  public void untag(UserName user, List<String> keys) {
    calls.write(
        "IAM UntagUser for " + user,
        () -> iam.untagUser(request -> request.userName(user.value()).tagKeys(keys)));
  }

  public static Map<String, String> map(List<Tag> tags) {
    Map<String, String> map = new LinkedHashMap<>();
    for (Tag tag : tags) {
      if (tag.key() == null || tag.value() == null || map.put(tag.key(), tag.value()) != null) {
        throw new PortFailure(Kind.UNCLEAR, "IAM returned half a tag, or one tag twice: " + tag);
      }
    }
    return map;
  }
}
