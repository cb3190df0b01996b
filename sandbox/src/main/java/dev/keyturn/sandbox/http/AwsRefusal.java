package dev.keyturn.sandbox.http;

/**
 * AWS says no: the HTTP status, error code and words that the real service answers with. The code
 * is the one on the wire ({@code NoSuchEntity}), which SDKs turn into their exception classes.
 */
public final class AwsRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String words;

  public AwsRefusal(int status, String code, String words) {
    super(code + ": " + words, null, false, false);
    this.status = status;
    this.code = code;
    this.words = words;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String words() {
    return words;
  }

  public static AwsRefusal noSuch(String words) {
    return new AwsRefusal(404, "NoSuchEntity", words);
  }

  public static AwsRefusal exists(String words) {
    return new AwsRefusal(409, "EntityAlreadyExists", words);
  }

  public static AwsRefusal conflict(String words) {
    return new AwsRefusal(409, "DeleteConflict", words);
  }

  public static AwsRefusal limit(String words) {
    return new AwsRefusal(409, "LimitExceeded", words);
  }

  public static AwsRefusal invalid(String words) {
    return new AwsRefusal(400, "ValidationError", words);
  }
}
