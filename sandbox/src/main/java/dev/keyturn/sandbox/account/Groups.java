package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.util.List;
import java.util.Map;

/** IAM groups, and who is in them. */
public final class Groups {
  private final Directory directory;

  Groups(Directory directory) {
    this.directory = directory;
  }

  public Group create(String name, String path) {
    Names.checkName("groupName", name, 128);
    Names.checkPath(path);
    synchronized (directory) {
      if (directory.groups.containsKey(name)) {
        throw AwsRefusal.exists("Group with name " + name + " already exists.");
      }
      Group group = fresh(directory, name, path);
      directory.groups.put(name, group);
      return group;
    }
  }

  public Group get(String name) {
    synchronized (directory) {
      return directory.group(name);
    }
  }

  public List<Group> list() {
    synchronized (directory) {
      return List.copyOf(directory.groups.values());
    }
  }

  public List<User> members(String name) {
    synchronized (directory) {
      directory.group(name);
      return directory.users.values().stream()
          .filter(user -> user.groups.contains(name))
          .map(user -> user.seen(directory.reading()))
          .toList();
    }
  }

  public List<Group> of(String user) {
    synchronized (directory) {
      return directory.user(user).groups.stream().map(directory::group).toList();
    }
  }

  public void add(String user, String group) {
    synchronized (directory) {
      directory.user(user).groups.add(directory.group(group).name());
    }
  }

  public void remove(String user, String group) {
    synchronized (directory) {
      directory.user(user).groups.remove(directory.group(group).name());
    }
  }

  static Group fresh(Directory directory, String name, String path) {
    return new Group(
        directory.account,
        name,
        path,
        directory.ids.id("AGPA"),
        directory.now(),
        Map.of(),
        List.of());
  }
}
