package dev.keyturn.aws;

import dev.keyturn.policy.Tags;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.Users;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.ListUserTagsRequest;
import software.amazon.awssdk.services.iam.model.ListUserTagsResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.Tag;

/** Users by GetAccountAuthorizationDetails, up to a thousand with each call, and their tags. */
final class IamUsers implements Users {
  /** The most that IAM returns at once (IAM API reference, MaxItems). */
  private static final int PAGE = 1000;

  private final IamClient iam;
  private final Calls calls;

  IamUsers(IamClient iam, Calls calls) {
    this.iam = iam;
    this.calls = calls;
  }

  @Override
  public void each(Consumer<Listed> sink) {
    String marker = null;
    do {
      GetAccountAuthorizationDetailsResponse page = details(marker);
      page.userDetailList()
          .forEach(
              user ->
                  sink.accept(
                      new Listed(new UserName(user.userName()), new Tags(map(user.tags())))));
      marker = page.isTruncated() ? page.marker() : null;
    } while (marker != null);
  }

  private GetAccountAuthorizationDetailsResponse details(@Nullable String marker) {
    GetAccountAuthorizationDetailsRequest request =
        GetAccountAuthorizationDetailsRequest.builder()
            .filter(EntityType.USER)
            .maxItems(PAGE)
            .marker(marker)
            .build();
    return calls.call(
        "IAM GetAccountAuthorizationDetails", () -> iam.getAccountAuthorizationDetails(request));
  }

  @Override
  public List<UserName> names() {
    List<UserName> names = new ArrayList<>();
    String marker = null;
    do {
      ListUsersRequest request = ListUsersRequest.builder().maxItems(PAGE).marker(marker).build();
      ListUsersResponse page = calls.call("IAM ListUsers", () -> iam.listUsers(request));
      page.users().forEach(user -> names.add(new UserName(user.userName())));
      marker = page.isTruncated() ? page.marker() : null;
    } while (marker != null);
    return names;
  }

  @Override
  public Tags tags(UserName user) {
    Map<String, String> tags = new LinkedHashMap<>();
    String marker = null;
    do {
      ListUserTagsRequest request =
          ListUserTagsRequest.builder()
              .userName(user.value())
              .maxItems(PAGE)
              .marker(marker)
              .build();
      ListUserTagsResponse page =
          calls.call("IAM ListUserTags for " + user, () -> iam.listUserTags(request));
      tags.putAll(map(page.tags()));
      marker = page.isTruncated() ? page.marker() : null;
    } while (marker != null);
    return new Tags(tags);
  }

  @Override
  public void tag(UserName user, Map<String, String> tags) {
    List<Tag> wanted =
        tags.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    calls.call(
        "IAM TagUser for " + user,
        () -> iam.tagUser(request -> request.userName(user.value()).tags(wanted)));
  }

  @Override
  public void untag(UserName user, List<String> keys) {
    calls.call(
        "IAM UntagUser for " + user,
        () -> iam.untagUser(request -> request.userName(user.value()).tagKeys(keys)));
  }

  private static Map<String, String> map(List<Tag> tags) {
    Map<String, String> map = new LinkedHashMap<>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }
}
