package dev.keyturn.aws.adapter;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Pages;
import dev.keyturn.aws.client.Pages.Page;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Keys;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.StatusType;

/** Access keys by IAM's calls of the same names. */
public final class IamKeys implements Keys {
  private static final Instant AWS_BEGAN = Instant.parse("2006-01-01T00:00:00Z");

  private final IamClient iam;
  private final Calls calls;

  public IamKeys(IamClient iam, Calls calls) {
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
                      page.accessKeyMetadata().stream().map(key -> key(user, key)).toList(),
                      truncated(page),
                      page.marker());
                }),
        keys::add);
    if (keys.stream().map(AccessKey::id).distinct().count() < keys.size()) {
      throw new PortFailure(
          Kind.UNCLEAR, "IAM ListAccessKeys for " + user + " returned one key twice");
    }
    return keys;
  }

  /**
   * The API allows IAM to leave out {@code IsTruncated} on the last page (ListAccessKeys), and moto
   * does so. A reply without it counts as the last page only if it names its request: a reply from
   * a proxy does not.
   */
  private static @Nullable Boolean truncated(ListAccessKeysResponse page) {
    boolean silent = page.isTruncated() == null && Calls.namesItsRequest(page);
    return silent ? Boolean.valueOf(page.marker() != null) : page.isTruncated();
  }

  private static AccessKey key(UserName user, AccessKeyMetadata key) {
    demandOwner(user, key.userName());
    return new AccessKey(
        new KeyId(key.accessKeyId()), status(key.statusAsString()), sound(key.createDate()));
  }

  private static void demandOwner(UserName user, @Nullable String owner) {
    if (owner != null && !owner.equals(user.value())) {
      throw new IllegalStateException("it is about a key of '" + owner + "'");
    }
  }

  /** Rejects a creation date before IAM existed: such a key would be replaced by mistake. */
  private static Instant sound(@Nullable Instant created) {
    if (created == null || created.isBefore(AWS_BEGAN)) {
      throw new IllegalArgumentException("no key was created at " + created);
    }
    return created;
  }

  /** Rejects an unknown status: what such a key allows is unknown. */
  private static KeyStatus status(String word) {
    return KeyStatus.valueOf(word.toUpperCase(Locale.ROOT));
  }

  @Override
  public UserName userOf(KeyId key) {
    return calls.call(
        "IAM GetAccessKeyLastUsed for " + key,
        () ->
            new UserName(
                iam.getAccessKeyLastUsed(request -> request.accessKeyId(key.value())).userName()));
  }

  /**
   * For a key that was never used, IAM returns the service and region {@code N/A} and no date (IAM
   * API reference, AccessKeyLastUsed).
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
  public Creation create(UserName user, Runnable check) {
    return calls.once("IAM CreateAccessKey for " + user, check, () -> created(user));
  }

  private Creation created(UserName user) {
    try {
      software.amazon.awssdk.services.iam.model.AccessKey made =
          iam.createAccessKey(request -> request.userName(user.value())).accessKey();
      demandOwner(user, made.userName());
      if (made.secretAccessKey().isBlank()) {
        throw new IllegalStateException("there is no secret in it");
      }
      return new Creation.Made(
          new AccessKey(
              new KeyId(made.accessKeyId()),
              status(made.statusAsString()),
              sound(made.createDate())),
          new Secret(made.secretAccessKey()));
    } catch (LimitExceededException e) {
      return new Creation.NoRoom();
    } catch (SdkException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IllegalStateException("its words are left out, for they may hold a secret");
    }
  }

  @Override
  public void deactivate(UserName user, KeyId key, Runnable check) {
    update(user, key, StatusType.INACTIVE, check);
  }

  @Override
  public void activate(UserName user, KeyId key) {
    update(user, key, StatusType.ACTIVE, () -> {});
  }

  private void update(UserName user, KeyId key, StatusType status, Runnable check) {
    calls.write(
        "IAM UpdateAccessKey for %s of %s".formatted(key, user),
        check,
        () ->
            iam.updateAccessKey(
                request -> request.userName(user.value()).accessKeyId(key.value()).status(status)));
  }

  @Override
  public void delete(UserName user, KeyId key, Runnable check) {
    try {
      calls.write(
          "IAM DeleteAccessKey for %s of %s".formatted(key, user),
          check,
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
