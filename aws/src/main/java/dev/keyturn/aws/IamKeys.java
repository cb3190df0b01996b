package dev.keyturn.aws;

import dev.keyturn.aws.Pages.Page;
import dev.keyturn.policy.AccessKey;
import dev.keyturn.policy.KeyId;
import dev.keyturn.policy.KeyStatus;
import dev.keyturn.policy.LastUse;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.Keys;
import dev.keyturn.run.PortFailure;
import dev.keyturn.run.PortFailure.Kind;
import dev.keyturn.run.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.StatusType;

/** Access keys by IAM's calls of the same names. */
final class IamKeys implements Keys {
  private final IamClient iam;
  private final Calls calls;

  IamKeys(IamClient iam, Calls calls) {
    this.iam = iam;
    this.calls = calls;
  }

  @Override
  public List<AccessKey> of(UserName user) {
    List<AccessKey> keys = new ArrayList<>();
    Pages.each(
        marker ->
            calls.call(
                "IAM ListAccessKeys for " + user,
                () -> {
                  ListAccessKeysResponse page =
                      iam.listAccessKeys(
                          request ->
                              request.userName(user.value()).maxItems(Pages.SIZE).marker(marker));
                  return Page.of(
                      page.accessKeyMetadata().stream().map(IamKeys::key).toList(),
                      page.isTruncated(),
                      page.marker());
                }),
        keys::add);
    return keys;
  }

  private static AccessKey key(AccessKeyMetadata key) {
    return new AccessKey(
        new KeyId(key.accessKeyId()), status(key.statusAsString()), key.createDate());
  }

  /** A status that IAM does not have today is refused: there is no guessing what it opens. */
  private static KeyStatus status(String word) {
    return KeyStatus.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /**
   * IAM answers for a key that was never used with the service and region {@code N/A} and no date
   * (IAM API reference, AccessKeyLastUsed).
   */
  @Override
  public LastUse lastUse(UserName user, KeyId key) {
    return calls.call(
        "IAM GetAccessKeyLastUsed for %s of %s".formatted(key, user),
        () -> {
          AccessKeyLastUsed used =
              iam.getAccessKeyLastUsed(request -> request.accessKeyId(key.value()))
                  .accessKeyLastUsed();
          return used.lastUsedDate() == null
              ? new LastUse.Never()
              : new LastUse.At(used.lastUsedDate(), used.serviceName(), used.region());
        });
  }

  @Override
  public Creation create(UserName user) {
    return calls.once("IAM CreateAccessKey for " + user, () -> created(user));
  }

  private Creation created(UserName user) {
    try {
      software.amazon.awssdk.services.iam.model.AccessKey made =
          iam.createAccessKey(request -> request.userName(user.value())).accessKey();
      return new Creation.Made(
          new AccessKey(
              new KeyId(made.accessKeyId()), status(made.statusAsString()), made.createDate()),
          new Secret(made.secretAccessKey()));
    } catch (LimitExceededException e) {
      return new Creation.NoRoom();
    }
  }

  @Override
  public void deactivate(UserName user, KeyId key) {
    update(user, key, StatusType.INACTIVE);
  }

  @Override
  public void activate(UserName user, KeyId key) {
    update(user, key, StatusType.ACTIVE);
  }

  private void update(UserName user, KeyId key, StatusType status) {
    calls.call(
        "IAM UpdateAccessKey for %s of %s".formatted(key, user),
        () ->
            iam.updateAccessKey(
                request -> request.userName(user.value()).accessKeyId(key.value()).status(status)));
  }

  @Override
  public void delete(UserName user, KeyId key) {
    try {
      calls.call(
          "IAM DeleteAccessKey for %s of %s".formatted(key, user),
          () ->
              iam.deleteAccessKey(
                  request -> request.userName(user.value()).accessKeyId(key.value())));
    } catch (PortFailure failure) {
      if (failure.kind() != Kind.NOT_FOUND) {
        throw failure;
      }
    }
  }
}
