package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.trouble.Lagged;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * IAM users and their tags. Calls and refusals are those of IAM's API reference, action by action.
 */
public final class Users {
  private final Directory directory;

  Users(Directory directory) {
    this.directory = directory;
  }

  /**
   * CreateUser: the name is unique ignoring case; the path defaults to {@code /} on the wire only.
   */
  public User create(String name, String path, Collection<Tag> tags) {
    Names.checkName("userName", name, 64);
    Names.checkPath(path);
    synchronized (directory) {
      if (directory.users.containsKey(name)) {
        throw AwsRefusal.exists("User with name " + name + " already exists.");
      }
      return add(name, path, directory.now(), tags).truth();
    }
  }

  /** GetUser, as reads see it at the moment. */
  public User get(String name) {
    synchronized (directory) {
      return directory.user(name).seen(directory.reading());
    }
  }

  /**
   * ListUsers and GetAccountAuthorizationDetails: all users by name, as reads see them at the
   * moment.
   */
  public List<User> list() {
    synchronized (directory) {
      Instant now = directory.reading();
      return directory.users.values().stream().map(user -> user.seen(now)).toList();
    }
  }

  /** All users by name as they truly are: what a judge looks at, and what no AWS call shows. */
  public List<User> truth() {
    synchronized (directory) {
      return directory.users.values().stream().map(UserState::truth).toList();
    }
  }

  /** DeleteUser: refused with DeleteConflict while the user has keys, policies or groups. */
  public void delete(String name) {
    synchronized (directory) {
      UserState user = directory.user(name);
      if (!user.trueKeys().isEmpty()) {
        throw AwsRefusal.conflict("Cannot delete entity, must delete access keys first.");
      }
      if (!user.inlinePolicies.isEmpty()) {
        throw AwsRefusal.conflict("Cannot delete entity, must delete policies first.");
      }
      if (!user.attachedPolicies.isEmpty()) {
        throw AwsRefusal.conflict("Cannot delete entity, must detach all policies first.");
      }
      if (!user.groups.isEmpty()) {
        throw AwsRefusal.conflict("Cannot delete entity, must remove users from group first.");
      }
      directory.users.remove(name);
    }
  }

  /** TagUser: all of the tags or none. */
  public void tag(String name, Collection<Tag> tags) {
    synchronized (directory) {
      Lagged<Tags> held = directory.user(name).tags;
      held.write(held.truth().with(tags), directory.visible());
    }
  }

  /** UntagUser: keys that are not there are passed over. */
  public void untag(String name, Collection<String> keys) {
    synchronized (directory) {
      Lagged<Tags> held = directory.user(name).tags;
      held.write(held.truth().without(keys), directory.visible());
    }
  }

  /** Adds a user with a past; groups that are not there yet are made. Seen at once. */
  public User importUser(NewUser user) {
    Names.checkName("userName", user.name(), 64);
    Names.checkPath(user.path());
    synchronized (directory) {
      if (directory.users.containsKey(user.name())) {
        throw AwsRefusal.exists("User with name " + user.name() + " already exists.");
      }
      if (user.keys().size() > AccessKeys.MOST) {
        throw AwsRefusal.limit("Cannot exceed quota for AccessKeysPerUser: " + AccessKeys.MOST);
      }
      UserState state = add(user.name(), user.path(), user.created(), user.tags());
      for (String group : user.groups()) {
        directory.groups.computeIfAbsent(group, name -> Groups.fresh(directory, name, "/"));
        state.groups.add(group);
      }
      for (NewUser.NewKey key : user.keys()) {
        String id = directory.ids.id("AKIA");
        AccessKey made =
            new AccessKey(
                id,
                directory.ids.secret(),
                state.name,
                key.status(),
                key.created(),
                key.created(),
                key.lastUse());
        state.keys.put(id, new Lagged<>(Optional.of(made)));
        directory.keyOwners.put(id, state);
      }
      return state.truth();
    }
  }

  private UserState add(String name, String path, Instant created, Collection<Tag> tags) {
    UserState state =
        new UserState(
            new User(
                directory.account,
                name,
                path,
                directory.ids.id("AIDA"),
                created,
                Tags.NONE.with(tags),
                List.of(),
                List.of(),
                Map.of(),
                List.of()));
    directory.users.put(name, state);
    return state;
  }
}
