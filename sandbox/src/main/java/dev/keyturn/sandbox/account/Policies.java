package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policies of users and groups, as far as they are listed and enforced. */
public final class Policies {
  private final Directory directory;

  Policies(Directory directory) {
    this.directory = directory;
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

  public void deleteGroupPolicy(String group, String name) {
    synchronized (directory) {
      if (!directory.group(group).inlinePolicies().containsKey(name)) {
        throw noSuchPolicy(name);
      }
      directory.groups.put(group, directory.group(group).without(name));
    }
  }

  /** CreatePolicy; returns its ARN. */
  public String create(String name, String document) {
    Names.checkName("policyName", name, 128);
    synchronized (directory) {
      String arn = "arn:aws:iam::" + directory.account + ":policy/" + name;
      if (directory.managed.putIfAbsent(arn, document) != null) {
        throw AwsRefusal.exists("A policy called " + name + " already exists.");
      }
      return arn;
    }
  }

  /** The account's own managed policies: documents by ARN. */
  public Map<String, String> managed() {
    synchronized (directory) {
      return Map.copyOf(directory.managed);
    }
  }

  public void attachToGroup(String group, String policyArn) {
    synchronized (directory) {
      directory.groups.put(group, directory.group(group).attaching(policyArn));
    }
  }

  /** The documents that decide what a group's members may do by the group. */
  public List<String> documentsOf(String group) {
    synchronized (directory) {
      return ofGroup(directory.group(group));
    }
  }

  private List<String> ofGroup(Group group) {
    List<String> documents = new ArrayList<>(group.inlinePolicies().values());
    group.attachedPolicies().forEach(arn -> document(arn).ifPresent(documents::add));
    return documents;
  }

  private Optional<String> document(String arn) {
    return ManagedPolicies.document(directory, arn);
  }

  /**
   * Attaches a managed policy by its ARN. Of AWS's own, AdministratorAccess, IAMReadOnlyAccess and
   * the quarantine of exposed keys are known; the others allow nothing here.
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
      directory.user(user).attachedPolicies.forEach(arn -> document(arn).ifPresent(documents::add));
      directory
          .user(user)
          .groups
          .forEach(group -> documents.addAll(ofGroup(directory.group(group))));
      return documents;
    }
  }

  private static AwsRefusal noSuchPolicy(String name) {
    return AwsRefusal.noSuch("The user policy with name " + name + " cannot be found.");
  }
}
