package dev.keyturn.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/**
 * The usual way to read an account, over the SDK that Keyturn uses: pages of users, then for each
 * user in turn the tags, the groups (for exemptions), the keys, and each key's last use. It only
 * reads, and prints how many keys are past the warning age.
 */
public final class OneByOne {
  private static final int PAGE = 1000;
  private static final int WARNING_DAYS = 30;

  private final IamClient iam;
  private final Instant now;
  private int users;
  private int ageing;
  private int used;

  private OneByOne(IamClient iam, Instant now) {
    this.iam = iam;
    this.now = now;
  }

  /**
   * Reads the account that the standard AWS settings name.
   *
   * @param arguments the present instant, for an account whose clock was turned
   */
  public static void main(String[] arguments) {
    try (SdkHttpClient http = UrlConnectionHttpClient.create();
        IamClient iam = IamClient.builder().region(Region.AWS_GLOBAL).httpClient(http).build()) {
      OneByOne way = new OneByOne(iam, Instant.parse(arguments[0]));
      iam.listUsersPaginator(request -> request.maxItems(PAGE)).users().forEach(way::look);
      System.out.printf(
          Locale.ROOT,
          "%s users, %s keys to warn about, %s in use%n",
          way.users,
          way.ageing,
          way.used);
    }
  }

  private void look(User user) {
    users++;
    String name = user.userName();
    boolean hasOwner =
        iam.listUserTags(request -> request.userName(name)).tags().stream()
            .map(Tag::key)
            .anyMatch("email"::equals);
    boolean exempt =
        iam.listGroupsForUser(request -> request.userName(name)).groups().stream()
            .anyMatch(group -> group.groupName().equals("rotation-exempt"));
    for (AccessKeyMetadata key :
        iam.listAccessKeys(request -> request.userName(name)).accessKeyMetadata()) {
      Instant lastUse =
          iam.getAccessKeyLastUsed(request -> request.accessKeyId(key.accessKeyId()))
              .accessKeyLastUsed()
              .lastUsedDate();
      used += lastUse == null ? 0 : 1;
      boolean active = key.status() == StatusType.ACTIVE;
      boolean old = ChronoUnit.DAYS.between(key.createDate(), now) > WARNING_DAYS;
      ageing += hasOwner && !exempt && active && old ? 1 : 0;
    }
  }
}
