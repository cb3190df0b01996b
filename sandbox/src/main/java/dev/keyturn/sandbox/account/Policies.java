package dev.keyturn.sandbox.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policies of users and groups, as far as they are listed and enforced. */
public final class Policies {
  private static final String ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

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

  /**
   * Attaches a managed policy by its ARN. Managed policies' documents are not kept: but for
   * AdministratorAccess, they allow nothing here.
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
      if (directory.user(user).attachedPolicies.contains(ADMINISTRATOR)) {
        documents.add(
            "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}");
      }
      directory
          .user(user)
          .groups
          .forEach(group -> documents.addAll(directory.group(group).inlinePolicies().values()));
      return documents;
    }
  }

  private static AwsRefusal noSuchPolicy(String name) {
    return AwsRefusal.noSuch("The user policy with name " + name + " cannot be found.");
  }
}
