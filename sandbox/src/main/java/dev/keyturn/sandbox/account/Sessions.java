package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Temporary credentials from AssumeRole and GetSessionToken
 * (docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
 */
public final class Sessions {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws:iam::(\\d{12}):role/(?:.*/)?([\\w+=,.@-]{1,64})");
  private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");

  /** What STS hands out, valid before {@code expires}. */
  public record Session(
      String keyId, Secret secret, Secret token, Instant expires, Principal principal) {}

  /**
   * What a session of a role may do at most.
   *
   * @param arns managed policies of the role's account or of AWS
   * @param documents further policies
   */
  public record Limits(List<String> arns, List<String> documents) {
    /** All that the role may do. */
    public static final Limits NONE = new Limits(List.of(), List.of());

    public Limits {
      arns = List.copyOf(arns);
      documents = List.copyOf(documents);
    }
  }

  private final Directory directory;
  private final Roles roles;
  private final Map<String, Session> sessions = new HashMap<>();

  Sessions(Directory directory, Roles roles) {
    this.directory = directory;
    this.roles = roles;
  }

  /** The account that a role's ARN names; refuses what is none. */
  public static String accountOf(String roleArn) {
    Matcher role = ROLE.matcher(roleArn);
    if (!role.matches()) {
      throw AwsRefusal.invalid(roleArn + " is invalid");
    }
    return role.group(1);
  }

  /** {@link #assume(String, String, Duration, Limits)} without limits. */
  public Session assume(String roleArn, String name, Duration life) {
    return assume(roleArn, name, life, Limits.NONE);
  }

  /**
   * AssumeRole of a role of this account by a caller that it trusts. A role that was not created
   * here is taken to exist.
   */
  public Session assume(String roleArn, String name, Duration life, Limits limits) {
    String account = accountOf(roleArn);
    if (!SESSION.matcher(name).matches()) {
      throw AwsRefusal.invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [\\w+=,.@-]*");
    }
    if (life.toSeconds() < 900 || life.toSeconds() > 43_200) {
      throw AwsRefusal.invalid(
          "1 validation error detected: Value '"
              + life.toSeconds()
              + "' at 'durationSeconds' failed to satisfy constraint: Member must have value"
              + " between 900 and 43200");
    }
    if (!account.equals(directory.account)) {
      throw new AwsRefusal(
          403, "AccessDenied", "Not authorized to perform: sts:AssumeRole on resource: " + roleArn);
    }
    synchronized (directory) {
      Optional<Roles.Role> role = roles.byArn(roleArn);
      if (role.isPresent() && life.compareTo(role.get().longestSession) > 0) {
        throw AwsRefusal.invalid(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
      }
      String id = role.map(known -> known.id).orElseGet(() -> directory.ids.id("AROA"));
      return begin(new Principal.RoleSession(account, id, roleArn, name, documents(limits)), life);
    }
  }

  private List<String> documents(Limits limits) {
    List<String> documents = new ArrayList<>(limits.documents());
    for (String arn : limits.arns()) {
      documents.add(
          ManagedPolicies.document(directory, arn)
              .orElseThrow(
                  () ->
                      new AwsRefusal(
                          400,
                          "MalformedPolicyDocument",
                          "The policy " + arn + " does not exist or is not attachable.")));
    }
    return documents;
  }

  /**
   * GetSessionToken; the code of an MFA device is not checked
   * (docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html).
   */
  public Session ofUser(Principal.IamUser user, boolean mfa, Duration life) {
    if (life.toSeconds() < 900 || life.toSeconds() > 129_600) {
      throw AwsRefusal.invalid(
          "1 validation error detected: Value '"
              + life.toSeconds()
              + "' at 'durationSeconds' failed to satisfy constraint: Member must have value"
              + " between 900 and 129600");
    }
    synchronized (directory) {
      return begin(new Principal.UserSession(user, mfa), life);
    }
  }

  private Session begin(Principal principal, Duration life) {
    Session session =
        new Session(
            directory.ids.id("ASIA"),
            directory.ids.secret(),
            directory.ids.sessionToken(),
            directory.now().plus(life),
            principal);
    sessions.put(session.keyId(), session);
    return session;
  }

  Optional<Session> find(String keyId) {
    synchronized (directory) {
      return Optional.ofNullable(sessions.get(keyId));
    }
  }
}
