package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Roles with their trust and policies, which decide for their sessions and in the simulator. */
public final class Roles {
  /** The session duration of a role for which none is set. */
  public static final Duration USUAL_SESSION = Duration.ofHours(1);

  private final Directory directory;

  Roles(Directory directory) {
    this.directory = directory;
  }

  /** CreateRole for a role that trusts every principal of its own account; returns its ARN. */
  public String create(String name, String path) {
    return create(name, path, Optional.empty(), Duration.ofHours(12));
  }

  /**
   * CreateRole; returns the role's ARN.
   *
   * @param trust the trust policy, AssumeRolePolicyDocument
   */
  public String create(String name, String path, String trust) {
    return create(name, path, Optional.of(trust), USUAL_SESSION);
  }

  /**
   * The same with MaxSessionDuration, of one to twelve hours.
   *
   * @param trust the trust policy, or nothing to trust every principal of the account
   */
  public String create(String name, String path, Optional<String> trust, Duration longest) {
    Names.checkName("roleName", name, 64);
    Names.checkPath(path);
    synchronized (directory) {
      if (directory.roles.containsKey(name)) {
        throw AwsRefusal.exists("Role with name " + name + " already exists.");
      }
      directory.roles.put(name, new Role(path, directory.ids.id("AROA"), trust, longest));
      return arn(name);
    }
  }

  public void delete(String name) {
    synchronized (directory) {
      Role role = role(name);
      if (!role.policies.isEmpty() || !role.attached.isEmpty()) {
        throw AwsRefusal.conflict("Cannot delete entity, must detach all policies first.");
      }
      directory.roles.remove(name);
    }
  }

  public String arn(String name) {
    synchronized (directory) {
      return "arn:aws:iam::" + directory.account + ":role" + role(name).path + name;
    }
  }

  /** UpdateAssumeRolePolicy. */
  public void trust(String name, String document) {
    synchronized (directory) {
      role(name).trust = Optional.of(document);
    }
  }

  public void putPolicy(String name, String policy, String document) {
    synchronized (directory) {
      role(name).policies.put(policy, document);
    }
  }

  public void deletePolicy(String name, String policy) {
    synchronized (directory) {
      if (role(name).policies.remove(policy) == null) {
        throw AwsRefusal.noSuch("The role policy with name " + policy + " cannot be found.");
      }
    }
  }

  /** Attaches a managed policy by its ARN. */
  public void attach(String name, String policyArn) {
    synchronized (directory) {
      role(name).attached.add(policyArn);
    }
  }

  public void detach(String name, String policyArn) {
    synchronized (directory) {
      if (!role(name).attached.remove(policyArn)) {
        throw AwsRefusal.noSuch("Policy " + policyArn + " was not found.");
      }
    }
  }

  /** The policies of a role by its ARN; empty if it was not created here. */
  public Optional<List<String>> documentsByArn(String arn) {
    synchronized (directory) {
      return byArn(arn).map(this::documents);
    }
  }

  public List<String> documents(String name) {
    synchronized (directory) {
      return documents(role(name));
    }
  }

  /** The trust policy of a role by its ARN; empty if it was not created here, or has none. */
  public Optional<String> trustByArn(String arn) {
    synchronized (directory) {
      return byArn(arn).flatMap(role -> role.trust);
    }
  }

  /** A role by its ARN; the caller holds the directory's monitor. */
  Optional<Role> byArn(String arn) {
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    return Optional.ofNullable(directory.roles.get(name)).filter(_ -> arn(name).equals(arn));
  }

  private List<String> documents(Role role) {
    List<String> documents = new ArrayList<>(role.policies.values());
    role.attached.forEach(
        arn -> ManagedPolicies.document(directory, arn).ifPresent(documents::add));
    return documents;
  }

  private Role role(String name) {
    return Optional.ofNullable(directory.roles.get(name))
        .orElseThrow(() -> AwsRefusal.noSuch("The role with name " + name + " cannot be found."));
  }

  /** A role; guarded by the directory. */
  static final class Role {
    final String path;
    final String id;
    final Duration longestSession;
    Optional<String> trust;
    final Map<String, String> policies = new LinkedHashMap<>();
    final Set<String> attached = new LinkedHashSet<>();

    Role(String path, String id, Optional<String> trust, Duration longestSession) {
      this.path = path;
      this.id = id;
      this.trust = trust;
      this.longestSession = longestSession;
    }
  }
}
