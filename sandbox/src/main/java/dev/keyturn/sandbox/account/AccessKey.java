package dev.keyturn.sandbox.account;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.time.Duration;
import java.time.Instant;

/**
 * An access key as IAM keeps it. {@code created} never changes; {@code activated} is when it was
 * created or most recently activated (AWS Trusted Advisor, "IAM Access Key Rotation"), which is
 * what the credential report calls "last rotated": it does not move when a key is deactivated.
 */
public record AccessKey(
    String id,
    Secret secret,
    String user,
    Status status,
    Instant created,
    Instant activated,
    LastUse lastUse) {
  private static final Duration ONE_RECORD = Duration.ofMinutes(15);

  /**
   * IAM has a third, {@code Expired}, which no call can set: see UpdateAccessKey in IAM's API
   * reference.
   */
  public enum Status {
    ACTIVE("Active"),
    INACTIVE("Inactive");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /** The word on the wire. */
    public String word() {
      return word;
    }

    /** The status in a request; any other value is a ValidationError, as in AWS. */
    public static Status of(String word) {
      for (Status status : values()) {
        if (status.word.equals(word)) {
          return status;
        }
      }
      throw AwsRefusal.invalid(
          "1 validation error detected: Value '"
              + word
              + "' at 'status' failed to satisfy constraint: Member must satisfy enum value set:"
              + " [Active, Inactive]");
    }
  }

  public boolean active() {
    return status == Status.ACTIVE;
  }

  AccessKey with(Status next, Instant now) {
    boolean again = next == Status.ACTIVE && !active();
    return new AccessKey(id, secret, user, next, created, again ? now : activated, lastUse);
  }

  /**
   * The same, used now. Of several uses within 15 minutes only the first is recorded (IAM user
   * guide, "Understand the IAM credential report").
   */
  AccessKey used(LastUse.At use) {
    if (lastUse instanceof LastUse.At before
        && Duration.between(before.time(), use.time()).abs().compareTo(ONE_RECORD) < 0) {
      return this;
    }
    return new AccessKey(id, secret, user, status, created, activated, use);
  }
}
