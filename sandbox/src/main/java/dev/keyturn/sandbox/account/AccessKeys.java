package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.trouble.Lagged;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Users' access keys. Limits apply to the current state; reads lag behind it. */
public final class AccessKeys {
  /** IAM and STS quotas: access keys per user; not adjustable. */
  public static final int MOST = 2;

  private final Directory directory;

  AccessKeys(Directory directory) {
    this.directory = directory;
  }

  /** CreateAccessKey: the only reply that carries the secret; not idempotent. */
  public AccessKey create(String user) {
    synchronized (directory) {
      UserState state = directory.user(user);
      state.sweep(directory.reading());
      if (state.trueKeys().size() >= MOST) {
        throw AwsRefusal.limit("Cannot exceed quota for AccessKeysPerUser: " + MOST);
      }
      Instant now = directory.now();
      AccessKey key =
          new AccessKey(
              directory.ids.id("AKIA"),
              directory.ids.secret(),
              state.name,
              AccessKey.Status.ACTIVE,
              now,
              now,
              new LastUse.Never());
      Lagged<Optional<AccessKey>> held = new Lagged<>(Optional.empty());
      held.write(Optional.of(key), directory.visible());
      state.keys.put(key.id(), held);
      directory.keyOwners.put(key.id(), state);
      return key;
    }
  }

  /** ListAccessKeys, as reads see it at the moment. */
  public List<AccessKey> list(String user) {
    synchronized (directory) {
      return directory.user(user).seen(directory.reading()).keys();
    }
  }

  /** UpdateAccessKey; the creation date stays, the report's "last rotated" moves. */
  public void update(String user, String id, AccessKey.Status status) {
    synchronized (directory) {
      Lagged<Optional<AccessKey>> held = held(user, id);
      held.truth()
          .ifPresent(
              key ->
                  held.write(Optional.of(key.with(status, directory.now())), directory.visible()));
    }
  }

  /** DeleteAccessKey: gone for good, active or not; IAM does not ask for deactivation first. */
  public void delete(String user, String id) {
    synchronized (directory) {
      held(user, id).write(Optional.empty(), directory.visible());
      directory.keyOwners.remove(id);
    }
  }

  /** GetAccessKeyLastUsed: the key with its owner's name and its last use. */
  public AccessKey find(String id) {
    synchronized (directory) {
      return directory.key(id).orElseThrow(() -> noSuchKey(id));
    }
  }

  /** Notes that a request signed with this key was served; last use knows no delay here. */
  public void recordUse(String id, LastUse.At use) {
    synchronized (directory) {
      Optional.ofNullable(directory.keyOwners.get(id))
          .map(owner -> owner.keys.get(id))
          .ifPresent(held -> held.rewrite(key -> key.map(known -> known.used(use))));
    }
  }

  private Lagged<Optional<AccessKey>> held(String user, String id) {
    Lagged<Optional<AccessKey>> held = directory.user(user).keys.get(id);
    if (held == null || held.truth().isEmpty()) {
      throw noSuchKey(id);
    }
    return held;
  }

  private static AwsRefusal noSuchKey(String id) {
    return AwsRefusal.noSuch("The Access Key with id " + id + " cannot be found.");
  }
}
