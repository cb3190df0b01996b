package dev.keyturn.sandbox.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups, who is in them, and the policies of users and groups, as far as they are listed and
 * enforced.
 */
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

  public void putUserPolicy(String user, String name, String document) {
    Names.checkName("policyName", name, 128);
    synchronized (directory) {
      directory.user(user).inlinePolicies.put(name, document);
    }
  }

  public void deleteUserPolicy(String user, String name) {
    synchronized (directory) {
      if (!directory.user(user).inlinePolicies.containsKey(name)) {
        throw noSuchPolicy(name);
      }
      directory.user(user).inlinePolicies.remove(name);
    }
  }

  public String userPolicy(String user, String name) {
    synchronized (directory) {
      Map<String, String> policies = directory.user(user).inlinePolicies;
      return Optional.ofNullable(policies.get(name)).orElseThrow(() -> noSuchPolicy(name));
    }
  }

  public void putGroupPolicy(String group, String name, String document) {
    Names.checkName("policyName", name, 128);
    synchronized (directory) {
      directory.groups.put(group, directory.group(group).with(name, document));
    }
  }

  /**
   * Attaches a managed policy by its ARN; managed policies' documents are not kept, so they allow
   * nothing here.
   */
  public void attach(String user, String policyArn) {
    synchronized (directory) {
      directory.user(user).attachedPolicies.add(policyArn);
    }
  }

  public void detach(String user, String policyArn) {
    synchronized (directory) {
      if (!directory.user(user).attachedPolicies.remove(policyArn)) {
        throw AwsRefusal.noSuch("Policy " + policyArn + " was not found.");
      }
    }
  }

  /** The documents that decide what a user may do: the user's own and those of the groups. */
  public List<String> documentsFor(String user) {
    synchronized (directory) {
      List<String> documents = new ArrayList<>(directory.user(user).inlinePolicies.values());
      of(user).forEach(group -> documents.addAll(group.inlinePolicies().values()));
      return documents;
    }
  }

  static Group fresh(Directory directory, String name, String path) {
    return new Group(
        directory.account, name, path, directory.ids.id("AGPA"), directory.now(), Map.of());
  }

  private static AwsRefusal noSuchPolicy(String name) {
    return AwsRefusal.noSuch("The user policy with name " + name + " cannot be found.");
  }
}
