package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Roles and their inline policies, which decide for their sessions and in the simulator. */
public final class Roles {
  private final Directory directory;

  Roles(Directory directory) {
    this.directory = directory;
  }

  /** CreateRole; returns its ARN. */
  public String create(String name, String path) {
    Names.checkName("roleName", name, 64);
    Names.checkPath(path);
    synchronized (directory) {
      if (directory.roles.containsKey(name)) {
        throw AwsRefusal.exists("Role with name " + name + " already exists.");
      }
      directory.roles.put(name, new Role(path, new LinkedHashMap<>()));
      return arn(name);
    }
  }

  public String arn(String name) {
    synchronized (directory) {
      return "arn:aws:iam::" + directory.account + ":role" + role(name).path() + name;
    }
  }

  public void putPolicy(String name, String policy, String document) {
    synchronized (directory) {
      role(name).policies().put(policy, document);
    }
  }

  public void deletePolicy(String name, String policy) {
    synchronized (directory) {
      if (role(name).policies().remove(policy) == null) {
        throw AwsRefusal.noSuch("The role policy with name " + policy + " cannot be found.");
      }
    }
  }

  /** The policies of a role by its ARN; empty if it was not created here. */
  public Optional<List<String>> documentsByArn(String arn) {
    synchronized (directory) {
      String name = arn.substring(arn.lastIndexOf('/') + 1);
      return directory.roles.containsKey(name) && arn(name).equals(arn)
          ? Optional.of(documents(name))
          : Optional.empty();
    }
  }

  public List<String> documents(String name) {
    synchronized (directory) {
      return List.copyOf(role(name).policies().values());
    }
  }

  private Role role(String name) {
    return Optional.ofNullable(directory.roles.get(name))
        .orElseThrow(() -> AwsRefusal.noSuch("The role with name " + name + " cannot be found."));
  }

  /** A role; guarded by the directory. */
  record Role(String path, Map<String, String> policies) {}
}
