package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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

  private final Directory directory;
  private final Map<String, Session> sessions = new HashMap<>();

  Sessions(Directory directory) {
    this.directory = directory;
  }

  /**
   * AssumeRole: any role of this account is taken to exist and to trust the caller; other accounts'
   * do not.
   */
  public Session assume(String roleArn, String name, Duration life) {
    Matcher role = ROLE.matcher(roleArn);
    if (!role.matches()) {
      throw AwsRefusal.invalid(roleArn + " is invalid");
    }
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
    if (!role.group(1).equals(directory.account)) {
      throw new AwsRefusal(
          403, "AccessDenied", "Not authorized to perform: sts:AssumeRole on resource: " + roleArn);
    }
    synchronized (directory) {
      return begin(
          new Principal.RoleSession(directory.account, directory.ids.id("AROA"), roleArn, name),
          life);
    }
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
