package dev.keyturn.aws;

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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.StatusType;

/** Access keys by IAM's calls of the same names. */
final class IamKeys implements Keys {
  /** The most that IAM returns at once; nobody has as many keys. */
  private static final int PAGE = 1000;

  private final IamClient iam;
  private final Calls calls;

  IamKeys(IamClient iam, Calls calls) {
    this.iam = iam;
    this.calls = calls;
  }

  @Override
  public List<AccessKey> of(UserName user) {
    List<AccessKey> keys = new ArrayList<>();
    String marker = null;
    do {
      ListAccessKeysRequest request = request(user, marker);
      ListAccessKeysResponse page =
          calls.call("IAM ListAccessKeys for " + user, () -> iam.listAccessKeys(request));
      page.accessKeyMetadata()
          .forEach(
              key ->
                  keys.add(
                      new AccessKey(
                          new KeyId(key.accessKeyId()),
                          status(user, key.statusAsString()),
                          key.createDate())));
      marker = page.isTruncated() ? page.marker() : null;
    } while (marker != null);
    return keys;
  }

  private static ListAccessKeysRequest request(UserName user, @Nullable String marker) {
    return ListAccessKeysRequest.builder()
        .userName(user.value())
        .maxItems(PAGE)
        .marker(marker)
        .build();
  }

  /** A status that IAM does not have today is no reason to guess. */
  private static KeyStatus status(UserName user, String word) {
    try {
      return KeyStatus.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new PortFailure(
          Kind.REFUSED,
          "IAM ListAccessKeys for "
              + user
              + " told of a key with the unknown status '"
              + word
              + "'");
    }
  }

  /**
   * IAM answers for a key that was never used with the service and region {@code N/A} and no date
   * (IAM API reference, AccessKeyLastUsed).
   */
  @Override
  public LastUse lastUse(UserName user, KeyId key) {
    AccessKeyLastUsed used =
        calls.call(
            "IAM GetAccessKeyLastUsed for %s of %s".formatted(key, user),
            () ->
                iam.getAccessKeyLastUsed(request -> request.accessKeyId(key.value()))
                    .accessKeyLastUsed());
    return used == null || used.lastUsedDate() == null
        ? new LastUse.Never()
        : new LastUse.At(used.lastUsedDate(), used.serviceName(), used.region());
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
              new KeyId(made.accessKeyId()),
              status(user, made.statusAsString()),
              made.createDate()),
          new Secret(made.secretAccessKey()));
    } catch (LimitExceededException e) {
      return new Creation.NoRoom();
    }
  }

  @Override
  public void deactivate(UserName user, KeyId key) {
    calls.call(
        "IAM UpdateAccessKey for %s of %s".formatted(key, user),
        () ->
            iam.updateAccessKey(
                request ->
                    request
                        .userName(user.value())
                        .accessKeyId(key.value())
                        .status(StatusType.INACTIVE)));
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
